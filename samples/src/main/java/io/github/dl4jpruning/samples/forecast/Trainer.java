package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.Progress;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.WindowIterator;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Trains one arm and measures it on the parts it has not seen. */
public final class Trainer {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ForecastTask task;
    private final Training training;
    private final Progress progress;

    /** A trainer for one task; arms trained by it see the same batches in the same order. */
    public Trainer(ForecastTask task, Training training, Progress progress) {
        this.task = task;
        this.training = training;
        this.progress = progress;
    }

    /**
     * Trains an arm.
     *
     * @param arm fresh, or resumed after some epochs
     * @param title what the progress is shown for
     */
    public Outcome train(Arm arm, String title) {
        MultiLayerNetwork network = arm.network();
        WindowIterator windows =
                WindowIterator.training(task, training.batch(), training.seed(), network.getEpochCount());
        List<Double> validationMae = new ArrayList<>();
        long nanos = 0;
        try (BestEpoch best = new BestEpoch(training.restoreBest());
                Progress.Run run = progress.start(title, training.epochs(), windows.batches())) {
            ProgressListener listener = new ProgressListener(run);
            network.addListeners(listener);
            for (int epoch = 1; epoch <= training.epochs(); epoch++) {
                long start = System.nanoTime();
                network.fit(windows);
                nanos += System.nanoTime() - start;
                double mae = Forecast.by(network, task, task.split().validation())
                        .errors()
                        .mae();
                validationMae.add(mae);
                best.offer(epoch, mae, arm);
                run.epochDone(epoch, "validation MAE " + Digits.of(mae));
            }
            return outcome(arm, best.take(arm, training.epochs()), nanos / NANOS_PER_SECOND, validationMae);
        }
    }

    private Outcome outcome(Arm trained, BestEpoch.Chosen chosen, double seconds, List<Double> validationMae) {
        MultiLayerNetwork network = chosen.arm().network();
        return new Outcome(
                chosen.arm().method(),
                network,
                Forecast.by(network, task, task.split().validation()),
                Forecast.by(network, task, task.split().test()),
                ZeroWeights.share(network),
                seconds,
                validationMae,
                chosen.epoch(),
                chosen.arm().pruning().map(p -> p.report()),
                trained.pruning().map(p -> p.history()));
    }
}
