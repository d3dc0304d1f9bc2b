package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.dl4j.FastLstm;
import io.github.dl4jpruning.dl4j.ModelExport;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Span;
import io.github.dl4jpruning.samples.data.WindowIterator;
import io.github.dl4jpruning.samples.forecast.ForecastNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A recurrent network of DL4J with dropout on its last hidden state, or pruning. */
final class RecurrentLearner implements Learner {
    private static final int OUTPUT_BATCH = 256;

    private final ForecastTask task;
    private final MultiLayerNetwork network;
    private final WindowIterator windows;
    private final Optional<PruningListener> pruning;
    private final long seed;
    private final Losses losses = new Losses();
    private INDArray kept;

    RecurrentLearner(ForecastTask task, ForecastNetwork.Setup setup, int batch, Optional<PruningPlan> plan) {
        this.task = task;
        this.seed = setup.seed();
        Nd4j.getRandom().setSeed(seed);
        this.network = ForecastNetwork.create(setup);
        FastLstm.in(network);
        this.windows = WindowIterator.training(task, batch, seed, 0);
        this.pruning = plan.map(p -> PruningListener.of(p).attachTo(network));
        network.addListeners(losses);
    }

    /** Adds up the losses of an epoch. */
    private static final class Losses extends BaseTrainingListener {
        private double sum;
        private int count;

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            sum += model.score();
            count++;
        }

        double takeMean() {
            double mean = sum / count;
            sum = 0;
            count = 0;
            return mean;
        }
    }

    @Override
    public double fitEpoch() {
        network.fit(windows);
        return losses.takeMean();
    }

    @Override
    public double[] outputs(Span rows) {
        double[] outputs = new double[rows.rows()];
        int done = 0;
        WindowIterator inOrder = WindowIterator.inOrder(task, rows, OUTPUT_BATCH);
        while (inOrder.hasNext()) {
            done = copy(network.output(inOrder.next().getFeatures()), outputs, done);
        }
        return outputs;
    }

    /** Dropout acts on the input of the last layer alone, so what comes before is computed once. */
    @Override
    public double[][] draws(Span rows, int count) {
        Nd4j.getRandom().setSeed(~seed);
        double[][] draws = new double[count][rows.rows()];
        int done = 0;
        WindowIterator inOrder = WindowIterator.inOrder(task, rows, OUTPUT_BATCH);
        while (inOrder.hasNext()) {
            INDArray hidden = network.feedForwardToLayer(0, inOrder.next().getFeatures(), false)
                    .get(1);
            int next = done;
            for (double[] draw : draws) {
                INDArray output =
                        network.getLayer(1).activate(hidden.dup(), true, LayerWorkspaceMgr.noWorkspacesImmutable());
                next = copy(output, draw, done);
            }
            done = next;
        }
        return draws;
    }

    private static int copy(INDArray column, double[] into, int at) {
        for (int i = 0; i < column.size(0); i++) {
            into[at + i] = column.getDouble(i, 0);
        }
        return at + (int) column.size(0);
    }

    @Override
    public void keep() {
        kept = network.params().dup();
    }

    @Override
    public void restore() {
        network.params().assign(kept);
    }

    @Override
    public Deployment measure(LongSupplier clock, Duration budget) throws IOException {
        return ModelExport.of(network).measure(new float[task.length() * task.features()], clock, budget);
    }

    @Override
    public long weights() {
        return network.numParams();
    }

    @Override
    public Optional<Pruner> pruner() {
        return pruning.map(PruningListener::pruner);
    }

    @Override
    public INDArray parameter(String name) {
        return network.getParam(name);
    }

    @Override
    public Optional<MultiLayerNetwork> network() {
        return Optional.of(network);
    }
}
