package io.github.dl4jpruning.dl4j;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks of random layers, sizes, activation functions and zeros, of all that can be exported. */
@SuppressWarnings("deprecation") // GravesLSTM is exported, too
final class RandomNetworks {

    static final List<Activation> ACTIVATIONS = List.of(
            Activation.CUBE,
            Activation.ELU,
            Activation.HARDSIGMOID,
            Activation.HARDTANH,
            Activation.IDENTITY,
            Activation.LEAKYRELU,
            Activation.RATIONALTANH,
            Activation.RELU,
            Activation.RELU6,
            Activation.SIGMOID,
            Activation.SOFTMAX,
            Activation.SOFTPLUS,
            Activation.SOFTSIGN,
            Activation.TANH,
            Activation.RECTIFIEDTANH,
            Activation.SELU,
            Activation.SWISH,
            Activation.THRESHOLDEDRELU,
            Activation.GELU,
            Activation.MISH);

    private static final List<Activation> TAME = List.of(
            Activation.TANH,
            Activation.SIGMOID,
            Activation.HARDTANH,
            Activation.SOFTSIGN,
            Activation.RATIONALTANH,
            Activation.HARDSIGMOID,
            Activation.SOFTMAX);

    private final Random random;
    private final NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
            .seed(1)
            .weightInit(WeightInit.XAVIER)
            .list();
    private int width;

    private RandomNetworks(long seed) {
        random = new Random(seed);
    }

    /** A network whose input is a sequence. */
    static MultiLayerNetwork recurrent(long seed) {
        RandomNetworks self = new RandomNetworks(seed);
        self.width = self.size(6);
        int recurrent = self.size(2);
        boolean last = self.random.nextInt(4) > 0;
        for (int i = 0; i < recurrent; i++) {
            Layer layer = self.recurrentLayer();
            self.list.layer(last && i == recurrent - 1 ? new LastTimeStep(layer) : layer);
        }
        if (last) {
            self.end();
        } else {
            self.list.layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                    .nIn(self.width)
                    .nOut(self.size(4))
                    .activation(Activation.HARDTANH)
                    .build());
        }
        return self.build();
    }

    /** A network whose input is a vector. */
    static MultiLayerNetwork forward(long seed) {
        RandomNetworks self = new RandomNetworks(seed);
        self.width = self.size(70);
        if (self.random.nextBoolean()) {
            self.norm();
        }
        self.end();
        return self.build();
    }

    private void end() {
        for (int i = random.nextInt(3); i > 0; i--) {
            int units = size(80);
            list.layer(new DenseLayer.Builder()
                    .nIn(width)
                    .nOut(units)
                    .hasLayerNorm(units > 4 && random.nextInt(3) == 0)
                    .hasBias(random.nextInt(4) > 0)
                    .activation(tame())
                    .build());
            width = units;
            switch (random.nextInt(4)) {
                case 0 -> norm();
                case 1 -> list.layer(new ActivationLayer(tame()));
                case 2 -> list.layer(new DropoutLayer(0.5));
                default -> {}
            }
        }
        list.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(width)
                .nOut(size(5))
                .activation(Activation.IDENTITY)
                .build());
    }

    private void norm() {
        list.layer(new BatchNormalization.Builder()
                .nIn(width)
                .nOut(width)
                .useLogStd(random.nextBoolean())
                .lockGammaBeta(random.nextInt(3) == 0)
                .gamma(random.nextBoolean() ? 1 : 1.5)
                .beta(random.nextBoolean() ? 0 : 0.3)
                .build());
    }

    private Layer recurrentLayer() {
        int units = size(40);
        if (random.nextInt(3) == 0) {
            Bidirectional.Mode mode = Bidirectional.Mode.values()[random.nextInt(4)];
            Layer both = new Bidirectional(mode, direction(units));
            width = mode == Bidirectional.Mode.CONCAT ? 2 * units : units;
            return both;
        }
        Layer one = direction(units);
        width = units;
        return one;
    }

    private Layer direction(int units) {
        IActivation activation = tame().getActivationFunction();
        Activation gate = random.nextInt(3) > 0 ? Activation.SIGMOID : Activation.HARDSIGMOID;
        return switch (random.nextInt(3)) {
            case 0 ->
                new SimpleRnn.Builder()
                        .nIn(width)
                        .nOut(units)
                        .activation(activation)
                        .build();
            case 1 ->
                new LSTM.Builder()
                        .nIn(width)
                        .nOut(units)
                        .gateActivationFunction(gate)
                        .activation(activation)
                        .build();
            default ->
                new GravesLSTM.Builder()
                        .nIn(width)
                        .nOut(units)
                        .gateActivationFunction(gate)
                        .activation(activation)
                        .build();
        };
    }

    private int size(int most) {
        return 1 + random.nextInt(most);
    }

    private Activation tame() {
        return TAME.get(random.nextInt(TAME.size()));
    }

    private MultiLayerNetwork build() {
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        fill(net.paramTable(), random);
        return net;
    }

    /** A graph that is a chain, of such layers and of vertices between them. */
    static ComputationGraph graph(long seed) {
        Random random = new Random(seed);
        boolean sequence = random.nextInt(3) > 0;
        MultiLayerNetwork net = sequence ? recurrent(seed) : forward(seed);
        ComputationGraphConfiguration.GraphBuilder builder =
                new NeuralNetConfiguration.Builder().seed(1).graphBuilder().addInputs("in");
        String before = "in";
        for (int i = 0; i < net.getnLayers(); i++) {
            Layer layer = net.getLayerWiseConfigurations().getConf(i).getLayer().clone();
            String name = "part " + (net.getnLayers() - i); // not in the order of the alphabet
            if (layer instanceof LastTimeStep last && random.nextBoolean()) {
                builder.addLayer(name, last.getUnderlying(), before);
                before = name;
                name = "last";
                builder.addVertex(name, new LastTimeStepVertex("in"), before);
            } else {
                builder.addLayer(name, layer, before);
            }
            before = name;
            boolean end = i == net.getnLayers() - 1;
            if (!end && random.nextInt(4) == 0) {
                builder.addVertex("scale " + i, new ScaleVertex(0.5 + random.nextDouble()), before);
                builder.addVertex("shift " + i, new ShiftVertex(random.nextDouble() - 0.5), "scale " + i);
                before = "shift " + i;
            }
        }
        ComputationGraph graph = new ComputationGraph(builder.setOutputs(before).build());
        graph.init();
        fill(graph.paramTable(), random);
        return graph;
    }

    /**
     * Biases, statistics and gains that are not what they start with, and zeros in the weights: some, most, or whole
     * units.
     */
    static void fill(Map<String, INDArray> parameters, Random random) {
        double sparsity = random.nextInt(3) * 0.45;
        for (Map.Entry<String, INDArray> entry : parameters.entrySet()) {
            INDArray array = entry.getValue();
            String key = entry.getKey().substring(entry.getKey().indexOf('_') + 1);
            boolean weights = key.endsWith("W");
            for (long i = 0; i < array.length(); i++) {
                if (weights && random.nextDouble() < sparsity) {
                    array.putScalar(i, 0);
                } else if (key.equals("var") || key.endsWith("g") || key.equals("gamma")) {
                    array.putScalar(i, 0.5 + random.nextDouble());
                } else if (!weights) {
                    array.putScalar(i, 0.3 * random.nextGaussian());
                }
            }
            if (weights && random.nextInt(3) == 0) {
                for (long row = 0; row < array.rows(); row += 2) {
                    array.getRow(row).assign(0);
                }
            }
            if (weights && random.nextInt(3) == 0) {
                for (long column = 0; column < array.columns(); column += 3) {
                    array.getColumn(column).assign(0);
                }
            }
        }
    }

    /** Windows [count, columns, steps], or [count, columns] for 0 steps. */
    static INDArray windows(Random random, int count, int columns, int steps) {
        INDArray array = steps == 0 ? Nd4j.create(count, columns) : Nd4j.create(count, columns, steps);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    /** As the runtime takes them: window by window, step by step. */
    static float[] flat(INDArray array) {
        INDArray ordered = array.rank() == 3 ? array.permute(0, 2, 1) : array;
        return ordered.dup('c').data().asFloat();
    }
}
