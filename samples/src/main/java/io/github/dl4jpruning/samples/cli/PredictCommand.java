package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.data.CsvTable;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.deploy.DeployedForecaster;
import io.github.dl4jpruning.samples.forecast.ErrorRange;
import io.github.dl4jpruning.samples.forecast.ForecasterCard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Forecasts by an exported model. */
@Command(
        name = "predict",
        description =
                "Forecasts the row after the last one of a file by a model that 'export' wrote, without DL4J and ND4J,"
                        + " and with --follow the row after each new one.")
final class PredictCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "standard input";

    private final Catalogue catalogue;
    private final InputStream input;

    @Option(names = "--model", required = true, paramLabel = "FILE.dlp", description = "What 'export' wrote.")
    private Path model;

    @Option(
            names = "--follow",
            description =
                    "Then read new rows from standard input, written like those of the file, and forecast after each.")
    private boolean follow;

    @Option(names = "--strict", description = "With --follow, end at the first row that cannot be read or forecast.")
    private boolean strict;

    @Mixin
    private CsvOptions csv;

    @Mixin
    private HelpOptions help;

    @Spec
    private CommandSpec spec;

    PredictCommand(Catalogue catalogue, InputStream input) {
        this.catalogue = catalogue;
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        DeployedForecaster deployed = DeployedForecaster.load(model);
        ForecasterCard card = deployed.card();
        SeriesSource source = csv.source(catalogue);
        if (!follow) {
            tell(deployed, noted(source.read(card.target(), card.features())));
            return 0;
        }
        if (!(source instanceof SeriesSource.UserFile file)) {
            throw new InputException("--follow needs a file of yours: new rows are read like those of --data.");
        }
        CsvTable table = file.table(card.target(), card.features());
        Series series = noted(file.read(table));
        tell(deployed, series);
        follow(deployed, table, series);
        return 0;
    }

    private Series noted(Series series) {
        Descriptions.irregularTimes(series).ifPresent(note -> warn("note: " + series.source() + ": " + note));
        return series;
    }

    private void warn(String text) {
        spec.commandLine().getErr().println(CommandLines.line(text));
        spec.commandLine().getErr().flush();
    }

    private void follow(DeployedForecaster deployed, CsvTable table, Series before) throws IOException {
        Series known = before;
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        long number = 1;
        for (String line = read(lines, number); line != null; line = read(lines, number)) {
            try {
                known = next(deployed, table, known, line, number);
            } catch (InputException e) {
                if (strict) {
                    throw e;
                }
                warn("warning: " + e.message(OptionNames::of) + " The row is left out.");
            }
            number++;
        }
    }

    private static String read(BufferedReader lines, long number) throws IOException {
        return CsvTable.readLine(lines, STANDARD_INPUT, number);
    }

    /** The rows known after a line; its forecast is told. */
    private Series next(DeployedForecaster deployed, CsvTable table, Series known, String line, long number) {
        Optional<Series> row = table.further(line, STANDARD_INPUT, number);
        if (row.isEmpty()) {
            return known;
        }
        String place = STANDARD_INPUT + ", line " + number + ": ";
        if (row.get().hasTimes()) {
            LocalDateTime time = row.get().time(0).orElseThrow();
            if (!known.canBeFollowedBy(time)) {
                throw new InputException(place + Descriptions.time(row.get(), 0) + " is earlier than "
                        + Descriptions.time(known, known.rows() - 1) + ", the last row.");
            }
        }
        int kept = Math.min(known.rows(), deployed.rowsNeeded());
        Series more = known.rows(known.rows() - kept, known.rows()).followedBy(row.get());
        try {
            tell(deployed, more);
        } catch (InputException e) {
            throw e.at(place);
        }
        return more;
    }

    private void tell(DeployedForecaster deployed, Series series) {
        double forecast = deployed.next(series);
        ErrorRange errors = deployed.card().errors();
        String range = errors == null
                ? ""
                : "  (95%: " + Descriptions.value(forecast + errors.low(), deployed.card(), series) + " to "
                        + Descriptions.value(forecast + errors.high(), deployed.card(), series) + ")";
        PrintWriter output = spec.commandLine().getOut();
        output.println(Texts.shown(deployed.card().target()) + " after " + Descriptions.lastRow(series) + ": "
                + Descriptions.value(forecast, deployed.card(), series) + range);
        output.flush();
    }
}
