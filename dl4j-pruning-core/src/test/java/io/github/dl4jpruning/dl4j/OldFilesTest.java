package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.STEPS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.random;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.updaterState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Files that version 0.1.0-SNAPSHOT wrote on 25 November 2026, after four iterations of {@link SmallNetworks#plan()}.
 */
class OldFilesTest {

    private static final INDArray INPUT = random(5, 1, FEATURES, STEPS);

    private static Path file(String name) throws Exception {
        return Path.of(OldFilesTest.class.getResource("/files/" + name).toURI());
    }

    @Test
    void anOldNetworkForecastsAndResumesAsItDid() throws Exception {
        MultiLayerNetwork net = ModelFiles.loadMultiLayerNetwork(file("network.zip"));

        float[] forecast = net.output(INPUT).reshape(2).toFloatVector();
        assertThat(forecast[0]).isCloseTo(-0.0069235107f, within(1e-6f));
        assertThat(forecast[1]).isCloseTo(-0.009809548f, within(1e-6f));
        assertThat(net.getIterationCount()).isEqualTo(4);
        assertThat(updaterState(net).norm1Number().doubleValue()).isPositive();
        PruningListener listener = PruningListener.resume().attachTo(net);
        assertThat(listener.pruner().step()).isEqualTo(4);
        assertThat(listener.pruner().masks().prunedCount()).isEqualTo(151);
        assertThat(listener.pruner().masks().weightCount()).isEqualTo(252);
        fit(net, series(4));
        assertThat(listener.pruner().zeroedAgain()).isZero();
    }

    @Test
    void anOldGraphForecastsAndResumesAsItDid() throws Exception {
        ComputationGraph net = ModelFiles.loadComputationGraph(file("graph.zip"));

        float[] forecast = net.outputSingle(INPUT).reshape(2).toFloatVector();
        assertThat(forecast[0]).isCloseTo(0.052235723f, within(1e-6f));
        assertThat(forecast[1]).isCloseTo(-0.011480567f, within(1e-6f));
        PruningListener listener = PruningListener.resume().attachTo(net);
        assertThat(listener.pruner().masks().prunedCount()).isEqualTo(237);
        assertThat(listener.pruner().masks().weightCount()).isEqualTo(396);
        fit(net, series(4));
        assertThat(listener.pruner().zeroedAgain()).isZero();
    }
}
