package io.github.dl4jpruning.samples.experiment;

import java.io.IOException;
import java.nio.file.Path;

/** A process that holds the store in a folder until it is told to go on, or is killed. */
final class StoreHolder {
    private StoreHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (TrialStore store = TrialStore.open(Path.of(arguments[0]))) {
            System.out.println("open with " + store.done().size());
            System.in.read();
        } catch (RuntimeException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
