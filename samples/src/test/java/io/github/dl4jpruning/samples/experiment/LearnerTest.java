package io.github.dl4jpruning.samples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.Span;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerTest {
    private static final ForecastTask TASK =
            ForecastTask.of(HourlyLoad.ofDays(12, 1), HourlyLoad.COLUMN, List.of(), 3, Change.LEVEL);
    private static final Span ROWS =
            new Span(TASK.split().test().from(), TASK.split().test().from() + 10);

    private static Learner learner(ModelKind kind, double dropout) {
        return learner(kind, Arms.DROPOUT, String.valueOf(dropout));
    }

    private static Learner learner(ModelKind kind, String arm, String setting) {
        Trial trial = new Trial("clean", "load", kind.toString(), 3, arm, setting, 1, 4);
        return new LearnerFactory(TASK, Protocol.clean(), trial, Optional.empty()).learner();
    }

    private static double norm(Learner learner, ModelKind kind) {
        String weights = kind == ModelKind.PATCH ? "layer0/attention/query/weight" : "0_RW";
        return learner.parameter(weights).norm2Number().doubleValue();
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelKind.class,
            names = {"RNN", "LSTM"})
    void weightDecayShrinksTheWeightsAndIsDecoupled(ModelKind kind) {
        Learner plain = learner(kind, Arms.NONE, Trial.NO_SETTING);
        Learner decayed = learner(kind, Arms.WEIGHT_DECAY, "3");
        assertThat(norm(decayed, kind)).isEqualTo(norm(plain, kind));
        plain.fitEpoch();
        decayed.fitEpoch();

        // 4 batches: each takes 0.001 * 3 of every weight, whatever Adam does.
        int batches = (TASK.trainingTargets().rows() + 63) / 64;
        double expected = norm(plain, kind) * Math.pow(1 - 0.003, batches);
        assertThat(norm(decayed, kind)).isCloseTo(expected, within(0.004 * expected));
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void theSmallNetworkIsTheLargestWithNoMoreWeightsThanThePrunedOneHasLeft(ModelKind kind) {
        long all = learner(kind, Arms.NONE, Trial.NO_SETTING).weights();

        long small = learner(kind, Arms.SMALL, "0.9").weights();

        assertThat(small).isLessThanOrEqualTo(all - (long) (0.9 * 0.98 * all));
        assertThat(small).isGreaterThan(all / 20);
        assertThat(learner(kind, Arms.SMALL, "0.8").weights()).isGreaterThan(small);
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void drawsDifferFromEachOtherAndComeTheSameAgain(ModelKind kind) {
        Learner learner = learner(kind, 0.3);
        learner.fitEpoch();

        double[][] draws = learner.draws(ROWS, 3);

        for (int row = 0; row < ROWS.rows(); row++) {
            assertThat(draws[0][row]).isNotCloseTo(draws[1][row], within(1e-5));
            assertThat(draws[1][row]).isNotCloseTo(draws[2][row], within(1e-5));
        }
        assertThat(learner.draws(ROWS, 3)).isDeepEqualTo(draws);
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void withoutDropoutEveryDrawIsTheForecast(ModelKind kind) {
        Learner learner = learner(kind, 0);
        learner.fitEpoch();

        for (double[] draw : learner.draws(ROWS, 2)) {
            assertThat(draw).containsExactly(learner.outputs(ROWS), within(1e-6));
        }
    }

    /** Dropout before a linear layer changes its output by 0 on average. */
    @Test
    void theForecastOfARecurrentNetworkIsTheMeanOfItsDraws() {
        Learner learner = learner(ModelKind.RNN, 0.3);
        learner.fitEpoch();
        int count = 400;

        double[][] draws = learner.draws(ROWS, count);

        double[] outputs = learner.outputs(ROWS);
        for (int row = 0; row < ROWS.rows(); row++) {
            double[] column = new double[count];
            for (int draw = 0; draw < count; draw++) {
                column[draw] = draws[draw][row];
            }
            double error = Math.sqrt(StatUtils.variance(column) / count);
            assertThat(StatUtils.mean(column)).isCloseTo(outputs[row], within(4 * error));
        }
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void theWeightsThatAreKeptComeBack(ModelKind kind) {
        Learner learner = learner(kind, 0);
        learner.fitEpoch();
        double[] before = learner.outputs(ROWS);
        learner.keep();
        learner.fitEpoch();
        assertThat(learner.outputs(ROWS)).isNotEqualTo(before);

        learner.restore();

        assertThat(learner.outputs(ROWS)).isEqualTo(before);
    }
}
