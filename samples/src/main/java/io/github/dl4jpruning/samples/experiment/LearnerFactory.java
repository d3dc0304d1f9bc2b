package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.patchtst.EncoderSize;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformer;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformerConfig;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.samples.forecast.ForecastNetwork;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** Makes the models of a trial: all arms have the same weights at first, but for the smaller network. */
record LearnerFactory(ForecastTask task, Protocol protocol, Trial trial, Optional<PruningPlan> plan) {
    private static final int UNITS = 64;
    private static final int HEADS = 4;
    private static final int ENCODER_LAYERS = 2;

    /** A fresh one. */
    Learner learner() {
        ModelKind kind = ModelKind.of(trial.model());
        return kind == ModelKind.PATCH ? patch() : recurrent(kind == ModelKind.RNN ? Cell.RNN : Cell.LSTM);
    }

    private Learner recurrent(Cell cell) {
        ForecastNetwork.Setup setup = new ForecastNetwork.Setup(
                cell, task.features(), UNITS, trial.seed(), dropout(), weightDecay(), protocol.rate(trial.epochs()));
        int units = UNITS;
        if (trial.arm().equals(Arms.SMALL)) {
            long all = setup.weights();
            long biases = cell == Cell.LSTM ? 4L * UNITS + 1 : UNITS + 1L;
            units = largest(
                    UNITS, left(all, all - biases), u -> setup.withUnits(u).weights());
        }
        return new RecurrentLearner(task, setup.withUnits(units), protocol.batch(), plan);
    }

    private Learner patch() {
        PatchTransformerConfig config =
                PatchTransformerConfig.paper(task.length(), task.features()).withDropout(dropout());
        if (trial.arm().equals(Arms.SMALL)) {
            EncoderSize full = config.encoder();
            long all = weights(config);
            // Of the weights of the full model about one in a hundred is a bias or a gain.
            int perHead = largest(
                    full.features() / HEADS, left(all, all - all / 100), w -> weights(config.withEncoder(encoder(w))));
            return patch(config.withEncoder(encoder(perHead)));
        }
        return patch(config);
    }

    private static EncoderSize encoder(int perHead) {
        int width = perHead * HEADS;
        return new EncoderSize(width, HEADS, 4 * width, ENCODER_LAYERS);
    }

    private static long weights(PatchTransformerConfig config) {
        return new PatchTransformer(config, 0).parameterCount();
    }

    private Learner patch(PatchTransformerConfig config) {
        return new PatchLearner(
                task, config, weightDecay(), protocol.rate(trial.epochs()), protocol.batch(), plan, trial.seed());
    }

    /** What a network of so many parameters has left when the sparsity of the setting is reached. */
    private long left(long all, long prunable) {
        return all - (long) Math.floor(Double.parseDouble(trial.setting()) * prunable);
    }

    /** The largest size, at least 1, of a network that has no more weights than that. */
    private static int largest(int most, long weights, IntToLongFunction weightsOfSize) {
        int size = most;
        while (size > 1 && weightsOfSize.applyAsLong(size) > weights) {
            size--;
        }
        return size;
    }

    private double dropout() {
        boolean patch = ModelKind.of(trial.model()) == ModelKind.PATCH;
        if (trial.arm().equals(Arms.PRUNING) && patch && protocol.has(Fault.DROPOUT)) {
            return ForecastNetwork.DROPOUT;
        }
        return trial.arm().equals(Arms.DROPOUT) || trial.arm().equals(Arms.MC_DROPOUT)
                ? Double.parseDouble(trial.setting())
                : 0;
    }

    private double weightDecay() {
        return trial.arm().equals(Arms.WEIGHT_DECAY) ? Double.parseDouble(trial.setting()) : 0;
    }
}
