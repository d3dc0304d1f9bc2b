package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.samediff.PatchTstExport;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformer;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformerConfig;
import io.github.dl4jpruning.samediff.patchtst.Training;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Span;
import io.github.dl4jpruning.samples.data.WindowIterator;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ISchedule;

/** The small patch transformer with dropout in its encoder, or pruning. */
final class PatchLearner implements Learner {
    private static final int OUTPUT_BATCH = 256;

    private final ForecastTask task;
    private final PatchTransformer model;
    private final WindowIterator windows;
    private final Optional<SameDiffPruning> pruning;
    private final Map<String, INDArray> kept = new HashMap<>();

    PatchLearner(
            ForecastTask task,
            PatchTransformerConfig config,
            double weightDecay,
            ISchedule rate,
            int batch,
            Optional<PruningPlan> plan,
            long seed) {
        this.task = task;
        this.model = new PatchTransformer(config, seed);
        TrainingConfig training = model.sameDiff().getTrainingConfig();
        training.setUpdater(new Adam(rate));
        if (weightDecay > 0) {
            training.setRegularization(List.of(new WeightDecay(weightDecay, true)));
        }
        this.windows = WindowIterator.training(task, batch, seed, 0).timeFirst();
        this.pruning = plan.map(p -> SameDiffPruning.of(p).attachTo(model.sameDiff()));
    }

    @Override
    public double fitEpoch() {
        return model.fit(windows, Training.epochs(1)).epochs().get(0).trainingLoss();
    }

    @Override
    public double[] outputs(Span rows) {
        return outputs(rows, model::predict);
    }

    @Override
    public double[][] draws(Span rows, int count) {
        double[][] draws = new double[count][];
        for (int draw = 0; draw < count; draw++) {
            long number = draw;
            draws[draw] = outputs(rows, input -> model.predictWithDropout(input, number));
        }
        return draws;
    }

    private double[] outputs(Span rows, Function<INDArray, INDArray> forecast) {
        double[] outputs = new double[rows.rows()];
        int done = 0;
        WindowIterator inOrder =
                WindowIterator.inOrder(task, rows, OUTPUT_BATCH).timeFirst();
        while (inOrder.hasNext()) {
            INDArray output = forecast.apply(inOrder.next().getFeatures());
            for (int i = 0; i < output.size(0); i++) {
                outputs[done++] = output.getDouble(i, 0, 0);
            }
        }
        return outputs;
    }

    @Override
    public void keep() {
        for (SDVariable variable : model.sameDiff().variables()) {
            if (variable.getVariableType() == VariableType.VARIABLE) {
                kept.put(variable.name(), variable.getArr().dup());
            }
        }
    }

    @Override
    public void restore() {
        kept.forEach(
                (name, array) -> model.sameDiff().getVariable(name).getArr().assign(array));
    }

    @Override
    public Deployment measure(LongSupplier clock, Duration budget) throws IOException {
        return PatchTstExport.of(model).measure(new float[task.length() * task.features()], clock, budget);
    }

    @Override
    public long weights() {
        return model.parameterCount();
    }

    @Override
    public Optional<Pruner> pruner() {
        return pruning.map(SameDiffPruning::pruner);
    }

    @Override
    public INDArray parameter(String name) {
        return model.sameDiff().getVariable(name).getArr();
    }
}
