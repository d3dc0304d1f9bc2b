package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Span;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealVector;

/** Forecasts that need no network, in units of the target. */
final class Baselines {
    static final String LAST_VALUE = "last-value";
    static final String SEASONAL_NAIVE = "seasonal-naive";
    static final String LINEAR = "linear";

    /** Share of the mean square of an input that is added to the diagonal, so that equal columns are no trouble. */
    private static final double RIDGE = 1e-6;

    private Baselines() {}

    /** The forecasts of an arm for some rows. */
    static double[] forecast(String arm, ForecastTask task, int season, Span rows) {
        return switch (arm) {
            case LAST_VALUE -> task.lastValues(rows);
            case SEASONAL_NAIVE -> seasonal(task, season, rows);
            case LINEAR -> linear(task, rows);
            default -> throw new IllegalArgumentException("no baseline '" + arm + "'");
        };
    }

    private static double[] seasonal(ForecastTask task, int season, Span rows) {
        int back = (task.ahead() + season - 1) / season * season; // the latest season that is known by then
        return task.actual(new Span(rows.from() - back, rows.to() - back));
    }

    /**
     * A linear function of the window of the target, by least squares on the training part. DLinear (Zeng et al., AAAI
     * 2023), a linear layer on the moving average plus one on the rest, is such a function, too; here its optimum is
     * found directly.
     */
    private static double[] linear(ForecastTask task, Span rows) {
        int inputs = task.length() + 1;
        double[][] squares = new double[inputs][inputs];
        double[] products = new double[inputs];
        Span training = task.trainingTargets();
        for (int row = training.from(); row < training.to(); row++) {
            double[] window = window(task, row);
            double label = task.label(row);
            for (int i = 0; i < inputs; i++) {
                products[i] += window[i] * label;
                for (int j = 0; j <= i; j++) {
                    squares[i][j] += window[i] * window[j];
                }
            }
        }
        double ridge = RIDGE * training.rows();
        for (int i = 0; i < inputs; i++) {
            squares[i][i] += ridge;
            for (int j = 0; j < i; j++) {
                squares[j][i] = squares[i][j];
            }
        }
        RealVector weights = new CholeskyDecomposition(new Array2DRowRealMatrix(squares, false))
                .getSolver()
                .solve(new ArrayRealVector(products, false));
        double[] forecast = new double[rows.rows()];
        Arrays.setAll(
                forecast,
                i -> task.level(
                        rows.from() + i,
                        weights.dotProduct(new ArrayRealVector(window(task, rows.from() + i), false))));
        return forecast;
    }

    /** The window of the target that a row is forecast from, scaled, and a one. */
    private static double[] window(ForecastTask task, int row) {
        double[] window = new double[task.length() + 1];
        for (int i = 0; i < task.length(); i++) {
            window[i] = task.label(row - task.ahead() + 1 - task.length() + i);
        }
        window[task.length()] = 1;
        return window;
    }
}
