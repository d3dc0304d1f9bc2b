package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.CONFIG;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PredictTest {

    private final PatchTst model = new PatchTst(CONFIG, 1);

    PredictTest() {
        model.fit(windows(16), 5);
    }

    @Test
    void anyBatchSizeGivesWhatSameDiffGives() {
        for (int size : new int[] {1, 2, 7, 64, 3, 100, 2, 7}) {
            INDArray input = windows(size).first().getFeatures();

            INDArray forecast = model.predict(input);

            assertThat(forecast.shape()).containsExactly(size, 4, 2);
            INDArray expected = model.sameDiff().outputSingle(Map.of("input", input), "prediction");
            assertThat(forecast.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
        }
    }

    @Test
    void aLargeBatchIsForecastInPieces() {
        int size = 12_000; // more than 65536 patches
        INDArray few = windows(1_000).first().getFeatures();
        INDArray many = Nd4j.tile(few, size / 1_000, 1, 1);

        INDArray forecast = model.predict(many);

        INDArray expected = model.predict(few);
        for (int part = 0; part < size / 1_000; part++) {
            INDArray piece = forecast.get(
                    NDArrayIndex.interval(1_000L * part, 1_000L * (part + 1)), NDArrayIndex.all(), NDArrayIndex.all());
            assertThat(piece.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
        }
    }

    @Test
    void aForecastIsNotOverwrittenByTheNext() {
        INDArray first = model.predict(windows(5).first().getFeatures());
        INDArray copy = first.dup();

        model.predict(windows(5).first().getFeatures().mul(3));
        model.fit(windows(5), 1);

        assertThat(first).isEqualTo(copy);
    }

    @Test
    void viewsOfOtherArraysAreTaken() {
        INDArray input = windows(6).first().getFeatures();
        INDArray turned = input.permute(0, 2, 1).dup().permute(0, 2, 1);

        assertThat(model.predict(turned)).isEqualTo(model.predict(input));
    }

    @Test
    void newWeightsAreUsedAlsoIfTheArrayIsReplaced() {
        INDArray input = windows(5).first().getFeatures();
        INDArray before = model.predict(input);
        INDArray bias = model.sameDiff().getVariable("head/b").getArr();

        model.sameDiff().getVariable("head/b").setArray(bias.add(1));
        INDArray expected = model.sameDiff().outputSingle(Map.of("input", input), "prediction");

        assertThat(model.predict(input).sub(expected).amaxNumber().doubleValue())
                .isLessThan(1e-5);
        assertThat(model.predict(input)).isNotEqualTo(before);
    }

    @Test
    void aSeriesWithNaNLeavesTheOthersAlone() {
        INDArray input = windows(4).first().getFeatures().dup();
        INDArray clean = model.predict(input);
        input.putScalar(1, 3, 0, Double.NaN);

        INDArray forecast = model.predict(input);

        assertThat(forecast.getDouble(1, 0, 0)).isNaN();
        assertThat(forecast.slice(0)).isEqualTo(clean.slice(0));
        assertThat(forecast.slice(2)).isEqualTo(clean.slice(2));
        assertThat(forecast.getDouble(1, 0, 1)).isCloseTo(clean.getDouble(1, 0, 1), within(1e-6));
    }

    @Test
    void severalThreadsMayForecast() {
        List<INDArray> inputs = IntStream.range(0, 40)
                .mapToObj(i -> windows(1 + i % 5).first().getFeatures().mul(i))
                .toList();
        List<INDArray> expected = inputs.stream().map(model::predict).toList();

        assertThat(inputs.parallelStream().map(model::predict).toList()).isEqualTo(expected);
    }

    @Test
    void errorsAreMeans() {
        DataSet set = windows(7).first();
        INDArray error = model.predict(set.getFeatures()).sub(set.getLabels());

        Score score = model.evaluate(windows(7));

        assertThat(score.examples()).isEqualTo(7);
        assertThat(score.mse()).isCloseTo(error.mul(error).meanNumber().doubleValue(), within(1e-6));
        assertThat(score.mae()).isCloseTo(error.norm1Number().doubleValue() / error.length(), within(1e-6));
    }

    @Test
    void thereIsNoErrorOfNothing() {
        assertThatThrownBy(() -> model.evaluate(new Windows())).hasMessageContaining("there is nothing to compare");
    }

    @Test
    void otherShapesAreRefused() {
        assertThatThrownBy(() -> model.predict(Nd4j.zeros(DataType.FLOAT, 5, 2, 24)))
                .hasMessage("input has shape [5, 2, 24] but must be [batch, 24 time steps, 2 series]: turn it by"
                        + " permute(0, 2, 1)");
        assertThatThrownBy(() -> model.predict(Nd4j.zeros(DataType.FLOAT, 24, 2)))
                .hasMessage("input has shape [24, 2] but must be [batch, 24 time steps, 2 series]");
        assertThatThrownBy(() -> model.predict(Nd4j.zeros(DataType.FLOAT, 5, 24, 3)))
                .hasMessage("input has shape [5, 24, 3] but must be [batch, 24 time steps, 2 series]");
        assertThatThrownBy(() -> model.predict(Nd4j.zeros(DataType.FLOAT, 5, 23, 2)))
                .hasMessage("input has shape [5, 23, 2] but must be [batch, 24 time steps, 2 series]");
        assertThatThrownBy(() -> model.predict(Nd4j.empty(DataType.FLOAT).reshape(0, 24, 2)))
                .hasMessage("input has shape [0, 24, 2] but must be [batch, 24 time steps, 2 series]");
        assertThatThrownBy(() -> model.predict(null)).hasMessageContaining("input are missing");
    }
}
