package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.CONFIG;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.WITH_DROPOUT;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.everything;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MonteCarloDropoutTest {

    private static final PatchTstConfig LAYER_NORM = WITH_DROPOUT.with(Norm.LAYER);

    private final PatchTst model = new PatchTst(LAYER_NORM, 1);
    private final INDArray input = windows(6).first().getFeatures();

    @Test
    void aDrawIsRepeatedByItsNumberAndOthersDiffer() {
        INDArray first = model.predictWithDropout(input, 1);

        assertThat(model.predictWithDropout(input, 1)).isEqualTo(first);
        assertThat(model.predictWithDropout(input, 2)).isNotEqualTo(first);
        assertThat(new PatchTst(LAYER_NORM, 2).predictWithDropout(input, 1)).isNotEqualTo(first);
        assertThat(model.predict(input)).isNotEqualTo(first);
    }

    @Test
    void everyExampleHasMasksOfItsOwnAlsoInAnotherPieceOfALargeBatch() {
        INDArray same = Nd4j.tile(windows(1).first().getFeatures(), 12_000, 1, 1); // in two pieces

        INDArray forecast = model.predictWithDropout(same, 1);

        int piece = (1 << 16) / (CONFIG.channels() * CONFIG.patchCount());
        assertThat(forecast.slice(0)).isNotEqualTo(forecast.slice(1));
        assertThat(forecast.slice(0)).isNotEqualTo(forecast.slice(piece));
    }

    @Test
    void theMeanOfManyDrawsOfALinearHeadIsTheForecast() {
        // Dropout before the head alone: the forecast is linear in the mask, so its mean is the forecast without one.
        PatchTst linear = new PatchTst(LAYER_NORM.with(new Dropouts(0, 0, 0.3)), 1);
        int draws = 4_000;
        INDArray mean = Nd4j.create(linear.predict(input).shape());
        INDArray squares = Nd4j.create(mean.shape());

        for (int draw = 0; draw < draws; draw++) {
            INDArray forecast = linear.predictWithDropout(input, draw);
            mean.addi(forecast.div(draws));
            squares.addi(forecast.mul(forecast).div(draws));
        }

        INDArray deviation = squares.sub(mean.mul(mean)).divi((double) draws).addi(1e-12);
        INDArray error = mean.sub(linear.predict(input));
        assertThat(error.mul(error).div(deviation).amaxNumber().doubleValue()).isLessThan(4.5 * 4.5);
        assertThat(deviation.aminNumber().doubleValue()).isGreaterThan(1e-9);
    }

    @Test
    void aSessionOfSameDiffDrawsTheSame() {
        INDArray planned = model.predictWithDropout(input, 7);

        INDArray session = model.sameDiff()
                .output(
                        Map.of(ForecastGraph.INPUT, input),
                        List.of(new DropoutSeeds(1).draw(7).part(0)),
                        ForecastGraph.TRAINING_PREDICTION)
                .get(ForecastGraph.TRAINING_PREDICTION);

        assertThat(session.sub(planned).amaxNumber().doubleValue()).isLessThan(1e-5);
    }

    @Test
    void trainingIsNotDisturbed() {
        PatchTst other = new PatchTst(LAYER_NORM, 1);
        other.fit(windows(6, 6), 2);

        model.fit(windows(6, 6), 1);
        model.predictWithDropout(input, 1);
        model.fit(windows(6, 6), 1);

        assertThat(everything(model.sameDiff())).isEqualTo(everything(other.sameDiff()));
    }

    @Test
    void withoutDropoutADrawIsTheForecast() {
        PatchTst plain = new PatchTst(CONFIG, 1); // with batch norm

        assertThat(plain.predictWithDropout(input, 3)).isEqualTo(plain.predict(input));
    }

    @Test
    void batchNormIsRefusedAndSoIsAWrongShape() {
        PatchTst batchNorm = new PatchTst(WITH_DROPOUT, 1);

        assertThatThrownBy(() -> batchNorm.predictWithDropout(input, 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Norm.LAYER");
        assertThatThrownBy(() -> model.predictWithDropout(Nd4j.create(1, 2, 3), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[batch, 24 time steps, 2 series]");
    }
}
