package io.github.dl4jpruning.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samediff.patchtst.PatchTransformer;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Files that version 0.1.0-SNAPSHOT wrote on 25 November 2026. */
class OldFilesTest {

    private static Path file(String name) throws Exception {
        return Path.of(OldFilesTest.class.getResource("/files/" + name).toURI());
    }

    private static INDArray random(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    @Test
    void anOldSameDiffFileForecastsAndResumesAsItDid() throws Exception {
        SameDiff sd = SameDiffFiles.load(file("samediff.fb"));

        float[] forecast = sd.output(Map.of("x", random(3, 1, 5)), "out")
                .get("out")
                .reshape(2)
                .toFloatVector();
        assertThat(forecast[0]).isCloseTo(0.35359555f, within(1e-6f));
        assertThat(forecast[1]).isCloseTo(0.080741785f, within(1e-6f));
        SameDiffPruning pruning = SameDiffPruning.resume().attachTo(sd);
        assertThat(pruning.pruner().step()).isEqualTo(24);
        assertThat(pruning.pruner().masks().prunedCount()).isEqualTo(33);
        assertThat(pruning.pruner().masks().weightCount()).isEqualTo(56);
    }

    @Test
    void anOldPatchTstResumesWithItsMasks() throws Exception {
        PatchTst model = PatchTst.load(file("patchtst.zip"));

        SameDiffPruning pruning = SameDiffPruning.resume().attachTo(model.sameDiff());
        assertThat(pruning.pruner().masks().prunedCount()).isEqualTo(640);
        assertThat(pruning.pruner().masks().weightCount()).isEqualTo(1280);
        assertThat(model.sameDiff().isInitializedTraining()).isTrue();
        float[] forecast = model.predict(
                        ramp(model.config().lookBack(), model.config().channels()))
                .ravel()
                .toFloatVector();
        assertThat(forecast[0]).isCloseTo(-0.024284737f, within(1e-5f));
    }

    @Test
    void anOldPatchTransformerForecastsAsItDid() throws Exception {
        PatchTransformer model = PatchTransformer.load(file("patch-transformer.zip"));

        float[] forecast = model.predict(
                        ramp(model.config().lookBack(), model.config().inputs()))
                .ravel()
                .toFloatVector();
        assertThat(forecast[0]).isCloseTo(0.12453905f, within(1e-5f));
    }

    private static INDArray ramp(int steps, int series) {
        return Nd4j.linspace(DataType.FLOAT, -1, 1.0 / steps, (long) steps * series)
                .reshape(1, steps, series);
    }
}
