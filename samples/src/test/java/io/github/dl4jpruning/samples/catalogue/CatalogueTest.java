package io.github.dl4jpruning.samples.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.console.TransferProgress;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.RowRange;
import io.github.dl4jpruning.samples.data.Series;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    private static final String CSV =
            "day;kwh;note;wind\n2024-01-01;60;a;1\n2024-01-02;120;b;-200\n2024-01-03;-200;c;3\n";

    @TempDir
    private Path directory;

    private DataFiles files() {
        return new DataFiles(
                Map.of("DL4J_PRUNING_DATA", directory.toString()), directory, new Download(TransferProgress.silent()));
    }

    private CatalogueEntry entry() throws IOException {
        byte[] bytes = CSV.getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve("power.csv"), bytes);
        RemoteFile file = new RemoteFile(
                URI.create("http://nowhere.invalid/power.csv"), "power.csv", bytes.length, Sums.sha256(bytes));
        return new CatalogueEntry(
                "power",
                "power",
                "free",
                "nobody",
                Optional.of(file),
                CsvFormat.plain().withSeparator(';').withMissing("-200").withDates(Optional.empty(), "day"),
                new RowRange(Optional.of("2024-01-02"), Optional.empty()),
                List.of("kwh", "wind"),
                Map.of("kwh", 60.0),
                "kwh",
                List.of(),
                "kW",
                Change.LEVEL,
                7);
    }

    @Test
    void aSeriesHasTheUsableRowsWithoutGapsInTheUnitsTold() throws IOException {
        Series series = new Catalogue(List.of(entry()), files()).series("power");

        assertThat(series.names()).containsExactly("kwh");
        assertThat(series.column("kwh")).containsExactly(2, 2);
        assertThat(series.observed("kwh", 0)).isTrue();
        assertThat(series.observed("kwh", 1)).isFalse();
        assertThat(series.describe(0)).isEqualTo("row 2 (2024-01-02T00:00)");
    }

    @Test
    void everyColumnMeansTheColumnsWithNumbersAndOthersAreRefused() throws IOException {
        CatalogueEntry entry = entry().withRange(new RowRange(Optional.empty(), Optional.empty()));

        assertThat(entry.series(files(), "wind", List.of("*")).names()).containsExactly("wind", "kwh");
        assertThat(entry.series(files(), "wind", List.of("*")).column("wind")).containsExactly(1, 1, 3);
        assertThatThrownBy(() -> entry.series(files(), "kwh", List.of("note")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'power' of the catalogue has no column 'note'")
                .hasMessageContaining("kwh, wind");
    }

    @Test
    void aWrongNameIsToldWithTheNamesAndTheNearest() {
        Catalogue catalogue = new Catalogue(PublicSeries.ALL, files());

        assertThatThrownBy(() -> catalogue.get("bitcon"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no series 'bitcon'. Did you mean 'bitcoin'?")
                .hasMessageContaining("sp500, bitcoin, household, air-quality, etth1, etth2, beijing-pm25, load");
        assertThatThrownBy(() -> catalogue.get("ETTh2")).hasMessageContaining("Did you mean 'etth2'?");
        assertThatThrownBy(() -> catalogue.get("weather")).hasMessageNotContaining("Did you mean");
    }

    @Test
    void theGeneratedSeriesNeedsNoFile() {
        Series load = new Catalogue(PublicSeries.ALL, files()).series("load");

        assertThat(load.rows()).isEqualTo(84 * 24);
    }

    @Test
    void everyAddressNamesACommitAndEveryNameIsThereOnce() {
        assertThat(PublicSeries.ALL).extracting(CatalogueEntry::name).doesNotHaveDuplicates();
        PublicSeries.ALL.stream()
                .flatMap(entry -> entry.file().stream())
                .forEach(file -> assertThat(file.address().toString())
                        .matches("https://raw\\.githubusercontent\\.com/[^/]+/[^/]+/[0-9a-f]{40}/.+\\.csv"));
    }

    @Test
    void theReadmeNamesLicenceAndSourceOfEverySeries() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).containsAll(table());
    }

    /** What the README shows; copy it from the failure of the test above. */
    private static List<String> table() {
        return PublicSeries.ALL.stream()
                .map(e -> "| `" + e.name() + "` | " + e.title() + " | `" + e.target() + "` [" + e.unit() + "] | "
                        + e.licence() + " | " + e.citation() + " |")
                .toList();
    }
}
