package io.github.dl4jpruning.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps the chosen and the latest model in two files of a folder. Each is written whole or not at all.
 *
 * @param <M> kind of model
 */
final class FolderKeeper<M> implements SearchKeeper<M> {

    private final SearchAdapter<M> adapter;
    private final Path chosen;
    private final Path latest;

    /**
     * Makes the folder if there is none.
     *
     * @param adapter that writes and reads models
     * @param folder for the two files
     * @param prefix of their names, {@code chosen.zip} and {@code latest.zip}
     * @throws IOException if the folder cannot be made
     */
    FolderKeeper(SearchAdapter<M> adapter, Path folder, String prefix) throws IOException {
        Files.createDirectories(folder);
        this.adapter = adapter;
        this.chosen = folder.resolve(prefix + "chosen.zip");
        this.latest = folder.resolve(prefix + "latest.zip");
    }

    @Override
    public void keep(M model, double error) throws IOException {
        adapter.save(model, chosen);
    }

    @Override
    public void keepLatest(M model, double error) throws IOException {
        adapter.save(model, latest);
    }

    @Override
    public Optional<M> kept() throws IOException {
        return load(chosen);
    }

    @Override
    public Optional<M> latest() throws IOException {
        return load(latest);
    }

    private Optional<M> load(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(adapter.load(file)) : Optional.empty();
    }
}
