package io.github.dl4jpruning.samples.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningPlan;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArmTest {
    private static MultiLayerNetwork network(Method method, Cell cell) {
        return SmallTask.fresh(method, cell, PruningPlan.paperLstm(4)).network();
    }

    private static Layer outputLayer(MultiLayerNetwork network) {
        return network.getLayer(1).conf().getLayer();
    }

    @ParameterizedTest
    @EnumSource
    void allArmsStartFromTheSameWeights(Cell cell) {
        assertThat(network(Method.DROPOUT, cell).params())
                .isEqualTo(network(Method.NONE, cell).params());
        assertThat(network(Method.PRUNING, cell).params())
                .isEqualTo(network(Method.NONE, cell).params());
    }

    @ParameterizedTest
    @EnumSource
    void dropoutHides30PercentOfTheLastHiddenStateInItsOwnArmAlone(Cell cell) {
        Dropout dropout = (Dropout) outputLayer(network(Method.DROPOUT, cell)).getIDropout();

        assertThat(dropout.getP()).isEqualTo(0.7); // DL4J's is the share to keep
        assertThat(outputLayer(network(Method.NONE, cell)).getIDropout()).isNull();
        assertThat(outputLayer(network(Method.PRUNING, cell)).getIDropout()).isNull();
    }
}
