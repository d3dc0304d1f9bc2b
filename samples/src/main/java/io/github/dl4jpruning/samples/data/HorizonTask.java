package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All columns of a series some steps ahead: from the last {@code lookBack} rows to the next {@code horizon}, every
 * column by its own scaler, which is fitted on the training rows. A window is named by the row its horizon begins with.
 */
public final class HorizonTask {
    private final List<String> columns;
    private final int lookBack;
    private final int horizon;
    private final Split split;
    private final List<Scale> scales;
    private final float[] values; // row by row

    private HorizonTask(Series series, int lookBack, int horizon, Split split) {
        this.columns = series.names();
        this.lookBack = lookBack;
        this.horizon = horizon;
        this.split = split;
        this.scales = columns.stream()
                .map(column -> Scale.fit(column, series.column(column), split.training()))
                .toList();
        int rows = split.test().to();
        this.values = new float[rows * columns.size()];
        for (int c = 0; c < columns.size(); c++) {
            double[] column = series.column(columns.get(c));
            for (int r = 0; r < rows; r++) {
                values[r * columns.size() + c] = (float) scales.get(c).standardise(column[r]);
            }
        }
    }

    /**
     * A task on a series without gaps.
     *
     * @param lookBack rows that the model sees, at least 1
     * @param horizon rows that it forecasts, at least 1
     * @param split three parts in time order; rows after the test part are not used
     * @throws InputException if the series or a part is too short
     */
    public static HorizonTask of(Series series, int lookBack, int horizon, Split split) {
        if (lookBack < 1 || horizon < 1) {
            throw new InputException(
                    "look-back and horizon must be at least 1, but are " + lookBack + " and " + horizon);
        }
        if (series.rows() < split.test().to()) {
            throw new InputException(series.source() + " has " + series.rows() + " rows, but the split needs "
                    + split.test().to() + ". Give the whole series.");
        }
        HorizonTask task = new HorizonTask(series, lookBack, horizon, split);
        for (Span part : List.of(task.training(), task.validation(), task.test())) {
            if (part.rows() < 1) {
                throw new InputException("a part of " + series.source() + " is too short for a look-back of " + lookBack
                        + " and a horizon of " + horizon + " rows. Give more rows, or a shorter look-back or horizon.");
            }
        }
        return task;
    }

    /** The columns, which all are input and target. */
    public List<String> columns() {
        return columns;
    }

    /** Rows that the model sees. */
    public int lookBack() {
        return lookBack;
    }

    /** Rows that it forecasts. */
    public int horizon() {
        return horizon;
    }

    /** The scalers of the columns. */
    public List<Scale> scales() {
        return scales;
    }

    /** The windows that lie in the training part with all their rows. */
    public Span training() {
        return starts(
                new Span(split.training().from() + lookBack, split.training().to()));
    }

    /** The windows whose horizon lies in the validation part; they look back into the training part. */
    public Span validation() {
        return starts(split.validation());
    }

    /** The windows whose horizon lies in the test part; they look back into the validation part. */
    public Span test() {
        return starts(split.test());
    }

    private Span starts(Span horizons) {
        return new Span(horizons.from(), Math.max(horizons.from(), horizons.to() - horizon + 1));
    }

    /** Mean squared and absolute error, in standard deviations, of "the next values equal those one period before". */
    public Errors seasonalNaive(Span starts, int period) {
        int channels = columns.size();
        double[] forecast = IntStream.range(0, starts.rows() * horizon * channels)
                .mapToDouble(i -> {
                    int start = starts.from() + i / (horizon * channels);
                    int step = i / channels % horizon;
                    int seasonsBack = step / period + 1;
                    return values[(start + step - seasonsBack * period) * channels + i % channels];
                })
                .toArray();
        double[] actual = IntStream.range(0, forecast.length)
                .mapToDouble(i -> values[
                        starts.from() * channels + i / (horizon * channels) * channels + i % (horizon * channels)])
                .toArray();
        return Errors.of(forecast, actual);
    }

    void copyWindow(int start, float[] into, int at) {
        System.arraycopy(values, (start - lookBack) * columns.size(), into, at, lookBack * columns.size());
    }

    void copyHorizon(int start, float[] into, int at) {
        System.arraycopy(values, start * columns.size(), into, at, horizon * columns.size());
    }
}
