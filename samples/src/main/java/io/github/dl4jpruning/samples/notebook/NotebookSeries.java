package io.github.dl4jpruning.samples.notebook;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.RowRange;
import io.github.dl4jpruning.samples.data.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The public series of the notebooks, from the folder that {@value #FOLDER} names; generated ones in their place only if {@value
 * #GENERATED} is 1, so that nobody takes one for the other.
 */
public final class NotebookSeries {
    static final String FOLDER = "DL4J_PRUNING_DATA";
    static final String GENERATED = "DL4J_PRUNING_GENERATED";

    private static final int ETT_DAYS = 600;
    private static final int DAYS_SINCE_2014 = 4000;
    private static final int HOURS_PER_DAY = 24;

    private NotebookSeries() {}

    /** Bitcoin's daily closing price in US dollars, from 2014: column {@code close}. */
    public static Series bitcoin() {
        return bitcoin(System.getenv());
    }

    static Series bitcoin(Map<String, String> environment) {
        if (generated(environment)) {
            double[] load =
                    HourlyLoad.ofDays(DAYS_SINCE_2014 / HOURS_PER_DAY, 1).column(HourlyLoad.COLUMN);
            return Series.of("generated load in the place of Bitcoin", List.of("close"), new double[][] {load}, null);
        }
        CsvFormat format = CsvFormat.plain().withSeparator(';').withDates(Optional.empty(), "timeOpen");
        Series all = new CsvSource(file(environment, "btc_usd_daily.csv"), format)
                .read("close", List.of())
                .filledForward();
        return new RowRange(Optional.of("2014"), Optional.empty()).of(all);
    }

    /** The hourly electricity transformer data ETTh1, all seven columns, the oil temperature {@code OT} first. */
    public static Series etth1() {
        return etth1(System.getenv());
    }

    static Series etth1(Map<String, String> environment) {
        if (generated(environment)) {
            double[][] loads = IntStream.rangeClosed(1, 7)
                    .mapToObj(seed -> HourlyLoad.ofDays(ETT_DAYS, seed).column(HourlyLoad.COLUMN))
                    .toArray(double[][]::new);
            List<String> names = List.of("OT", "HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL");
            return Series.of("generated loads in the place of ETTh1", names, loads, null);
        }
        return new CsvSource(file(environment, "ETTh1.csv"), CsvFormat.plain().withDates(Optional.empty(), "date"))
                .read("OT", List.of(CsvSource.EVERY_COLUMN))
                .filledForward();
    }

    private static boolean generated(Map<String, String> environment) {
        return "1".equals(environment.get(GENERATED));
    }

    private static Path file(Map<String, String> environment, String name) {
        String folder = environment.get(FOLDER);
        if (folder == null || folder.isBlank()) {
            throw new InputException("this notebook needs " + name + ". Set " + FOLDER + " to the folder it is in, or "
                    + GENERATED + "=1 to try the notebook on a generated series.");
        }
        Path file = Path.of(folder, name);
        if (!Files.isRegularFile(file)) {
            throw new InputException("there is no " + name + " in " + folder + ", which " + FOLDER
                    + " names. Put it there, or set " + GENERATED + "=1 to try the notebook on a generated series.");
        }
        return file;
    }
}
