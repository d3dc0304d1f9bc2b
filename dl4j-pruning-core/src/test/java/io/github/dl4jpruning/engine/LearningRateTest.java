package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

class LearningRateTest {

    @Test
    void cosineFallsFromTheRateTowardsZeroEpochByEpoch() {
        ISchedule rate = LearningRate.cosine(0.01, 30);

        assertThat(rate.valueAt(12_345, 0)).isEqualTo(0.01);
        assertThat(rate.valueAt(0, 15)).isCloseTo(0.005, within(1e-15));
        for (int epoch = 1; epoch < 30; epoch++) {
            assertThat(rate.valueAt(7, epoch))
                    .isCloseTo(0.005 * (1 + Math.cos(Math.PI * epoch / 30)), within(1e-15))
                    .isLessThan(rate.valueAt(7, epoch - 1));
        }
        assertThat(rate.valueAt(0, 29)).isPositive().isLessThan(0.0001);
        assertThat(rate.valueAt(0, 100)).isEqualTo(rate.valueAt(0, 29));
    }

    @Test
    void cosineTravelsInTheJsonOfANetworkAndIsAppliedByDl4j() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .updater(new Sgd(LearningRate.cosine(0.5, 4)))
                .list()
                .layer(new OutputLayer.Builder().nIn(2).nOut(2).build())
                .build();

        String json = configuration.toJson();
        MultiLayerNetwork net = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        net.init();

        assertThat(json).doesNotContain("dl4jpruning");
        for (int epoch = 0; epoch < 4; epoch++) {
            assertThat(net.getLearningRate(0))
                    .isCloseTo(LearningRate.cosine(0.5, 4).valueAt(0, epoch), within(1e-12));
            net.fit(Nd4j.rand(3, 2), Nd4j.rand(3, 2));
            net.incrementEpochCount();
        }
    }

    @Test
    void aRateOrALengthThatIsNotPositiveIsRefused() {
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LearningRate.cosine(rate, 10))
                    .withMessageContaining("rate is " + rate);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRate.cosine(0.1, 0))
                .withMessageContaining("epochs is 0");
    }
}
