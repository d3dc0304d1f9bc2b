package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One step ahead, or several: from the last {@code length} rows of some columns to a later value of one of them. Holds
 * the columns as the network sees them (changed, then scaled) once; windows are cut out of them. Row numbers count the
 * rows of this task.
 */
public final class ForecastTask {
    private final Series series;
    private final String target;
    private final int length;
    private final int ahead;
    private final Change change;
    private final List<Scale> scales;
    private final double[] levels;
    private final float[][] inputs;
    private final double levelDeviation;
    private final Split split;
    private final int dropped;

    private ForecastTask(
            Series series,
            List<String> columns,
            int length,
            int ahead,
            Change change,
            Optional<List<Scale>> fitted,
            Sampling sampling) {
        this.series = series;
        this.target = columns.get(0);
        this.length = length;
        this.ahead = ahead;
        this.change = change;
        this.dropped = change == Change.LEVEL ? 0 : 1;
        int rows = series.rows() - dropped;
        this.split = sampling.split().apply(Math.max(rows, 0));
        checkAhead();
        checkLength();
        double[] raw = series.column(target);
        this.levels = dropped == 0 ? raw : Arrays.copyOfRange(raw, dropped, raw.length);
        this.levelDeviation = trainingDeviation();
        List<Scale> used = new ArrayList<>();
        this.inputs = new float[columns.size()][];
        for (int c = 0; c < columns.size(); c++) {
            double[] changed = changed(columns.get(c));
            Scale scale = fitted.isPresent()
                    ? fitted.get().get(c)
                    : Scale.fit(columns.get(c), changed, sampling.scaled(split));
            inputs[c] = scaled(series, changed, scale);
            used.add(scale);
        }
        this.scales = List.copyOf(used);
    }

    /**
     * A task whose scalers are fitted on its training part.
     *
     * @param series without gaps
     * @param target the column to forecast; always among the inputs
     * @param features further columns of the input; the target among them counts once
     * @param length rows per window, at least 1
     * @param change what the network sees of the values
     * @throws InputException if the series is too short, or a value does not allow the change
     */
    public static ForecastTask of(Series series, String target, List<String> features, int length, Change change) {
        return of(series, target, features, length, change, Sampling.CLEAN);
    }

    /**
     * The same with other parts.
     *
     * @param sampling how the rows are divided, and which of them the scalers see
     */
    public static ForecastTask of(
            Series series, String target, List<String> features, int length, Change change, Sampling sampling) {
        return of(series, target, features, length, 1, change, sampling);
    }

    /**
     * The same for a value several steps ahead: the rows between the window and the row that is forecast are not seen.
     *
     * @param ahead steps from the last row of a window to the row that is forecast, at least 1
     * @throws InputException as above, or if a change is to be forecast more than one step ahead
     */
    public static ForecastTask of(
            Series series,
            String target,
            List<String> features,
            int length,
            int ahead,
            Change change,
            Sampling sampling) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add(target);
        columns.addAll(features);
        return new ForecastTask(series, List.copyOf(columns), length, ahead, change, Optional.empty(), sampling);
    }

    /**
     * A task with the scalers of an earlier one, for a network trained there.
     *
     * @param scales one per input column, the target first
     */
    public static ForecastTask withScales(Series series, List<Scale> scales, int length, Change change) {
        List<String> columns = scales.stream().map(Scale::column).toList();
        return new ForecastTask(series, columns, length, 1, change, Optional.of(scales), Sampling.CLEAN);
    }

    private void checkAhead() {
        if (ahead < 1) {
            throw new InputException("steps ahead must be at least 1, but are " + ahead);
        }
        if (ahead > 1 && change != Change.LEVEL) {
            throw new InputException(
                    series.source() + ": returns and differences are forecast one step ahead only, not " + ahead
                            + ". Forecast the level, or one step.");
        }
    }

    private void checkLength() {
        if (length < 1) {
            throw new InputException("{{length}} must be at least 1, but is " + length);
        }
        int training = split.training().rows();
        if (training <= length + ahead - 1 || split.validation().rows() == 0) {
            String need = series.source() + " has " + series.rows() + " usable rows, of which " + training
                    + " train: too few for {{length}} " + length + ", which needs " + (length + ahead)
                    + " there, and one row to validate on.";
            throw new InputException(need + " Give more rows"
                    + (training > ahead && split.validation().rows() > 0
                            ? " or {{length}} " + (training - ahead) + " or less."
                            : "."));
        }
    }

    private double trainingDeviation() {
        Span training = split.training();
        if (Arrays.stream(levels, training.from(), training.to()).distinct().count() == 1) {
            throw new InputException(series.source() + ", column '" + target + "': all " + training.rows()
                    + " rows of the training part are " + levels[0]
                    + ". There is nothing to learn; choose another column or other rows.");
        }
        return Scale.fit(target, levels, training).deviation();
    }

    private double[] changed(String column) {
        double[] raw = series.column(column);
        if (change == Change.LEVEL) {
            return raw;
        }
        if (series.isKnown(column)) {
            return Arrays.copyOfRange(raw, dropped, raw.length);
        }
        double[] changed = new double[raw.length - 1];
        for (int r = 0; r < changed.length; r++) {
            changed[r] = change.from(raw[r], raw[r + 1]);
            if (!Double.isFinite(changed[r])) {
                throw new InputException(series.source() + ", column '" + column + "', " + series.describe(r)
                        + ": no return on the value " + raw[r]
                        + ". Forecast differences instead ({{difference}}), or leave out the rows or the column.");
            }
        }
        return changed;
    }

    private static float[] scaled(Series series, double[] values, Scale scale) {
        float[] scaled = new float[values.length];
        for (int r = 0; r < scaled.length; r++) {
            scaled[r] = (float) scale.standardise(values[r]);
            if (!Float.isFinite(scaled[r])) {
                throw new InputException(series.source() + ", column '" + Texts.shown(scale.column()) + "': "
                        + values[r]
                        + " is too far from the mean of the training part, " + scale.mean() + ", whose deviation is "
                        + scale.deviation() + ". Correct the value.");
            }
        }
        return scaled;
    }

    /** The series behind this task. */
    public Series series() {
        return series;
    }

    /** The row of {@link #series()} that a row of this task is. */
    public int seriesRow(int row) {
        return row + dropped;
    }

    /** The column to forecast. */
    public String target() {
        return target;
    }

    /** Rows per window. */
    public int length() {
        return length;
    }

    /** Steps from the last row of a window to the row that is forecast. */
    public int ahead() {
        return ahead;
    }

    /** What the network sees of the values. */
    public Change change() {
        return change;
    }

    /** The scalers of the input columns, the target first. */
    public List<Scale> scales() {
        return scales;
    }

    /** The number of input columns. */
    public int features() {
        return inputs.length;
    }

    /** The number of rows. */
    public int rows() {
        return levels.length;
    }

    /** The three parts. */
    public Split split() {
        return split;
    }

    /** Standard deviation of the target's level over the training part, in its units. */
    public double levelDeviation() {
        return levelDeviation;
    }

    /** The rows of the training part that have a whole window before them. */
    public Span trainingTargets() {
        return new Span(length + ahead - 1, split.training().to());
    }

    /** The values of the target, in its units. */
    public double[] actual(Span rows) {
        return Arrays.copyOfRange(levels, rows.from(), rows.to());
    }

    /** The naive forecast: each value equals the last one of its window. */
    public double[] lastValues(Span rows) {
        return Arrays.copyOfRange(levels, rows.from() - ahead, rows.to() - ahead);
    }

    /**
     * What a network's output means.
     *
     * @param row the row forecast, at least {@link #ahead()} and less than {@link #rows()} plus that
     * @param output what the network said
     * @return the forecast in the units of the target
     */
    public double level(int row, double output) {
        return change.toLevel(levels[row - ahead], scales.get(0).restore(output));
    }

    /** The scaled value of the target at a row: what a model should say. */
    public float label(int row) {
        return inputs[0][row];
    }

    /** Copies the window that a row is forecast from, one column after the other, oldest value first. */
    void copyWindow(int row, float[] into, int at) {
        for (int c = 0; c < inputs.length; c++) {
            System.arraycopy(inputs[c], row - ahead + 1 - length, into, at + c * length, length);
        }
    }
}
