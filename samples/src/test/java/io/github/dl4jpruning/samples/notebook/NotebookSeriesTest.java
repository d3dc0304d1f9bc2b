package io.github.dl4jpruning.samples.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookSeriesTest {
    @TempDir
    private Path folder;

    @Test
    void withoutAFolderItSaysWhatToSet() {
        assertThatThrownBy(() -> NotebookSeries.etth1(Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ETTh1.csv")
                .hasMessageContaining("DL4J_PRUNING_DATA")
                .hasMessageContaining("DL4J_PRUNING_GENERATED=1");
    }

    @Test
    void withoutTheFileItSaysSoAndDoesNotGenerateOne() {
        Map<String, String> environment = Map.of("DL4J_PRUNING_DATA", folder.toString());

        assertThatThrownBy(() -> NotebookSeries.bitcoin(environment))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no btc_usd_daily.csv in " + folder);
    }

    @Test
    void generatedOnlyWhenAskedForAndCalledSo() {
        Map<String, String> environment = Map.of("DL4J_PRUNING_GENERATED", "1");

        Series bitcoin = NotebookSeries.bitcoin(environment);
        Series etth1 = NotebookSeries.etth1(environment);

        assertThat(bitcoin.source()).contains("generated");
        assertThat(bitcoin.rows()).isGreaterThan(3500);
        assertThat(etth1.source()).contains("generated");
        assertThat(etth1.names()).hasSize(7);
        assertThat(etth1.rows()).isEqualTo(20 * 30 * 24);
    }

    @Test
    void bitcoinBeginsIn2014() throws IOException {
        Files.writeString(
                folder.resolve("btc_usd_daily.csv"),
                "timeOpen;close\n2013-12-31T00:00:00.000Z;1\n2014-01-01T00:00:00.000Z;2\n2014-01-02T00:00:00.000Z;3\n");

        Series series = NotebookSeries.bitcoin(Map.of("DL4J_PRUNING_DATA", folder.toString()));

        assertThat(series.column("close")).containsExactly(2, 3);
    }
}
