package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.addListener;
import static io.github.dl4jpruning.dl4j.TestNetworks.base;
import static io.github.dl4jpruning.dl4j.TestNetworks.bits;
import static io.github.dl4jpruning.dl4j.TestNetworks.fit;
import static io.github.dl4jpruning.dl4j.TestNetworks.gradient;
import static io.github.dl4jpruning.dl4j.TestNetworks.iterator;
import static io.github.dl4jpruning.dl4j.TestNetworks.updater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Every network here exists twice, with and without FastLstm, and both have to do the same. */
class FastLstmTest {

    private static final int OUTPUTS = 2;

    @TempDir
    Path folder;

    /** Sizes of a network and its data. */
    private record Sizes(DataType type, int batch, int inputs, int units, int steps) {

        INDArray series(Random random) {
            return random(random, batch, inputs, steps);
        }

        INDArray random(Random random, long... shape) {
            return TestNetworks.array(random, shape).castTo(type);
        }
    }

    private enum Kind {
        STACKED_WITH_OUTPUT_AT_EVERY_STEP(2, true) {
            @Override
            Model build(Sizes s, NeuralNetConfiguration.Builder base) {
                return sequential(base.list()
                        .layer(lstm(s.inputs, s.units).build())
                        .layer(lstm(s.units, s.units + 1).build())
                        .layer(everyStep(s.units + 1)));
            }
        },
        LAST_STEP(1, false) {
            @Override
            Model build(Sizes s, NeuralNetConfiguration.Builder base) {
                return sequential(base.list()
                        .layer(new LastTimeStep(lstm(s.inputs, s.units).build()))
                        .layer(output(s.units)));
            }
        },
        BIDIRECTIONAL(2, true) {
            @Override
            Model build(Sizes s, NeuralNetConfiguration.Builder base) {
                return sequential(base.list()
                        .layer(new Bidirectional(lstm(s.inputs, s.units).build()))
                        .layer(everyStep(2 * s.units)));
            }
        },
        BIDIRECTIONAL_SUM_WITH_LAST_STEP(2, false) {
            @Override
            Model build(Sizes s, NeuralNetConfiguration.Builder base) {
                return sequential(base.list()
                        .layer(new LastTimeStep(new Bidirectional(
                                Bidirectional.Mode.ADD, lstm(s.inputs, s.units).build())))
                        .layer(output(s.units)));
            }
        },
        GRAPH_OF_TWO_BRANCHES(3, false) {
            @Override
            Model build(Sizes s, NeuralNetConfiguration.Builder base) {
                ComputationGraph graph = new ComputationGraph(base.graphBuilder()
                        .addInputs("in")
                        .addLayer("below", lstm(s.inputs, s.units).build(), "in")
                        .addLayer(
                                "left", new LastTimeStep(lstm(s.units, s.units).build()), "below")
                        .addLayer(
                                "right", new LastTimeStep(lstm(s.units, s.units).build()), "below")
                        .addLayer("out", output(2 * s.units), "left", "right")
                        .setOutputs("out")
                        .build());
                graph.init();
                return graph;
            }
        },
        SIGMOID_ACTIVATION(1, true) {
            @Override
            Model build(Sizes s, NeuralNetConfiguration.Builder base) {
                return sequential(base.list()
                        .layer(lstm(s.inputs, s.units)
                                .activation(Activation.SIGMOID)
                                .build())
                        .layer(everyStep(s.units)));
            }
        },
        CHANNELS_LAST(1, false) {
            @Override
            Model build(Sizes s, NeuralNetConfiguration.Builder base) {
                return sequential(base.list()
                        .layer(new LastTimeStep(lstm(s.inputs, s.units)
                                .dataFormat(RNNFormat.NWC)
                                .build()))
                        .layer(output(s.units)));
            }

            @Override
            INDArray features(Sizes s, Random random) {
                return s.random(random, s.batch, s.steps, s.inputs);
            }
        };

        private final int lstmLayers;
        private final boolean labelsAtEveryStep;

        Kind(int lstmLayers, boolean labelsAtEveryStep) {
            this.lstmLayers = lstmLayers;
            this.labelsAtEveryStep = labelsAtEveryStep;
        }

        abstract Model build(Sizes sizes, NeuralNetConfiguration.Builder base);

        Model build(Sizes sizes) {
            return build(sizes, base(new Adam(0.01)).dataType(sizes.type));
        }

        INDArray features(Sizes sizes, Random random) {
            return sizes.series(random);
        }

        DataSet data(Sizes s, Random random) {
            return new DataSet(
                    features(s, random),
                    labelsAtEveryStep
                            ? s.random(random, s.batch, OUTPUTS, s.steps)
                            : s.random(random, s.batch, OUTPUTS));
        }
    }

    static Stream<Arguments> everyKindInRandomSizes() {
        Random random = new Random(5);
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(DataType.FLOAT, DataType.DOUBLE)
                        .flatMap(type -> Stream.of(
                                        new Sizes(type, 1, 1, 1, 1),
                                        new Sizes(type, 1, 3, 4, 6),
                                        new Sizes(type, 5, 1, 1, 4),
                                        new Sizes(type, 6, 2, 5, 1),
                                        // of the size that is trained in earnest only one kind: it takes seconds
                                        kind == Kind.values()[0] && type == DataType.FLOAT
                                                ? new Sizes(type, 32, 12, 64, 24)
                                                : new Sizes(type, 8, 12, 16, 9),
                                        randomSizes(type, random),
                                        randomSizes(type, random))
                                .map(sizes -> Arguments.of(kind, sizes))));
    }

    private static Sizes randomSizes(DataType type, Random random) {
        return new Sizes(
                type, 1 + random.nextInt(20), 1 + random.nextInt(20), 1 + random.nextInt(30), 1 + random.nextInt(15));
    }

    private static LSTM.Builder lstm(int inputs, int units) {
        return new LSTM.Builder().nIn(inputs).nOut(units).activation(Activation.TANH);
    }

    private static RnnOutputLayer everyStep(int inputs) {
        return new RnnOutputLayer.Builder(LossFunction.MSE)
                .nIn(inputs)
                .nOut(OUTPUTS)
                .activation(Activation.IDENTITY)
                .dataFormat(RNNFormat.NCW)
                .build();
    }

    private static OutputLayer output(int inputs) {
        return TestNetworks.output(inputs);
    }

    private static MultiLayerNetwork sequential(MultiLayerConfiguration.Builder list) {
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        return net;
    }

    private static INDArray predict(Model net, INDArray features) {
        return net instanceof MultiLayerNetwork sequential
                ? sequential.output(features)
                : ((ComputationGraph) net).outputSingle(features);
    }

    private static INDArray gradientOf(Model net, DataSet data) {
        if (net instanceof MultiLayerNetwork sequential) {
            sequential.setInput(data.getFeatures());
            sequential.setLabels(data.getLabels());
            sequential.setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
            sequential.computeGradientAndScore();
        } else {
            ((ComputationGraph) net).setInput(0, data.getFeatures());
            ((ComputationGraph) net).setLabel(0, data.getLabels());
            ((ComputationGraph) net).computeGradientAndScore();
        }
        return gradient(net).dup();
    }

    private static void assertClose(INDArray actual, INDArray expected, DataType type) {
        assertWithin(type == DataType.DOUBLE ? 1e-12 : 1e-5, actual, expected);
    }

    private static void assertWithin(double tolerance, INDArray actual, INDArray expected) {
        double largest = Math.max(1e-3, expected.amaxNumber().doubleValue());
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).amaxNumber().doubleValue() / largest).isLessThan(tolerance);
    }

    @ParameterizedTest
    @MethodSource("everyKindInRandomSizes")
    void outputsAndGradientsAreThoseOfDl4j(Kind kind, Sizes sizes) {
        Random random = new Random(9);
        Model plain = kind.build(sizes);
        Model fast = kind.build(sizes);
        assertThat(FastLstm.in(fast)).isEqualTo(kind.lstmLayers);

        for (int i = 0; i < 3; i++) {
            DataSet data = kind.data(sizes, random);

            assertClose(gradientOf(fast, data), gradientOf(plain, data), sizes.type);
            assertThat(gradient(fast).amaxNumber().doubleValue()).isGreaterThan(0);
            assertClose(predict(fast, data.getFeatures()), predict(plain, data.getFeatures()), sizes.type);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void fiftyStepsOfAdamWithASmallerLastBatchLeadToTheWeightsOfDl4j(Kind kind) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Sizes sizes = new Sizes(type, 16, 5, 9, 7);
            Sizes last = new Sizes(type, 3, 5, 9, 7);
            Random random = new Random(2);
            Model plain = kind.build(sizes);
            Model fast = kind.build(sizes);
            FastLstm.in(fast);

            for (int i = 0; i < 50; i++) {
                DataSet data = kind.data(i % 5 == 4 ? last : sizes, random);
                fit(plain, data);
                fit(fast, data);
                assertThat(fast.score()).isCloseTo(plain.score(), within(1e-4));
            }

            // Adam divides by the size of the gradient, which magnifies the rounding of small ones.
            assertWithin(type == DataType.DOUBLE ? 1e-12 : 1e-4, fast.params(), plain.params());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theGradientIsThatOfCentralDifferences(Kind kind) {
        Sizes sizes = new Sizes(DataType.DOUBLE, 3, 2, 3, 4);
        Random random = new Random(8);
        Model net = kind.build(sizes);
        FastLstm.in(net);
        DataSet data = kind.data(sizes, random);
        INDArray gradient = gradientOf(net, data);
        INDArray parameters = net.params();
        double step = 1e-6;

        for (long i = 0; i < parameters.length(); i++) {
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + step);
            gradientOf(net, data);
            double above = net.score();
            parameters.putScalar(i, value - step);
            gradientOf(net, data);
            double below = net.score();
            parameters.putScalar(i, value);

            double expected = (above - below) / (2 * step) * sizes.batch; // the score is a mean over the batch
            assertThat(gradient.getDouble(i)).as("parameter " + i).isCloseTo(expected, within(1e-7));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void forecastsBetweenIterationsDoNotDisturbTheTraining(Kind kind) {
        Sizes sizes = new Sizes(DataType.FLOAT, 8, 3, 5, 6);
        Random random = new Random(2);
        Model plain = kind.build(sizes);
        Model fast = kind.build(sizes);
        FastLstm.in(plain);
        FastLstm.in(fast);

        for (int i = 0; i < 5; i++) {
            DataSet data = kind.data(sizes, random);
            for (int batch : new int[] {8, 1, 20, 33, 2}) { // more sizes than are kept, and shorter and longer series
                Sizes other = new Sizes(DataType.FLOAT, batch, 3, 5, 2 + batch % 7);
                predict(fast, kind.features(other, new Random(i)));
            }
            fit(plain, data);
            predict(fast, data.getFeatures());
            fit(fast, data);
            assertThat(bits(fast.params())).isEqualTo(bits(plain.params()));
        }
    }

    @Test
    void theForwardPassIsRunAgainAfterTheInputOrTheWeightsHaveChangedInPlace() {
        Sizes sizes = new Sizes(DataType.DOUBLE, 4, 3, 5, 6);
        Kind kind = Kind.STACKED_WITH_OUTPUT_AT_EVERY_STEP;
        MultiLayerNetwork plain = (MultiLayerNetwork) kind.build(sizes);
        MultiLayerNetwork fast = (MultiLayerNetwork) kind.build(sizes);
        FastLstm.in(fast);
        INDArray input = kind.features(sizes, new Random(1));
        for (MultiLayerNetwork net : List.of(plain, fast)) {
            net.output(input);
        }

        input.putScalar(new long[] {2, 1, 3}, 0.7);
        assertClose(fast.output(input), plain.output(input), DataType.DOUBLE);

        for (String weights : List.of("0_W", "0_RW", "0_b", "1_W", "1_RW", "1_b")) {
            INDArray before = fast.output(input).dup();
            for (MultiLayerNetwork net : List.of(plain, fast)) {
                net.getParam(weights).putScalar(1, 0.9);
            }
            assertClose(fast.output(input), plain.output(input), DataType.DOUBLE);
            assertThat(fast.output(input))
                    .as("output after %s changed", weights)
                    .isNotEqualTo(before);
        }
    }

    @Test
    void weightsThatChangeBetweenForwardAndBackwardPassCountInTheGradient() {
        Sizes sizes = new Sizes(DataType.DOUBLE, 4, 3, 5, 6);
        Kind kind = Kind.STACKED_WITH_OUTPUT_AT_EVERY_STEP;
        INDArray epsilon = sizes.random(new Random(4), 4, 6, 6);
        List<INDArray> gradients = new ArrayList<>();
        for (boolean isFast : new boolean[] {false, true}) {
            MultiLayerNetwork net = (MultiLayerNetwork) kind.build(sizes);
            if (isFast) {
                FastLstm.in(net);
            }
            Layer layer = net.getLayer(1);
            LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
            net.initGradientsView();
            layer.activate(sizes.random(new Random(3), 4, 5, 6), true, none);
            layer.getParam("RW").muli(1.5);
            layer.backpropGradient(epsilon.dup(), none);
            gradients.add(net.getGradientsViewArray().dup());
        }

        assertClose(gradients.get(1), gradients.get(0), DataType.DOUBLE);
        assertThat(gradients.get(0).amaxNumber().doubleValue()).isGreaterThan(0.1);
    }

    @Test
    void aNotANumberInTheInputReachesTheOutput() {
        Sizes sizes = new Sizes(DataType.FLOAT, 4, 3, 5, 6);
        Model fast = Kind.LAST_STEP.build(sizes);
        FastLstm.in(fast);
        INDArray input = Kind.LAST_STEP.features(sizes, new Random(1));
        input.putScalar(new long[] {2, 1, 3}, Double.NaN);

        for (int i = 0; i < 2; i++) {
            INDArray output = predict(fast, input);
            assertThat(output.getRow(2).isNaN().all()).isTrue();
            assertThat(output.getRow(1).isNaN().any()).isFalse();
        }
        input.putScalar(new long[] {2, 1, 3}, 1);
        assertThat(predict(fast, input).isNaN().any()).isFalse();
    }

    @Test
    void twoNetworksThatTakeTurnsDoNotDisturbEachOther() {
        Sizes sizes = new Sizes(DataType.FLOAT, 8, 3, 5, 6);
        Kind kind = Kind.STACKED_WITH_OUTPUT_AT_EVERY_STEP;
        Model alone = kind.build(sizes);
        Model first = kind.build(sizes);
        Model second = kind.build(sizes);
        for (Model net : List.of(alone, first, second)) {
            FastLstm.in(net);
        }
        second.params().muli(0.5);
        Random random = new Random(2);

        for (int i = 0; i < 10; i++) {
            DataSet data = kind.data(sizes, random);
            fit(first, data);
            fit(second, kind.data(sizes, new Random(i)));
            predict(second, data.getFeatures());
            fit(alone, data);
            assertThat(bits(first.params())).isEqualTo(bits(alone.params()));
        }
    }

    @Test
    void dropoutAndWeightNoiseActAsInDl4j() {
        Sizes sizes = new Sizes(DataType.DOUBLE, 8, 3, 5, 6);
        List<INDArray> trained = new ArrayList<>();
        for (boolean isFast : new boolean[] {false, true}) {
            MultiLayerNetwork net = sequential(base(new Adam(0.01))
                    .dataType(sizes.type)
                    .list()
                    .layer(lstm(3, 5).dropOut(0.5).build())
                    .layer(lstm(5, 4).weightNoise(new DropConnect(0.6)).build())
                    .layer(everyStep(4)));
            if (isFast) {
                assertThat(FastLstm.in(net)).isEqualTo(2);
            }
            Random random = new Random(2);
            Nd4j.getRandom().setSeed(77);
            for (int i = 0; i < 20; i++) {
                net.fit(new DataSet(sizes.series(random), sizes.random(random, 8, OUTPUTS, 6)));
            }
            trained.add(net.params().dup());
        }

        assertClose(trained.get(1), trained.get(0), DataType.DOUBLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 9})
    void aBackwardPassOverTheLastStepsOnlyIsThatOfDl4j(int backward) {
        Sizes sizes = new Sizes(DataType.DOUBLE, 4, 3, 5, 6);
        List<INDArray> gradients = new ArrayList<>();
        List<INDArray> epsilons = new ArrayList<>();
        for (boolean isFast : new boolean[] {false, true}) {
            MultiLayerNetwork net = (MultiLayerNetwork) Kind.STACKED_WITH_OUTPUT_AT_EVERY_STEP.build(sizes);
            if (isFast) {
                FastLstm.in(net);
            }
            RecurrentLayer layer = (RecurrentLayer) net.getLayer(0);
            LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
            net.initGradientsView();
            for (int length : new int[] {6, backward}) { // all steps first, whose gradient must not be left behind
                layer.activate(sizes.series(new Random(3)), true, none);
                INDArray above = sizes.random(new Random(4), 4, 5, 6);
                epsilons.add(layer.tbpttBackpropGradient(above, length, none)
                        .getSecond()
                        .dup());
                gradients.add(net.getGradientsViewArray().dup());
            }
        }

        for (int i = 0; i < 2; i++) {
            assertClose(gradients.get(2 + i), gradients.get(i), DataType.DOUBLE);
            assertClose(epsilons.get(2 + i), epsilons.get(i), DataType.DOUBLE);
        }
    }

    @Test
    void truncatedBackpropagationIsThatOfDl4j() {
        for (int backward : new int[] {4, 2, 1}) {
            Sizes sizes = new Sizes(DataType.DOUBLE, 6, 3, 5, 14); // the last of four segments is shorter
            List<MultiLayerNetwork> nets = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                nets.add(sequential(base(new Adam(0.01))
                        .dataType(sizes.type)
                        .list()
                        .layer(lstm(3, 5).build())
                        .layer(lstm(5, 4).build())
                        .layer(everyStep(4))
                        .backpropType(BackpropType.TruncatedBPTT)
                        .tBPTTForwardLength(4)
                        .tBPTTBackwardLength(backward)));
            }
            FastLstm.in(nets.get(1));
            Random random = new Random(2);

            for (int i = 0; i < 6; i++) {
                DataSet data = new DataSet(sizes.series(random), sizes.random(random, 6, OUTPUTS, 14));
                nets.forEach(net -> net.fit(data));
                assertThat(nets.get(1).getIterationCount()).isEqualTo(4 * (i + 1));
            }

            assertClose(nets.get(1).params(), nets.get(0).params(), DataType.DOUBLE);
        }
    }

    @Test
    void stepByStepForecastsCarryTheStateOnAsInDl4j() {
        Sizes sizes = new Sizes(DataType.DOUBLE, 4, 3, 5, 6);
        Kind kind = Kind.STACKED_WITH_OUTPUT_AT_EVERY_STEP;
        MultiLayerNetwork plain = (MultiLayerNetwork) kind.build(sizes);
        MultiLayerNetwork fast = (MultiLayerNetwork) kind.build(sizes);
        FastLstm.in(fast);
        Random random = new Random(6);

        for (int round = 0; round < 2; round++) {
            for (int steps : new int[] {3, 1, 1, 5, 1}) {
                INDArray input = sizes.random(random, 4, 3, steps);
                INDArray expected = plain.rnnTimeStep(input);
                assertClose(fast.rnnTimeStep(input), expected, DataType.DOUBLE);
                predict(fast, sizes.series(random)); // has no part in the state
            }
            assertClose(
                    fast.rnnGetPreviousState(0).get("prevMem"),
                    plain.rnnGetPreviousState(0).get("prevMem"),
                    DataType.DOUBLE);
            plain.rnnClearPreviousState();
            fast.rnnClearPreviousState();
        }
        INDArray one = sizes.random(random, 4, 3, 1);
        for (int i = 0; i < 4; i++) { // the same input from another state
            assertClose(fast.rnnTimeStep(one), plain.rnnTimeStep(one), DataType.DOUBLE);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "CHANNELS_LAST")
    void maskedSeriesAreLeftToDl4jAlsoBetweenOthers(Kind kind) {
        Sizes sizes = new Sizes(DataType.DOUBLE, 4, 3, 5, 6);
        Model plain = kind.build(sizes);
        Model fast = kind.build(sizes);
        FastLstm.in(fast);
        Random random = new Random(2);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 4, 6);
        mask.putScalar(1, 5, 0);
        mask.putScalar(3, 4, 0);
        mask.putScalar(3, 5, 0);

        for (int i = 0; i < 10; i++) {
            DataSet data = kind.data(sizes, random);
            if (i % 2 == 1) {
                data.setFeaturesMaskArray(mask);
                if (kind.labelsAtEveryStep) {
                    data.setLabelsMaskArray(mask);
                }
            }
            fit(plain, data);
            fit(fast, data);
        }

        assertClose(fast.params(), plain.params(), DataType.DOUBLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"STACKED_WITH_OUTPUT_AT_EVERY_STEP", "LAST_STEP", "BIDIRECTIONAL", "GRAPH_OF_TWO_BRANCHES"})
    void aPrunedTrainingKeepsItsZerosAndResumesToTheLastBit(Kind kind) throws Exception {
        Sizes sizes = new Sizes(DataType.FLOAT, 4, 3, 5, 6);
        Random random = new Random(2);
        List<DataSet> batches =
                Stream.generate(() -> kind.data(sizes, random)).limit(6).toList();
        Model watched = kind.build(sizes);
        FastLstm.in(watched);
        PruningListener whole = ZeroWatch.trainAndCheck(watched, TestNetworks.planInIterations(), batches, 6);

        Model first = kind.build(sizes);
        FastLstm.in(first);
        addListener(first, PruningListener.of(TestNetworks.planInIterations()));
        fit(first, iterator(batches), 3);
        File file = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(first, file, true);
        Model second = first instanceof MultiLayerNetwork
                ? ModelSerializer.restoreMultiLayerNetwork(file, true)
                : ModelSerializer.restoreComputationGraph(file, true);
        PruningListener resumed = PruningListener.resume();
        addListener(second, resumed);
        assertThat(FastLstm.in(second)).as("a loaded network has none yet").isEqualTo(kind.lstmLayers);
        fit(second, iterator(batches), 3);

        assertThat(resumed.pruner().masks()).isEqualTo(whole.pruner().masks());
        assertThat(bits(second.params())).isEqualTo(bits(watched.params()));
        assertThat(bits(updater(second).getStateViewArray()))
                .isEqualTo(bits(updater(watched).getStateViewArray()));
    }

    @Test
    void aSecondCallChangesNothing() {
        Sizes sizes = new Sizes(DataType.FLOAT, 4, 3, 5, 6);
        Model net = Kind.GRAPH_OF_TWO_BRANCHES.build(sizes);
        assertThat(FastLstm.in(net)).isEqualTo(3);
        Object helper = ((ComputationGraph) net).getLayer("below").getHelper();

        assertThat(FastLstm.in(net)).isZero();

        assertThat(((ComputationGraph) net).getLayer("below").getHelper()).isSameAs(helper);
    }

    @Test
    void aCloneHasNoneUntilItIsAskedFor() {
        Sizes sizes = new Sizes(DataType.FLOAT, 4, 3, 5, 6);
        MultiLayerNetwork net = (MultiLayerNetwork) Kind.STACKED_WITH_OUTPUT_AT_EVERY_STEP.build(sizes);
        FastLstm.in(net);

        MultiLayerNetwork clone = net.clone();

        assertThat(clone.getLayer(0).getHelper()).isNull();
        assertThat(FastLstm.in(clone)).isEqualTo(2);
    }

    @Test
    void layersItCannotComputeAreNotCounted() {
        MultiLayerNetwork net = sequential(base(new Adam(0.01))
                .list()
                .layer(lstm(3, 4).activation(Activation.RELU).build())
                .layer(lstm(4, 4).gateActivationFunction(Activation.HARDSIGMOID).build())
                .layer(new GravesLSTM.Builder()
                        .nIn(4)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(lstm(4, 4).build())
                .layer(everyStep(4)));

        assertThat(FastLstm.in(net)).isEqualTo(1);

        assertThat(Stream.of(net.getLayers()).map(layer -> layer.getHelper() != null))
                .containsExactly(false, false, false, true, false);
    }

    @Test
    void anotherModelIsRefusedByItsName() {
        MultiLayerNetwork net = (MultiLayerNetwork) Kind.LAST_STEP.build(new Sizes(DataType.FLOAT, 4, 3, 5, 6));

        assertThatThrownBy(() -> FastLstm.in(net.getLayer(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MultiLayerNetwork or ComputationGraph")
                .hasMessageContaining("not in a OutputLayer");
        assertThatThrownBy(() -> FastLstm.in(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not in a null");
        assertThatThrownBy(() -> FastLstm.in(new MultiLayerNetwork(net.getLayerWiseConfigurations())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("init()");
    }
}
