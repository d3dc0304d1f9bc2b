package io.github.dl4jpruning.samples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.data.Span;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BaselinesTest {

    private static ForecastTask task(double... values) {
        return ForecastTask.of(
                Series.of("test", List.of("y"), new double[][] {values}, null), "y", List.of(), 3, Change.LEVEL);
    }

    @Test
    void theLinearForecastFindsALinearRecurrence() {
        double[] values = new double[200];
        values[0] = 1;
        values[1] = 3;
        values[2] = -2;
        for (int i = 3; i < values.length; i++) {
            values[i] = 1.2 * values[i - 1] - 0.9 * values[i - 2] + 0.1 * values[i - 3] + 2;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] += 1e-3 * Math.sin(i * i); // else the tail is constant
        }
        ForecastTask task = task(values);

        double[] forecast =
                Baselines.forecast(Baselines.LINEAR, task, 1, task.split().test());

        double[] actual = task.actual(task.split().test());
        for (int i = 0; i < forecast.length; i++) {
            assertThat(forecast[i]).isCloseTo(actual[i], within(1e-2));
        }
    }

    @Test
    void theLinearForecastKnowsNothingButTheTrainingPart() {
        double[] values = new Random(1).doubles(200).toArray();
        double[] other = values.clone();
        ForecastTask task = task(values);
        int training = task.trainingTargets().to();
        for (int i = training; i < other.length; i++) {
            other[i] = 2 * i; // as from another world
        }
        Span next = new Span(training, training + 1);

        assertThat(Baselines.forecast(Baselines.LINEAR, task(other), 1, next))
                .isEqualTo(Baselines.forecast(Baselines.LINEAR, task, 1, next));
    }

    @Test
    void columnsThatAreEqualAreNoTroubleForTheLinearForecast() {
        double[] values = new double[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2; // so the first and the last of three are the same
        }
        ForecastTask task = task(values);

        double[] forecast =
                Baselines.forecast(Baselines.LINEAR, task, 1, task.split().test());

        assertThat(forecast).containsExactly(task.actual(task.split().test()), within(1e-3));
    }

    @Test
    void naiveForecastsAreTheValueBeforeAndThatOfTheSeasonBefore() {
        double[] values = new double[40];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * i;
        }
        ForecastTask task = task(values);

        double[] last =
                Baselines.forecast(Baselines.LAST_VALUE, task, 5, task.split().test());
        double[] seasonal = Baselines.forecast(
                Baselines.SEASONAL_NAIVE, task, 5, task.split().test());

        assertThat(last).hasSize(8).startsWith(31 * 31, 32 * 32);
        assertThat(seasonal).hasSize(8).startsWith(27 * 27, 28 * 28).endsWith(34 * 34);
    }

    @Test
    void monteCarloIntervalsHoldTheSpreadOfThePassesAndTheNoise() {
        MonteCarlo draws = MonteCarlo.of(new double[][] {{1, 5}, {3, 5}, {2, 5}});

        assertThat(draws.mean()).containsExactly(new double[] {2, 5}, within(1e-12));
        assertThat(draws.variance()).containsExactly(new double[] {1, 0}, within(1e-12));
        assertThat(draws.meanSquaredError(row -> 4)).isCloseTo((4 + 1) / 2.0, within(1e-12));
        assertThat(draws.halfWidths(3)[0]).isCloseTo(1.959964 * 2, within(1e-5));
        assertThat(draws.halfWidths(0)[1]).isZero();
    }
}
