package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.EPOCH;
import static io.github.dl4jpruning.dl4j.TestNetworks.addListener;
import static io.github.dl4jpruning.dl4j.TestNetworks.base;
import static io.github.dl4jpruning.dl4j.TestNetworks.batches;
import static io.github.dl4jpruning.dl4j.TestNetworks.bits;
import static io.github.dl4jpruning.dl4j.TestNetworks.fit;
import static io.github.dl4jpruning.dl4j.TestNetworks.gradient;
import static io.github.dl4jpruning.dl4j.TestNetworks.iterator;
import static io.github.dl4jpruning.dl4j.TestNetworks.largestPruned;
import static io.github.dl4jpruning.dl4j.TestNetworks.prunedPositions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** From the update that prunes it, a weight is exactly zero wherever anyone can look. */
class InvariantTest {

    private static final List<DataSet> BATCHES = batches(EPOCH);

    static Stream<IUpdater> everyUpdater() {
        return Stream.of(
                new Sgd(0.05),
                new Nesterovs(0.05, 0.9),
                new Adam(0.01),
                new AMSGrad(0.01),
                new Nadam(0.01),
                new AdaMax(0.01),
                new AdaGrad(0.05),
                new AdaDelta(),
                new RmsProp(0.01));
    }

    @ParameterizedTest
    @MethodSource("everyUpdater")
    void zeroInEveryHookWithEveryUpdater(IUpdater updater) {
        ZeroWatch.trainAndCheck(TestNetworks.sequential(base(updater)), TestNetworks.planInIterations(), BATCHES, 5);
        ZeroWatch.trainAndCheck(TestNetworks.graph(base(updater)), TestNetworks.planInEpochs(), BATCHES, 5);
    }

    @Test
    void zeroWithL1AndL2() {
        NeuralNetConfiguration.Builder base =
                base(new Adam(0.01)).l1(1e-3).l2(1e-2).l1Bias(1e-3).l2Bias(1e-3);
        ZeroWatch.trainAndCheck(TestNetworks.sequential(base), TestNetworks.planInIterations(), BATCHES, 5);
    }

    @Test
    void zeroWithWeightDecay() {
        NeuralNetConfiguration.Builder base = base(new Nesterovs(0.05, 0.9)).weightDecay(0.01);
        ZeroWatch.trainAndCheck(TestNetworks.graph(base), TestNetworks.planInIterations(), BATCHES, 5);
    }

    @ParameterizedTest
    @EnumSource(GradientNormalization.class)
    void zeroWithEveryGradientNormalization(GradientNormalization normalization) {
        NeuralNetConfiguration.Builder base =
                base(new Adam(0.01)).gradientNormalization(normalization).gradientNormalizationThreshold(0.1);
        ZeroWatch.trainAndCheck(TestNetworks.sequential(base), TestNetworks.planInIterations(), BATCHES, 5);
    }

    @Test
    void clippingByNormDoesNotCountGradientsOfPrunedWeights() {
        // One dense layer, clipped to norm 1 per layer: the update of what is left must have norm 1, not less.
        MultiLayerNetwork net = new MultiLayerNetwork(base(new Sgd(1))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1e-3)
                .list()
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(8)
                        .nOut(2)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        net.init();
        PruningListener listener = PruningListener.of(
                PruningPlan.of(new PruningSchedule(SparsityCurve.constant(0.75), PruningWindow.iterations(1, 1, 1))));
        net.addListeners(listener);
        DataSet batch = new DataSet(
                TestNetworks.array(new java.util.Random(1), 4, 8), TestNetworks.array(new java.util.Random(2), 4, 2));
        net.fit(batch);
        INDArray before = net.params().dup();
        net.fit(batch);

        assertThat(net.params().sub(before).norm2Number().doubleValue())
                .isCloseTo(1e-3, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void zeroWithUpdatersPerLayerAndPerBias() {
        MultiLayerNetwork net = new MultiLayerNetwork(base(new Adam(0.01))
                .biasUpdater(new Sgd(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(8)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(8)
                        .nOut(7)
                        .updater(new Nesterovs(0.05, 0.9))
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(7)
                        .nOut(6)
                        .updater(new AMSGrad(0.01))
                        .biasUpdater(new AdaGrad(0.01))
                        .activation(Activation.TANH)
                        .build())
                .layer(TestNetworks.output(6))
                .build());
        net.init();
        List<DataSet> flat = new ArrayList<>();
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < EPOCH; i++) {
            flat.add(new DataSet(TestNetworks.array(random, 4, 6), TestNetworks.array(random, 4, 2)));
        }

        ZeroWatch.trainAndCheck(net, TestNetworks.planInIterations(), flat, 5);

        assertThat(TestNetworks.updater(net).getUpdaterBlocks()).hasSizeGreaterThan(6);
    }

    @Test
    void zeroWithTruncatedBackpropagation() {
        MultiLayerNetwork net = new MultiLayerNetwork(base(new Adam(0.01))
                .list()
                .layer(TestNetworks.lstm(4, 5))
                .layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(4)
                .build());
        net.init();
        List<DataSet> sequences = new ArrayList<>();
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < EPOCH; i++) {
            sequences.add(new DataSet(TestNetworks.array(random, 3, 4, 10), TestNetworks.array(random, 3, 2, 10)));
        }

        ZeroWatch.trainAndCheck(net, TestNetworks.planInIterations(), sequences, 2);

        assertThat(net.getIterationCount()).as("every segment is an iteration").isEqualTo(2 * EPOCH * 3);
    }

    @Test
    void zeroInDoublePrecision() {
        List<DataSet> doubles = BATCHES.stream()
                .map(b -> new DataSet(
                        b.getFeatures().castTo(DataType.DOUBLE), b.getLabels().castTo(DataType.DOUBLE)))
                .toList();
        ZeroWatch.trainAndCheck(
                TestNetworks.graph(base(new Adam(0.01)).dataType(DataType.DOUBLE)),
                TestNetworks.planInIterations(),
                doubles,
                5);
    }

    @Test
    void zeroInHalfPrecision() {
        List<DataSet> halves = BATCHES.stream()
                .map(b -> new DataSet(
                        b.getFeatures().castTo(DataType.FLOAT16), b.getLabels().castTo(DataType.FLOAT16)))
                .toList();
        ZeroWatch.trainAndCheck(
                TestNetworks.sequential(base(new Nesterovs(0.01, 0.9)).dataType(DataType.FLOAT16)),
                TestNetworks.planInIterations(),
                halves,
                5);
    }

    @Test
    void aScheduleWithTargetZeroLeavesTrainingBitIdentical() {
        PruningPlan nothing =
                PruningPlan.of(new PruningSchedule(SparsityCurve.constant(0), PruningWindow.iterations(1, 10, 1)));
        for (boolean graph : new boolean[] {true, false}) {
            Model plain = graph
                    ? TestNetworks.graph(base(new Adam(0.01)).l2(0.01))
                    : TestNetworks.sequential(base(new Adam(0.01)).l2(0.01));
            Model watched = graph
                    ? TestNetworks.graph(base(new Adam(0.01)).l2(0.01))
                    : TestNetworks.sequential(base(new Adam(0.01)).l2(0.01));
            addListener(watched, PruningListener.of(nothing));

            fit(plain, iterator(BATCHES), 3);
            fit(watched, iterator(BATCHES), 3);

            assertThat(bits(watched.params())).isEqualTo(bits(plain.params()));
        }
    }

    @Test
    void gradientsThatAreInfiniteDoNotBringPrunedWeightsBack() {
        MultiLayerNetwork net = TestNetworks.sequential(base(new Sgd(1e-3)));
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations());
        net.addListeners(new org.deeplearning4j.optimize.api.BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                if (net.getIterationCount() == 15) {
                    boolean[] pruned = prunedPositions(model, listener.pruner().masks());
                    for (int i = 0; i < pruned.length; i++) {
                        if (pruned[i]) {
                            gradient(model).putScalar(i, Float.POSITIVE_INFINITY);
                        }
                    }
                }
            }

            @Override
            public void iterationDone(Model model, int iteration, int epoch) {}
        });
        net.addListeners(listener);

        net.fit(iterator(BATCHES), 5);

        assertThat(net.params().isNaN().any()).isFalse();
        assertThat(largestPruned(
                        net.params(), prunedPositions(net, listener.pruner().masks())))
                .isZero();
        assertThat(listener.report().finished()).isTrue();
    }

    @Test
    void weightsThatOtherCodeRevivesAreZeroedAgainAndCounted() {
        MultiLayerNetwork net = TestNetworks.sequential(base(new Adam(0.01)));
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations());
        net.addListeners(listener);
        net.fit(iterator(BATCHES), 4);
        net.params().assign(1);

        net.fit(BATCHES.get(0));

        Masks masks = listener.pruner().masks();
        assertThat(largestPruned(net.params(), prunedPositions(net, masks))).isZero();
        assertThat(listener.report().zeroedAgain()).isEqualTo(masks.prunedCount());
    }

    @Test
    void masksOnlyGrow() {
        MultiLayerNetwork net = TestNetworks.sequential(base(new Adam(0.05)));
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations());
        net.addListeners(listener);
        Masks before = null;
        for (int i = 0; i < 4 * EPOCH; i++) {
            net.fit(BATCHES.get(i % EPOCH));
            Masks now = listener.pruner().masks();
            assertThat(before == null || now.contains(before)).isTrue();
            before = now;
        }
        assertThat(listener.history().updates()).hasSize(6);
        assertThat(listener.history().updates().stream()
                        .mapToLong(u -> u.step())
                        .toArray())
                .containsExactly(3, 7, 11, 15, 19, 20);
    }
}
