package io.github.dl4jpruning.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.runtime.SparseForecaster;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/**
 * Files that the library wrote before there were scalers in double precision are read, and forecast what they forecast
 * then.
 */
class OldVersionsTest {

    private static Model read(String name) throws IOException {
        try (InputStream file = OldVersionsTest.class.getResourceAsStream(name)) {
            return ModelReader.read(file.readAllBytes());
        }
    }

    private static float[] window(int length) {
        float[] window = new float[length];
        for (int i = 0; i < length; i++) {
            window[i] = (i % 7 - 3) / 4f;
        }
        return window;
    }

    @Test
    void aChainOfVersion1ForecastsWhatItForecastThen() throws IOException {
        Model model = read("chain-version-1.dlp");
        assertThat(model.architecture().inputScaler()).isPresent();
        assertThat(SparseForecaster.of(model).predict(window(9)))
                .containsExactly(new float[] {8.948506f, -1.0784488f}, within(2e-6f));
        assertThat(model).isEqualTo(SampleModels.all(7));
    }

    @Test
    void aPatchNetworkOfVersion1ForecastsWhatItForecastThen() throws IOException {
        Model model = read("patches-version-1.dlp");
        assertThat(model.architecture().outputScaler()).isPresent();
        assertThat(SparseForecaster.of(model).predict(window(30)))
                .containsExactly(new float[] {1.2253838f, 0.23979884f, 1.0813379f}, within(2e-6f));
        assertThat(model.architecture()).isEqualTo(SamplePatchNetworks.network(5));
    }

    @Test
    void aModelThatNeedsNoDoublesIsWrittenAsEver() throws IOException {
        try (InputStream file = OldVersionsTest.class.getResourceAsStream("chain-version-1.dlp")) {
            assertThat(ModelWriter.write(SampleModels.all(7), ValueFormat.FLOAT32))
                    .isEqualTo(file.readAllBytes());
        }
    }
}
