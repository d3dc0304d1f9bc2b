package io.github.dl4jpruning.samples.patchtst;

import io.github.dl4jpruning.samples.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of the log.
 *
 * @param number from 1
 * @param learningRate in force
 * @param trainingLoss mean over the batches
 * @param validation mean squared error on the validation part, in standard deviations squared
 * @param sparsity share of the prunable weights that is pruned
 * @param seconds of training and validation
 */
record Epoch(int number, double learningRate, double trainingLoss, double validation, double sparsity, double seconds) {

    private static final String HEADER = "epoch,learning_rate,training_loss,validation_mse,sparsity,seconds";

    static String toCsv(List<Epoch> epochs) {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (Epoch e : epochs) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,%s,%s,%.1f%n",
                    e.number,
                    e.learningRate,
                    e.trainingLoss,
                    e.validation,
                    e.sparsity,
                    e.seconds));
        }
        return csv.toString();
    }

    /** The first lines of a log. */
    static List<Epoch> read(Path log, int count) {
        try {
            List<String> lines = Files.readAllLines(log);
            if (lines.size() <= count || !lines.get(0).equals(HEADER)) {
                throw damaged(log, "it has " + (lines.size() - 1) + " epochs, the model beside it " + count, null);
            }
            List<Epoch> epochs = new ArrayList<>();
            for (String line : lines.subList(1, count + 1)) {
                String[] cells = line.split(",");
                epochs.add(new Epoch(
                        Integer.parseInt(cells[0]),
                        Double.parseDouble(cells[1]),
                        Double.parseDouble(cells[2]),
                        Double.parseDouble(cells[3]),
                        Double.parseDouble(cells[4]),
                        Double.parseDouble(cells[5])));
            }
            return epochs;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw damaged(log, e.toString(), e);
        }
    }

    private static InputException damaged(Path log, String why, Exception cause) {
        return new InputException(
                log + " does not go with the model saved beside it: " + why
                        + ". Delete both to begin again, or give another {{folder}}.",
                cause);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "epoch %3d: learning rate %.3g, training loss %.4f, validation MSE %.4f, sparsity %.1f%%, %.0f s",
                number,
                learningRate,
                trainingLoss,
                validation,
                100 * sparsity,
                seconds);
    }
}
