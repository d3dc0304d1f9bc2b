package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.catalogue.Catalogue;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which file, how it is written, and which rows of it. */
final class CsvOptions extends FormatOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE.csv|NAME",
            description =
                    "The file: a header line, rows in time order. Or a series that 'data list' names, which brings"
                            + " format, rows, target and features along.")
    private Path data;

    /** What {@code --data} names. */
    Path data() {
        return data;
    }

    /** The file or the series of the catalogue that is meant: see {@link FormatOptions#source}. */
    SeriesSource source(Catalogue catalogue) {
        return source(data, catalogue);
    }
}
