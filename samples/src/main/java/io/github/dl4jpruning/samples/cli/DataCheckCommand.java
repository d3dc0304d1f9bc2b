package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.catalogue.RemoteFile;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.Series;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a series that is here and says what is in it. */
@Command(
        name = "check",
        description = "Verifies the checksum of a series that is here, reads it and shows what its columns hold.")
final class DataCheckCommand implements Callable<Integer> {
    private final Catalogue catalogue;

    @Parameters(paramLabel = "NAME", description = "As 'data list' shows it.")
    private String name;

    @Mixin
    private HelpOptions help;

    @Spec
    private CommandSpec spec;

    DataCheckCommand(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() {
        CatalogueEntry entry = catalogue.get(name);
        String place = entry.file().map(this::place).orElse("generated");
        Series series = entry.series(catalogue.files(), entry.target(), List.of(CsvSource.EVERY_COLUMN));
        PrintWriter output = spec.commandLine().getOut();
        output.println(name + ": " + place);
        output.println(CommandLines.text(
                "%d usable rows, %s to %s, %d missing values filled forward",
                series.rows(),
                Descriptions.time(series, 0),
                Descriptions.time(series, series.rows() - 1),
                series.missingValues()));
        output.println("target: " + entry.target() + " [" + entry.unit() + "]; features: "
                + (entry.features().isEmpty() ? "none" : String.join(", ", entry.features())));
        output.println();
        TextTable table = new TextTable("column", "missing", "least", "mean", "sd", "most");
        entry.columns().forEach(column -> add(table, series, column));
        output.print(table);
        output.flush();
        return 0;
    }

    private String place(RemoteFile file) {
        Path path = catalogue
                .files()
                .checked(file)
                .orElseThrow(
                        () -> new InputException(name + " is not here. Get it with: samples/run data get " + name));
        return path + ", " + file.bytes() + " bytes, SHA-256 as expected";
    }

    /** Missing values and statistics of the measured ones. */
    private static void add(TextTable table, Series series, String column) {
        double[] values = series.column(column);
        DescriptiveStatistics measured = new DescriptiveStatistics(IntStream.range(0, series.rows())
                .filter(row -> series.observed(column, row))
                .mapToDouble(row -> values[row])
                .toArray());
        int decimals = Digits.decimals(measured.getStandardDeviation());
        table.add(
                column,
                String.valueOf(series.rows() - measured.getN()),
                Digits.fixed(measured.getMin(), decimals),
                Digits.fixed(measured.getMean(), decimals),
                Digits.fixed(measured.getStandardDeviation(), decimals),
                Digits.fixed(measured.getMax(), decimals));
    }
}
