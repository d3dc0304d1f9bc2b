package io.github.dl4jpruning.search;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps the chosen model in memory, as the bytes of its file: no array, counter or mask is shared with the model that
 * is trained on.
 *
 * @param <M> kind of model
 */
final class MemoryKeeper<M> implements SearchKeeper<M> {

    private final SearchAdapter<M> adapter;
    private byte[] kept;

    /**
     * Keeps nothing yet.
     *
     * @param adapter that writes and reads models
     */
    MemoryKeeper(SearchAdapter<M> adapter) {
        this.adapter = adapter;
    }

    @Override
    public void keep(M model, double error) throws IOException {
        kept = adapter.toBytes(model);
    }

    @Override
    public void keepLatest(M model, double error) {
        // nobody could read it after the end of the process
    }

    @Override
    public Optional<M> kept() throws IOException {
        return kept == null ? Optional.empty() : Optional.of(adapter.ofBytes(kept));
    }

    @Override
    public Optional<M> latest() {
        return Optional.empty();
    }
}
