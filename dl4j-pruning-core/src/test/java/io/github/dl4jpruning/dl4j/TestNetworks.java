package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Granularity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small networks and data that several tests share. */
final class TestNetworks {

    static final int FEATURES = 4;
    static final int LENGTH = 5;
    static final int EPOCH = 6; // batches

    private TestNetworks() {}

    static PruningPlan planInIterations() {
        return PruningPlan.of(
                new PruningSchedule(SparsityCurve.paperCubic(0.1, 0.6), PruningWindow.iterations(3, 20, 4)));
    }

    static PruningPlan planInEpochs() {
        return PruningPlan.of(new PruningSchedule(SparsityCurve.zhuGuptaCubic(0, 0.7), PruningWindow.epochs(1, 3, 2)));
    }

    static PruningPlan planInBlocks() {
        return planInIterations()
                .withGranularity(Granularity.blocks(3))
                .excluding(p -> p.layout().outputAxis() < 0); // an attention vertex does not tell its outputs
    }

    static NeuralNetConfiguration.Builder base(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(7).updater(updater);
    }

    static OutputLayer output(int inputs) {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(inputs)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
    }

    static LSTM lstm(int inputs, int units) {
        return new LSTM.Builder()
                .nIn(inputs)
                .nOut(units)
                .activation(Activation.TANH)
                .build();
    }

    static MultiLayerNetwork sequential(NeuralNetConfiguration.Builder base) {
        MultiLayerNetwork net = new MultiLayerNetwork(base.list()
                .layer(new LastTimeStep(lstm(FEATURES, 5)))
                .layer(new DenseLayer.Builder()
                        .nIn(5)
                        .nOut(6)
                        .activation(Activation.TANH)
                        .build())
                .layer(output(6))
                .build());
        net.init();
        return net;
    }

    /** A plain recurrent layer, an attention vertex with parameters of its own, and an LSTM whose last step counts. */
    static ComputationGraph graph(NeuralNetConfiguration.Builder base) {
        ComputationGraph net = new ComputationGraph(base.graphBuilder()
                .addInputs("in")
                .addLayer(
                        "rnn",
                        new SimpleRnn.Builder()
                                .nIn(FEATURES)
                                .nOut(4)
                                .activation(Activation.TANH)
                                .build(),
                        "in")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(4)
                                .nInKeys(4)
                                .nInValues(4)
                                .nOut(4)
                                .nHeads(2)
                                .headSize(2)
                                .projectInput(true)
                                .build(),
                        "rnn",
                        "rnn",
                        "rnn")
                .addLayer("last", new LastTimeStep(lstm(4, 4)), "attention")
                .addLayer("out", output(4), "last")
                .setOutputs("out")
                .build());
        net.init();
        return net;
    }

    static ComputationGraph graphWithoutAttention(NeuralNetConfiguration.Builder base) {
        ComputationGraph net = new ComputationGraph(base.graphBuilder()
                .addInputs("in")
                .addLayer(
                        "rnn",
                        new SimpleRnn.Builder()
                                .nIn(FEATURES)
                                .nOut(4)
                                .activation(Activation.TANH)
                                .build(),
                        "in")
                .addLayer("last", new LastTimeStep(lstm(4, 4)), "rnn")
                .addLayer("out", output(4), "last")
                .setOutputs("out")
                .build());
        net.init();
        return net;
    }

    static List<DataSet> batches(int count) {
        return batches(count, FEATURES, LENGTH);
    }

    static List<DataSet> batches(int count, int features, int length) {
        Random random = new Random(3);
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(new DataSet(array(random, 4, features, length), array(random, 4, 2)));
        }
        return batches;
    }

    static INDArray array(Random random, long... shape) {
        INDArray array = Nd4j.create(shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    static DataSetIterator iterator(List<DataSet> batches) {
        return new ListDataSetIterator<>(batches, 1);
    }

    static void fit(Model net, DataSetIterator iterator, int epochs) {
        if (net instanceof MultiLayerNetwork sequential) {
            sequential.fit(iterator, epochs);
        } else {
            ((ComputationGraph) net).fit(iterator, epochs);
        }
    }

    static void fit(Model net, DataSet batch) {
        if (net instanceof MultiLayerNetwork sequential) {
            sequential.fit(batch);
        } else {
            ((ComputationGraph) net).fit(batch);
        }
    }

    static void addListener(Model net, org.deeplearning4j.optimize.api.TrainingListener listener) {
        if (net instanceof MultiLayerNetwork sequential) {
            sequential.addListeners(listener);
        } else {
            ((ComputationGraph) net).addListeners(listener);
        }
    }

    static INDArray gradient(Model net) {
        return net instanceof MultiLayerNetwork sequential
                ? sequential.getGradientsViewArray()
                : ((ComputationGraph) net).getGradientsViewArray();
    }

    static BaseMultiLayerUpdater<?> updater(Model net) {
        return net instanceof MultiLayerNetwork sequential
                ? (BaseMultiLayerUpdater<?>) sequential.getUpdater()
                : ((ComputationGraph) net).getUpdater();
    }

    static Map<String, INDArray> parameters(Model net) {
        return net instanceof MultiLayerNetwork sequential
                ? sequential.paramTable()
                : ((ComputationGraph) net).paramTable();
    }

    /**
     * Positions in the flat vector of everything the masks prune, found here from the arrays' own offsets and not by
     * the code under test.
     */
    static boolean[] prunedPositions(Model net, Masks masks) {
        boolean[] pruned = new boolean[(int) net.params().length()];
        masks.asMap().forEach((name, mask) -> {
            int bracket = name.indexOf('[');
            INDArray array = parameters(net).get(bracket < 0 ? name : name.substring(0, bracket));
            long start = array.offset() - net.params().offset();
            if (bracket >= 0) {
                start += array.length() - mask.length();
            }
            for (int i = 0; i < mask.length(); i++) {
                pruned[(int) start + i] = mask.isPruned(i);
            }
        });
        return pruned;
    }

    static double largestPruned(INDArray flat, boolean[] pruned) {
        double largest = 0;
        INDArray vector = flat.reshape(flat.length());
        for (int i = 0; i < pruned.length; i++) {
            if (pruned[i] && !(Math.abs(vector.getDouble(i)) <= largest)) {
                largest = Math.abs(vector.getDouble(i));
            }
        }
        return largest;
    }

    /** The largest updater state of anything pruned, over all blocks and all segments of their state. */
    static double largestPrunedState(Model net, boolean[] pruned) {
        INDArray state = updater(net).getStateViewArray();
        double largest = 0;
        if (state == null) {
            return largest;
        }
        INDArray vector = state.reshape(state.length());
        for (UpdaterBlock block : updater(net).getUpdaterBlocks()) {
            int n = block.getParamOffsetEnd() - block.getParamOffsetStart();
            for (int i = block.getUpdaterViewOffsetStart(); i < block.getUpdaterViewOffsetEnd(); i++) {
                int parameter = block.getParamOffsetStart() + (i - block.getUpdaterViewOffsetStart()) % n;
                if (pruned[parameter] && !(Math.abs(vector.getDouble(i)) <= largest)) {
                    largest = Math.abs(vector.getDouble(i));
                }
            }
        }
        return largest;
    }

    static int[] bits(INDArray array) {
        float[] values = array.dup().data().asFloat();
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
