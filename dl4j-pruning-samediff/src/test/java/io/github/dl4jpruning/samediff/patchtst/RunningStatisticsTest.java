package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.CONFIG;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class RunningStatisticsTest {

    /** What goes into the batch norms, found as the first factor of the product that its mean is. */
    private static final class NormInputs extends BaseListener {

        private final Map<String, INDArray> arrays = new HashMap<>();

        @Override
        public boolean isActive(Operation operation) {
            return true;
        }

        @Override
        public void activationAvailable(
                SameDiff sd, At at, MultiDataSet batch, SameDiffOp op, String varName, INDArray activation) {
            arrays.put(varName, activation.dup());
        }

        INDArray of(SameDiff sd, String norm) {
            SDVariable mean = sd.getVariable(norm + Normalization.BATCH_MEAN);
            String input = sd.getOps()
                    .get(sd.getVariableOutputOp(mean.name()).getOwnName())
                    .getInputsToOp()
                    .get(1);
            return arrays.get(input);
        }
    }

    @Test
    void theyAreThoseOfPyTorch() {
        PatchTst model = new PatchTst(CONFIG, 1);
        SameDiff sd = model.sameDiff();
        double[] mean = new double[8];
        double[] variance = {1, 1, 1, 1, 1, 1, 1, 1};

        for (int size : new int[] {5, 3, 5}) {
            NormInputs seen = new NormInputs();
            model.fit(windows(size), Training.epochs(1).withListeners(seen));
            INDArray rows = seen.of(sd, "layer1/norm1");
            assertThat(rows.shape()).containsExactly(size * 2L * CONFIG.patchCount(), 8);
            for (int feature = 0; feature < 8; feature++) {
                double[] values = rows.getColumn(feature).toDoubleVector();
                double average = average(values);
                double squares = 0;
                for (double value : values) {
                    squares += (value - average) * (value - average);
                }
                mean[feature] = 0.9 * mean[feature] + 0.1 * average;
                variance[feature] = 0.9 * variance[feature] + 0.1 * squares / (values.length - 1);
            }
        }

        for (int feature = 0; feature < 8; feature++) {
            assertThat(sd.getVariable("layer1/norm1/runningMean").getArr().getDouble(0, feature))
                    .isCloseTo(mean[feature], within(1e-5));
            assertThat(sd.getVariable("layer1/norm1/runningVariance").getArr().getDouble(0, feature))
                    .isCloseTo(variance[feature], within(1e-5));
        }
    }

    private static double average(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void forecastsAndGradientsLeaveThemAlone() {
        PatchTst model = new PatchTst(CONFIG, 1);
        model.fit(windows(5), 1);
        Map<String, INDArray> before = SmallModels.arrays(model.sameDiff());

        model.predict(windows(5).first().getFeatures());
        model.evaluate(windows(5));
        Map<String, INDArray> batch = Map.of(
                "input",
                windows(5).first().getFeatures(),
                "target",
                windows(5).first().getLabels());
        model.sameDiff().calculateGradients(batch, "head/W");

        assertThat(SmallModels.arrays(model.sameDiff())).isEqualTo(before);
    }

    @Test
    void aForecastDoesNotDependOnTheRestOfTheBatch() {
        PatchTst model = new PatchTst(CONFIG, 1);
        model.fit(windows(8), 3);
        INDArray input = windows(6).first().getFeatures();

        INDArray together = model.predict(input);

        for (int i = 0; i < 6; i++) {
            INDArray alone = model.predict(input.slice(i).reshape(1, 24, 2));
            assertThat(alone.sub(together.slice(i).reshape(1, 4, 2))
                            .amaxNumber()
                            .doubleValue())
                    .isLessThan(1e-5);
        }
    }

    @Test
    void layerNormHasNone() {
        PatchTst model = new PatchTst(CONFIG.with(Norm.LAYER), 1);

        assertThat(model.sameDiff().variables())
                .noneMatch(variable -> variable.name().contains("running"));
    }

    @Test
    void aSingleRowHasNoVariance() {
        PatchTstConfig config =
                PatchTstConfig.of(8, 1, 1).with(new Patches(8, 8, false)).with(new EncoderSize(4, 1, 4, 1));

        assertThatThrownBy(() -> new PatchTst(config, 1).fit(Windows.waves(8, 1, 1, 1, 1), 1))
                .hasMessageContaining("batch norm has no variance over one row");
        assertThat(new PatchTst(config, 1).fit(Windows.waves(8, 1, 1, 1, 2), 1).epochs())
                .hasSize(1); // two rows have one
        assertThat(new PatchTst(config.with(Norm.LAYER), 1)
                        .fit(Windows.waves(8, 1, 1, 1, 1), 1)
                        .epochs())
                .hasSize(1);
    }
}
