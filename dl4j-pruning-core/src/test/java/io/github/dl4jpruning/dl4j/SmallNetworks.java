package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of a few units, and the few things that tests ask of them. */
final class SmallNetworks {

    static final int FEATURES = 4;
    static final int UNITS = 6;
    static final int OUTPUTS = 2;
    static final int STEPS = 5;
    static final int EXAMPLES = 8;

    private SmallNetworks() {}

    static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(0.01));
    }

    static DenseLayer.Builder dense(int in, int out) {
        return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.TANH);
    }

    static LSTM.Builder lstm(int in, int out) {
        return new LSTM.Builder().nIn(in).nOut(out).activation(Activation.TANH);
    }

    static OutputLayer.Builder output(int in) {
        return new OutputLayer.Builder(LossFunction.MSE).nIn(in).nOut(OUTPUTS).activation(Activation.IDENTITY);
    }

    static MultiLayerNetwork network(NeuralNetConfiguration.Builder settings, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        return net;
    }

    /** Parameters 0_W (4 x 6), 0_b, 1_W (6 x 2), 1_b. */
    static MultiLayerNetwork denseNetwork() {
        return network(settings(), dense(FEATURES, UNITS).build(), output(UNITS).build());
    }

    /** Parameters 0_W (4 x 24), 0_RW (6 x 24), 0_b, 1_W (6 x 2), 1_b. */
    static MultiLayerNetwork lstmNetwork() {
        return network(
                settings(),
                new LastTimeStep(lstm(FEATURES, UNITS).build()),
                output(UNITS).build());
    }

    /** An LSTM, an attention vertex (a vertex with parameters of its own), pooling and an output layer. */
    static ComputationGraph attentionGraph() {
        return graph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", lstm(FEATURES, UNITS).build(), "in")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(UNITS)
                                .nInKeys(UNITS)
                                .nInValues(UNITS)
                                .nHeads(2)
                                .headSize(3)
                                .nOut(UNITS)
                                .projectInput(true)
                                .build(),
                        "lstm",
                        "lstm",
                        "lstm")
                .addLayer("pool", new GlobalPoolingLayer.Builder().build(), "attention")
                .addLayer("out", output(UNITS).build(), "pool")
                .setOutputs("out")
                .build());
    }

    static ComputationGraph graph(ComputationGraphConfiguration configuration) {
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        return graph;
    }

    /** A batch for networks of dense layers. */
    static DataSet rows(int seed) {
        return new DataSet(random(seed, EXAMPLES, FEATURES), random(seed + 1000, EXAMPLES, OUTPUTS));
    }

    /** A batch for recurrent networks that give one output per series. */
    static DataSet series(int seed) {
        return new DataSet(random(seed, EXAMPLES, FEATURES, STEPS), random(seed + 1000, EXAMPLES, OUTPUTS));
    }

    static INDArray random(int seed, long... shape) {
        Random random = new Random(seed);
        float[] values = new float[(int) LongStream.of(shape).reduce(1, (x, y) -> x * y)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return Nd4j.createFromArray(values).reshape(shape);
    }

    static void fit(Model model, DataSet batch) {
        if (model instanceof MultiLayerNetwork net) {
            net.fit(batch);
        } else {
            ((ComputationGraph) model).fit(batch);
        }
    }

    /** Sparsity 0.3 from the first step on, 0.6 from the third. */
    static PruningPlan plan() {
        return plan(0.3, 0.6, 1, 3);
    }

    static PruningPlan plan(double first, double last, long begin, long end) {
        return PruningPlan.of(
                new PruningSchedule(SparsityCurve.linear(first, last), PruningWindow.iterations(begin, end, 1)));
    }

    static String configurationJson(Model model) {
        return model instanceof MultiLayerNetwork net
                ? net.getLayerWiseConfigurations().toJson()
                : ((ComputationGraph) model).getConfiguration().toJson();
    }

    static INDArray updaterState(Model model) {
        return model instanceof MultiLayerNetwork net
                ? net.getUpdater().getStateViewArray()
                : ((ComputationGraph) model).getUpdater().getStateViewArray();
    }

    static int[] bits(INDArray array) {
        float[] values = array.dup('c').data().asFloat();
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    /** Positions in memory at which a mask prunes but the parameter is not zero. */
    static List<Long> revived(WeightMask mask, INDArray parameter) {
        float[] values = parameter.dup(parameter.ordering()).data().asFloat();
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (mask.isPruned(i) && values[i] != 0) {
                positions.add((long) i);
            }
        }
        return positions;
    }
}
