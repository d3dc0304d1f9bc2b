package io.github.dl4jpruning.samples.catalogue;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.console.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of the catalogue on this machine. They are looked for in the folder that the environment names by {@link
 * #FOLDER}, then in the user's cache ({@code dl4j-pruning} in {@code XDG_CACHE_HOME} or {@code ~/.cache}); into the
 * latter they are downloaded.
 */
public final class DataFiles {
    /** The environment variable with a folder of files. */
    public static final String FOLDER = "DL4J_PRUNING_DATA";

    private static final String CACHE_HOME = "XDG_CACHE_HOME";
    private static final String CACHE = "dl4j-pruning";

    private final Map<String, String> environment;
    private final Path home;
    private final Download download;

    /**
     * Files of some user.
     *
     * @param environment the environment variables
     * @param home the user's home
     * @param download how to get what is missing
     */
    public DataFiles(Map<String, String> environment, Path home, Download download) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.download = download;
    }

    /** The files of the user who runs this; progress is told on standard error. */
    public static DataFiles ofUser() {
        return new DataFiles(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                new Download(TransferProgress.onStandardError()));
    }

    /**
     * Where a file is, if it is here. It is not opened.
     *
     * @throws InputException if {@link #FOLDER} does not name a folder
     */
    public Optional<Path> find(RemoteFile file) {
        return Stream.concat(folder().stream(), Stream.of(cache()))
                .map(f -> f.resolve(file.name()))
                .filter(Files::exists)
                .findFirst();
    }

    /**
     * A file that is here, checked.
     *
     * @return nothing if it is not here
     * @throws InputException if it is another file than expected, or cannot be read
     */
    public Optional<Path> checked(RemoteFile file) {
        Optional<Path> found = find(file);
        found.ifPresent(path -> requireSame(file, path));
        return found;
    }

    /**
     * A file, checked; downloaded if it is not here.
     *
     * @throws InputException if it cannot be had
     */
    public Path get(RemoteFile file) {
        return checked(file).orElseGet(() -> {
            Path target = cache().resolve(file.name());
            download.fetch(file, target);
            return target;
        });
    }

    private static void requireSame(RemoteFile file, Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(path + " is not a file. Remove what is there.");
        }
        try {
            Optional<String> mismatch = file.mismatch(path);
            if (mismatch.isPresent()) {
                throw new InputException(path + " is not the file of the catalogue: it " + mismatch.get()
                        + ". Remove it; 'samples/run data get' then fetches the right one.");
            }
        } catch (IOException e) {
            throw new InputException(path + " cannot be read: " + e + ". Check its permissions.", e);
        }
    }

    private Optional<Path> folder() {
        Optional<Path> folder = set(FOLDER).map(Path::of);
        folder.filter(f -> !Files.isDirectory(f)).ifPresent(f -> {
            throw new InputException(FOLDER + " names " + f + ", which is not a folder. Correct it or unset it.");
        });
        return folder;
    }

    private Path cache() {
        // A relative path there is to be ignored, says the XDG Base Directory Specification.
        return set(CACHE_HOME)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(home.resolve(".cache"))
                .resolve(CACHE);
    }

    private Optional<String> set(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }
}
