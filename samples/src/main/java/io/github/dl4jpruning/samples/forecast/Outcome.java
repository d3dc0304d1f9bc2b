package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.report.SparsityReport;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What came of a training.
 *
 * @param method how the network was regularised
 * @param network as it is in the end
 * @param validation its forecasts of the validation part
 * @param test its forecasts of the test part
 * @param sparsity share of its weights (without biases) that are exactly 0, counted in the network itself
 * @param seconds spent on fitting, validation not included
 * @param validationMae mean absolute error on the validation part after every epoch, in units of the target
 * @param chosenEpoch the epoch of this training the network is from, counted from 1; 0 if none was trained
 * @param report what was pruned where, if the method prunes
 * @param history when how much was pruned in the whole training, if the method prunes
 */
public record Outcome(
        Method method,
        MultiLayerNetwork network,
        Forecast validation,
        Forecast test,
        double sparsity,
        double seconds,
        List<Double> validationMae,
        int chosenEpoch,
        Optional<SparsityReport> report,
        Optional<PruningHistory> history) {

    /** Copies the list. */
    public Outcome {
        validationMae = List.copyOf(validationMae);
    }

    /** The epoch after which the validation error was least, counted from 1; 0 if none was trained. */
    public int bestEpoch() {
        int best = 0;
        for (int epoch = 1; epoch <= validationMae.size(); epoch++) {
            if (best == 0 || validationMae.get(epoch - 1) < validationMae.get(best - 1)) {
                best = epoch;
            }
        }
        return best;
    }
}
