package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.dl4j.ModelFiles;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.TemporaryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps the network of the epoch with the least validation error in a temporary file: weights, masks and optimizer
 * state.
 */
final class BestEpoch implements AutoCloseable {
    private final boolean wanted;
    private Path file;
    private int epoch;
    private double error = Double.POSITIVE_INFINITY;

    BestEpoch(boolean wanted) {
        this.wanted = wanted;
    }

    /** A network and the epoch it is from. */
    record Chosen(Arm arm, int epoch) {}

    /** Keeps the network if it is better than those before. */
    void offer(int candidate, double candidateError, Arm arm) {
        if (!wanted || candidateError >= error) {
            return;
        }
        try {
            if (file == null) {
                file = TemporaryFile.create("best-epoch", ".zip");
            }
            ModelFiles.save(arm.network(), file);
        } catch (IOException e) {
            throw failed(e);
        }
        epoch = candidate;
        error = candidateError;
    }

    private static InputException failed(IOException e) {
        return new InputException("cannot keep the best epoch for {{restoreBest}}: " + e.getMessage(), e);
    }

    /** The best network, or the last one if that is wanted or best anyway. */
    Chosen take(Arm last, int lastEpoch) {
        if (file == null || epoch == lastEpoch) {
            return new Chosen(last, lastEpoch);
        }
        try {
            return new Chosen(Arm.resumed(last.method(), ModelFiles.loadMultiLayerNetwork(file)), epoch);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
