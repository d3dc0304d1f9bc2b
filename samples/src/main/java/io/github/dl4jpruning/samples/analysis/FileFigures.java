package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.console.Digits;
import java.util.List;

/** The table of a {@link FileComparison} as text, for the terminal and for the report. */
public final class FileFigures {
    /** The names of the columns. */
    public static final List<String> HEADER = List.of(
            "",
            "chosen by validation",
            "validation MAE",
            "test MAE",
            "against none",
            "sparsity",
            "file [kB]",
            "forecast [ms]");

    private static final double BYTES_PER_KILOBYTE = 1000;

    private FileFigures() {}

    /**
     * The cells of a row.
     *
     * @param row to show
     * @param decimals of errors
     */
    public static List<String> cells(FileRow row, int decimals) {
        return List.of(
                row.name(),
                row.setting(),
                Digits.fixed(row.validationMae(), decimals),
                Digits.fixed(row.testMae(), decimals),
                Figures.signedPercent(row.againstNone()),
                Figures.percent(row.sparsity()),
                Digits.fixed(row.fileBytes() / BYTES_PER_KILOBYTE, 1),
                Digits.fixed(row.forecastMillis(), 4));
    }

    /** How many decimals the errors of some rows are shown with. */
    public static int decimals(List<FileRow> rows) {
        return rows.stream()
                .mapToDouble(FileRow::testMae)
                .filter(Double::isFinite)
                .mapToInt(Digits::decimals)
                .max()
                .orElse(0);
    }
}
