package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.OUTPUTS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.denseNetwork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.export.Export;
import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.runtime.format.Scaler;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.AbstractDataSetNormalizer;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own normalizers in an exported file. */
class NormalizerExportTest {

    private static final int ROWS = 40;

    /** Columns of very different ranges, the last of them constant. */
    private static INDArray table(int seed, int columns) {
        Random random = new Random(seed);
        INDArray table = Nd4j.create(DataType.FLOAT, ROWS, columns);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < columns; column++) {
                boolean constant = column == columns - 1 && columns > OUTPUTS;
                table.putScalar(row, column, constant ? 3 : Math.pow(10, column) * (2 + random.nextGaussian()));
            }
        }
        return table;
    }

    static Stream<AbstractDataSetNormalizer<?>> normalizers() {
        return Stream.of(new NormalizerStandardize(), new NormalizerMinMaxScaler(), new NormalizerMinMaxScaler(-1, 1));
    }

    @ParameterizedTest
    @MethodSource("normalizers")
    void scalesAndForecastsAsDl4jDoes(AbstractDataSetNormalizer<?> normalizer) {
        MultiLayerNetwork net = denseNetwork();
        INDArray features = table(1, FEATURES);
        INDArray labels = table(2, OUTPUTS);
        normalizer.fitLabel(true);
        normalizer.fit(new DataSet(features, labels));
        INDArray scaled = features.dup();
        normalizer.transform(scaled);
        INDArray expected = net.output(scaled);
        normalizer.revertLabels(expected);

        Export export = ModelExport.of(net).inputScaler(normalizer).outputScaler(normalizer);

        Scaler scaler = export.model().architecture().inputScaler().orElseThrow();
        SparseForecaster forecaster = SparseForecaster.of(export.model());
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < FEATURES; column++) {
                double own = (features.getDouble(row, column) - scaler.mean().get(column))
                        / scaler.deviation().get(column);
                assertIsNear(own, scaled.getDouble(row, column), 1e-6);
            }
            float[] forecast =
                    forecaster.predict(features.getRow(row).dup().data().asFloat());
            for (int output = 0; output < OUTPUTS; output++) {
                assertIsNear(forecast[output], expected.getDouble(row, output), 1e-5); // all of it in floats
            }
        }
    }

    private static void assertIsNear(double actual, double expected, double tolerance) {
        assertThat(Math.abs(actual - expected)).isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected)));
    }

    @Test
    void whatIsNotAffineOrWasNotFittedToTheLabelsIsRefused() {
        Export export = ModelExport.of(denseNetwork());
        NormalizerStandardize features = new NormalizerStandardize();
        features.fit(new DataSet(table(1, FEATURES), table(2, OUTPUTS)));

        assertThatThrownBy(() -> export.outputScaler(features))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fitLabel(true)");
        assertThatThrownBy(() -> export.inputScaler(new ImagePreProcessingScaler()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ImagePreProcessingScaler")
                .hasMessageContaining("NormalizerMinMaxScaler");
    }
}
