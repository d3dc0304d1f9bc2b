package io.github.dl4jpruning.samediff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;

/**
 * The true training loss for listeners and the {@code History} of SameDiff's {@code fit}.
 *
 * <p>Deeplearning4j 1.0.0-M2.1 reports 0, since the gradient does not need the value of the loss and the op that would
 * compute it is not run. Variables with a training evaluation are computed in every iteration, and a loss variable
 * among them is recorded; so the loss variables are given an empty list of evaluations. No second forward pass is made.
 *
 * <pre>{@code
 * sd.setTrainingConfig(config);
 * TrainingLoss.report(sd);
 * History history = sd.fit(iterator, 10);
 * history.getLossCurve().meanLoss(9);   // the loss, not 0
 * }</pre>
 */
public final class TrainingLoss {

    private TrainingLoss() {}

    /**
     * Makes every later {@code fit} report the loss. The setting is part of the training configuration, and is saved
     * and loaded with it. To call it again changes nothing.
     *
     * @param sd a graph with a training configuration whose data sets have labels
     * @throws IllegalArgumentException if it is null
     * @throws IllegalStateException if it has no training configuration, no loss variable, or no labels
     */
    public static void report(SameDiff sd) {
        if (sd == null) {
            throw new IllegalArgumentException("sd is null: there is no graph whose loss could be reported");
        }
        TrainingConfig config = sd.getTrainingConfig();
        if (config == null) {
            throw new IllegalStateException(
                    "the graph has no training configuration: call setTrainingConfig(..) before TrainingLoss.report(..)");
        }
        if (config.getDataSetLabelMapping() == null
                || config.getDataSetLabelMapping().isEmpty()) {
            throw new IllegalStateException("the training configuration maps no labels, and without labels"
                    + " Deeplearning4j 1.0.0-M2.1 cannot report the loss of a training");
        }
        if (config.getTrainEvaluations() == null) {
            config.setTrainEvaluations(new HashMap<>());
        }
        if (config.getTrainEvaluationLabels() == null) {
            config.setTrainEvaluationLabels(new HashMap<>());
        }
        for (String loss : lossVariables(sd, config)) {
            config.getTrainEvaluations().putIfAbsent(loss, new ArrayList<>());
            config.getTrainEvaluationLabels().putIfAbsent(loss, 0);
        }
    }

    private static List<String> lossVariables(SameDiff sd, TrainingConfig config) {
        if (!sd.getLossVariables().isEmpty()) {
            return sd.getLossVariables();
        }
        if (config.getLossVariables() != null && !config.getLossVariables().isEmpty()) {
            return config.getLossVariables();
        }
        throw new IllegalStateException(
                "the graph has no loss variable: call setLossVariables(..) before TrainingLoss.report(..)");
    }
}
