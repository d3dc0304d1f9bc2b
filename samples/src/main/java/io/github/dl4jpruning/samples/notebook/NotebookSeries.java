package io.github.dl4jpruning.samples.notebook;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.Series;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The public series of the notebooks, from the catalogue; generated ones in their place only if the environment
 * variable {@value #GENERATED} is 1, so that nobody takes one for the other.
 */
public final class NotebookSeries {
    static final String GENERATED = "DL4J_PRUNING_GENERATED";

    private static final int ETT_DAYS = 600;
    private static final int BITCOIN_HOURS = 4000;
    private static final int HOURS_PER_DAY = 24;

    private NotebookSeries() {}

    /** Bitcoin's daily closing price in US dollars, from 2014: column {@code close}. */
    public static Series bitcoin() {
        return bitcoin("1".equals(System.getenv(GENERATED)), Catalogue.ofUser());
    }

    static Series bitcoin(boolean generated, Catalogue catalogue) {
        if (generated) {
            double[] load = HourlyLoad.ofDays(BITCOIN_HOURS / HOURS_PER_DAY, 1).column(HourlyLoad.COLUMN);
            return Series.of("generated load in the place of Bitcoin", List.of("close"), new double[][] {load}, null);
        }
        return get("bitcoin", catalogue);
    }

    /** The hourly electricity transformer data ETTh1, all seven columns, the oil temperature {@code OT} first. */
    public static Series etth1() {
        return etth1("1".equals(System.getenv(GENERATED)), Catalogue.ofUser());
    }

    static Series etth1(boolean generated, Catalogue catalogue) {
        if (generated) {
            double[][] loads = IntStream.rangeClosed(1, 7)
                    .mapToObj(seed -> HourlyLoad.ofDays(ETT_DAYS, seed).column(HourlyLoad.COLUMN))
                    .toArray(double[][]::new);
            List<String> names = List.of("OT", "HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL");
            return Series.of("generated loads in the place of ETTh1", names, loads, null);
        }
        return get("etth1", catalogue);
    }

    private static Series get(String name, Catalogue catalogue) {
        try {
            return catalogue.series(name);
        } catch (InputException e) {
            throw new InputException(
                    e.getMessage() + " Or set " + GENERATED + "=1 to try the notebook on a generated series.", e);
        }
    }
}
