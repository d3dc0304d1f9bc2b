package io.github.dl4jpruning.samples.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.DataFiles;
import io.github.dl4jpruning.samples.catalogue.Download;
import io.github.dl4jpruning.samples.console.TransferProgress;
import io.github.dl4jpruning.samples.data.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookSeriesTest {
    @TempDir
    private Path folder;

    private Catalogue catalogue() {
        DataFiles files = new DataFiles(
                Map.of(DataFiles.FOLDER, folder.toString()), folder, new Download(TransferProgress.silent()));
        return new Catalogue(Catalogue.ofUser().entries(), files);
    }

    @Test
    void whatCannotBeHadIsToldWithTheWayOutAndNotGenerated() throws IOException {
        Files.writeString(folder.resolve("btc_usd_daily.csv"), "another file");

        assertThatThrownBy(() -> NotebookSeries.bitcoin(false, catalogue()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("btc_usd_daily.csv")
                .hasMessageContaining("DL4J_PRUNING_GENERATED=1");
    }

    @Test
    void generatedOnlyWhenAskedForAndCalledSo() {
        Series bitcoin = NotebookSeries.bitcoin(true, catalogue());
        Series etth1 = NotebookSeries.etth1(true, catalogue());

        assertThat(bitcoin.source()).contains("generated");
        assertThat(bitcoin.rows()).isGreaterThan(3500);
        assertThat(etth1.source()).contains("generated");
        assertThat(etth1.names()).hasSize(7);
        assertThat(etth1.rows()).isEqualTo(20 * 30 * 24);
    }

    @Test
    void theCatalogueHasTheColumnsInTheOrderOfTheGeneratedOnes() {
        var entry = catalogue().get("etth1");

        assertThat(NotebookSeries.etth1(true, catalogue()).names().get(0)).isEqualTo(entry.target());
        assertThat(NotebookSeries.etth1(true, catalogue()).names().subList(1, 7))
                .isEqualTo(entry.features());
        assertThat(List.of("close")).containsExactly(catalogue().get("bitcoin").target());
    }
}
