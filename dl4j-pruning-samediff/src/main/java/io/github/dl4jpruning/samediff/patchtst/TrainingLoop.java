package io.github.dl4jpruning.samediff.patchtst;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Epochs, validation and early stopping. Listeners are called as by SameDiff's own {@code fit}. */
final class TrainingLoop {

    private final SameDiff sd;
    private final TrainingConfig config;
    private final TrainingStep step;
    private final BatchCheck check;
    private final Training training;
    private final List<Listener> listeners;
    private final ToDoubleFunction<DataSetIterator> validation;

    private final List<EpochReport> reports = new ArrayList<>();
    private LossCurve curve;
    private Snapshot best;
    private double lowest = Double.POSITIVE_INFINITY;

    /** Looks at every batch before it is trained on. */
    interface BatchCheck {
        void check(INDArray features, INDArray labels);
    }

    TrainingLoop(
            SameDiff sd,
            TrainingStep step,
            BatchCheck check,
            Training training,
            List<Listener> listeners,
            ToDoubleFunction<DataSetIterator> validation) {
        this.sd = sd;
        this.config = sd.getTrainingConfig();
        this.step = step;
        this.check = check;
        this.training = training;
        this.listeners = listeners;
        this.validation = validation;
    }

    TrainingResult run(DataSetIterator data) {
        OptionalInt patience = training.patience();
        if (training.epochs() > 1 && !data.resetSupported()) {
            throw new IllegalArgumentException(
                    "the training data cannot be reset, so they can be read in one epoch, not in " + training.epochs()
                            + ": use an iterator that supports reset()");
        }
        At at = At.builder()
                .epoch(config.getEpochCount())
                .iteration(config.getIterationCount())
                .javaThreadNum(Thread.currentThread().getId())
                .operation(Operation.TRAINING)
                .build();
        SameDiff graph = step.graph();
        graph.setTrainingConfig(config); // as SameDiff does, for listeners
        listeners.forEach(listener -> listener.operationStart(graph, Operation.TRAINING));
        boolean stopped = false;
        for (int epoch = 0; epoch < training.epochs() && !stopped; epoch++) {
            stopped = epoch(data, epoch, at, patience);
        }
        listeners.forEach(listener -> listener.operationEnd(sd, Operation.TRAINING));
        if (best != null) {
            best.restore(sd);
        }
        OptionalInt restored = best == null ? OptionalInt.empty() : OptionalInt.of(best.epoch());
        return new TrainingResult(reports, restored, reports.size() < training.epochs());
    }

    /** Whether to stop after it. */
    private boolean epoch(DataSetIterator data, int epoch, At at, OptionalInt patience) {
        long start = System.nanoTime();
        if (!data.hasNext() && data.resetSupported()) {
            data.reset();
        }
        at.setEpoch(config.getEpochCount());
        OptionalDouble rate = config.getUpdater().hasLearningRate()
                ? OptionalDouble.of(config.getUpdater().getLearningRate(config.getIterationCount(), at.epoch()))
                : OptionalDouble.empty();
        listeners.forEach(listener -> listener.epochStart(sd, at));
        Loss mean = batches(data, epoch, at);
        curve = curve == null
                ? new LossCurve(mean.getLosses(), mean.getLossNames())
                : curve.addLossAndCopy(mean.getLosses(), mean.getLossNames());
        boolean stopped = false;
        for (Listener listener : listeners) {
            ListenerResponse response = listener.epochEnd(sd, at, curve, (System.nanoTime() - start) / 1_000_000);
            stopped |= response == ListenerResponse.STOP;
        }
        OptionalDouble loss = OptionalDouble.empty();
        if (training.validation() != null) {
            long validationStart = System.nanoTime();
            loss = OptionalDouble.of(validation.applyAsDouble(training.validation()));
            for (Listener listener : listeners) {
                ListenerResponse response =
                        listener.validationDone(sd, at, (System.nanoTime() - validationStart) / 1_000_000);
                stopped |= response == ListenerResponse.STOP;
            }
        }
        config.incrementEpochCount();
        boolean better = loss.isPresent() && loss.getAsDouble() < lowest;
        if (better) {
            lowest = loss.getAsDouble();
            if (patience.isPresent()) {
                best = Snapshot.of(sd, epoch);
            }
        }
        EpochReport report =
                new EpochReport(epoch, mean.getLosses()[0], loss, rate, better, (System.nanoTime() - start) / 1e9);
        reports.add(report);
        training.progress().epoch(report);
        int sinceBest = epoch - (best == null ? -1 : best.epoch());
        return stopped || (patience.isPresent() && sinceBest >= patience.getAsInt());
    }

    /** The mean loss over an epoch. */
    private Loss batches(DataSetIterator data, int epoch, At at) {
        double[] sums = null;
        List<String> names = null;
        int count = 0;
        while (data.hasNext()) {
            long start = System.nanoTime();
            DataSet set = data.next();
            check.check(set.getFeatures(), set.getLabels());
            MultiDataSet batch = set.toMultiDataSet();
            long waited = (System.nanoTime() - start) / 1_000_000;
            at.setIteration(config.getIterationCount());
            listeners.forEach(listener -> listener.iterationStart(sd, at, batch, waited));
            Map<String, INDArray> placeholders =
                    Map.of(ForecastGraph.INPUT, set.getFeatures(), ForecastGraph.TARGET, set.getLabels());
            Loss loss = step.train(batch, placeholders, listeners, at);
            requireFinite(loss, at);
            if (sums == null) {
                sums = loss.getLosses().clone();
                names = loss.getLossNames();
            } else {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += loss.getLosses()[i];
                }
            }
            training.progress().iteration(epoch, count++, loss.getLosses()[0]);
            config.incrementIterationCount();
        }
        if (sums == null) {
            throw new IllegalArgumentException("the training data are empty: the iterator has no batch"
                    + (data.resetSupported() ? "" : ", and cannot be reset"));
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= count;
        }
        return new Loss(names, sums);
    }

    private static void requireFinite(Loss loss, At at) {
        if (!Double.isFinite(loss.getLosses()[0])) {
            throw new IllegalStateException("the loss is " + loss.getLosses()[0] + " in iteration " + at.iteration()
                    + " of epoch " + at.epoch()
                    + ": look for NaN or infinite values in the data, or lower the learning rate");
        }
    }
}
