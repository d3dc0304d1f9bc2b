package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.samples.forecast.ErrorRange;
import io.github.dl4jpruning.samples.forecast.Forecast;
import io.github.dl4jpruning.samples.forecast.ForecasterCard;
import io.github.dl4jpruning.samples.forecast.ForecasterFile;
import io.github.dl4jpruning.samples.forecast.Method;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The network that a trial was judged by. Trials keep none: equal trainings give equal networks, so it is trained
 * again, up to the epoch that was chosen and no further. Weights, masks and the state of the optimizer are those of
 * that epoch.
 *
 * @param file ready to be saved
 * @param testMae its mean absolute error on the test part, in units of the target
 * @param agrees whether that is the error of the trial to the last bit; not if the trial was run on another processor
 *     or version
 */
public record ChosenNetwork(ForecasterFile file, double testMae, boolean agrees) {

    /**
     * Trains the network of a trial again.
     *
     * @param result of a recurrent network that chose an epoch
     * @param data of the trial
     * @throws IllegalArgumentException if the model of the trial is not recurrent, or no epoch was chosen
     */
    public static ChosenNetwork of(TrialResult result, ExperimentData data) {
        Trial trial = result.trial();
        ModelKind kind = ModelKind.of(trial.model());
        if (kind == ModelKind.PATCH || result.chosenEpoch() == 0) {
            throw new IllegalArgumentException("There is no recurrent network to save of the trial " + trial);
        }
        Protocol protocol = Protocol.of(trial.protocol());
        ForecastTask task = TrialRunner.task(data, trial, protocol);
        Optional<PruningPlan> plan = Arms.prunes(trial.arm())
                ? Optional.of(PruningSetting.of(trial.setting(), kind)
                        .plan(kind.warmUp(), trial.epochs(), protocol.has(Fault.SCHEDULE)))
                : Optional.empty();
        Learner learner = new LearnerFactory(task, protocol, trial, plan).learner();
        for (int epoch = 1; epoch <= result.chosenEpoch(); epoch++) {
            learner.fitEpoch();
        }
        MultiLayerNetwork network = learner.network().orElseThrow();
        double testMae =
                Forecast.by(network, task, task.split().test()).errors().mae();
        ForecasterCard card = new ForecasterCard(
                ForecasterCard.FORMAT,
                kind == ModelKind.RNN ? Cell.RNN : Cell.LSTM,
                (int) ((FeedForwardLayer) network.getLayer(1).conf().getLayer()).getNIn(),
                task.length(),
                task.change(),
                task.scales(),
                method(trial.arm()),
                protocol.batch(),
                trial.seed(),
                data.extras(),
                ErrorRange.of(Forecast.by(network, task, task.split().validation())));
        return new ChosenNetwork(new ForecasterFile(card, network), testMae, testMae == result.testMae());
    }

    private static Method method(String arm) {
        if (Arms.prunes(arm)) {
            return Method.PRUNING;
        }
        return arm.equals(Arms.DROPOUT) || arm.equals(Arms.MC_DROPOUT) ? Method.DROPOUT : Method.NONE;
    }
}
