package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.data.CsvSource;
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
    private final Catalogue catalogue;
    private final InputStream input;

    @Option(names = "--model", required = true, paramLabel = "FILE.dlp", description = "What 'export' wrote.")
    private Path model;

    @Option(
            names = "--follow",
            description =
                    "Then read new rows from standard input, written like those of the file, and forecast after each.")
    private boolean follow;

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
        Series series = source.read(card.target(), card.features());
        tell(deployed, series);
        if (follow) {
            follow(deployed, source, series);
        }
        return 0;
    }

    private void follow(DeployedForecaster deployed, SeriesSource source, Series before) throws IOException {
        if (!(source instanceof SeriesSource.UserFile file)) {
            throw new InputException("--follow needs a file of yours: new rows are read like those of --data.");
        }
        ForecasterCard card = deployed.card();
        CsvSource rows = new CsvSource(file.file(), file.format());
        Series known = before;
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                Series row = rows.readFurther(line, card.target(), card.features());
                int kept = deployed.rowsNeeded(); // so many there are, or the first forecast would have been refused
                known = known.rows(known.rows() - kept, known.rows()).followedBy(row);
                tell(deployed, known);
            }
        }
    }

    private void tell(DeployedForecaster deployed, Series series) {
        double forecast = deployed.next(series);
        ErrorRange errors = deployed.card().errors();
        String range = errors == null
                ? ""
                : "  (95%: " + Descriptions.value(forecast + errors.low(), deployed.card(), series) + " to "
                        + Descriptions.value(forecast + errors.high(), deployed.card(), series) + ")";
        PrintWriter output = spec.commandLine().getOut();
        output.println(deployed.card().target() + " after " + Descriptions.lastRow(series) + ": "
                + Descriptions.value(forecast, deployed.card(), series) + range);
        output.flush();
    }
}
