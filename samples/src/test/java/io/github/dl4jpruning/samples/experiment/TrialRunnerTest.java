package io.github.dl4jpruning.samples.experiment;

import static io.github.dl4jpruning.samples.experiment.SmallTrials.DATA;
import static io.github.dl4jpruning.samples.experiment.SmallTrials.EPOCHS;
import static io.github.dl4jpruning.samples.experiment.SmallTrials.run;
import static io.github.dl4jpruning.samples.experiment.SmallTrials.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.Series;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrialRunnerTest {
    private static final String PRUNING = "cubic 0-0.5 in 6";

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void equalTrialsGiveEqualResultsWhateverRanBefore(ModelKind model) {
        String setting = model == ModelKind.PATCH ? "cubic 0-0.5" : PRUNING;
        for (Trial trial : List.of(
                trial("clean", model, Arms.DROPOUT, "0.3"),
                trial("clean", model, Arms.MC_DROPOUT, "0.3"),
                trial("clean", model, Arms.PRUNING, setting))) {
            TrialResult first = run(trial);
            run(trial("clean", model, Arms.NONE, Trial.NO_SETTING));
            TrialResult second = run(trial);

            assertThat(second.testMae()).isEqualTo(first.testMae());
            assertThat(second.lossCurve()).isEqualTo(first.lossCurve());
            assertThat(second.forecast()).isEqualTo(first.forecast());
        }
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void theWeightsOfTheEpochWithTheLowestValidationErrorAreJudged(ModelKind model) {
        TrialResult result = run(trial("clean", model, Arms.NONE, Trial.NO_SETTING));

        assertThat(result.validationCurve()).hasSize(EPOCHS);
        assertThat(result.validationMae()).isCloseTo(Collections.min(result.validationCurve()), within(1e-6));
        assertThat(result.chosenEpoch())
                .isEqualTo(1 + result.validationCurve().indexOf(Collections.min(result.validationCurve())));
        assertThat(result.sparsityReached()).isZero();
        assertThat(result.sparsityCurve()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void pruningIsJudgedAtTheLastSparsityInZerosOfTheModelItself(ModelKind model) {
        String setting = model == ModelKind.PATCH ? "cubic 0.01-0.5" : PRUNING;
        int firstFinal = model == ModelKind.PATCH ? EPOCHS : 6;

        TrialResult result = run(trial("clean", model, Arms.PRUNING, setting));

        assertThat(result.sparsityAsked()).isEqualTo(0.5);
        assertThat(result.sparsityReached()).isCloseTo(0.5, within(1e-3));
        assertThat(result.chosenEpoch()).isBetween(firstFinal, EPOCHS);
        assertThat(result.validationMae())
                .isCloseTo(result.validationCurve().get(result.chosenEpoch() - 1), within(1e-6));
        assertThat(result.sparsityCurve()).hasSize(EPOCHS).isSorted();
        assertThat(result.sparsityCurve().get(firstFinal - 2)).isLessThan(0.5);
        assertThat(result.layerSparsity()).hasSizeGreaterThan(1);
        assertThat(result.layerSparsity().values()).allMatch(share -> share >= 0 && share < 1);
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void pruningInBlocksReachesItsSparsityToWithinABlock(ModelKind model) {
        String end = model == ModelKind.PATCH ? "" : " in 6";

        TrialResult result = run(trial("clean", model, Arms.PRUNING, "cubic 0-0.5 blocks 8" + end));

        assertThat(result.sparsityReached()).isCloseTo(0.5, within(2e-3)).isLessThanOrEqualTo(0.5);
        assertThat(result.testMae())
                .isNotEqualTo(run(trial("clean", model, Arms.PRUNING, "cubic 0-0.5" + end))
                        .testMae());
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void dropoutAndMonteCarloDropoutAreTwoForecastsOfOneTraining(ModelKind model) {
        Job job = new Job(
                List.of(trial("clean", model, Arms.DROPOUT, "0.3"), trial("clean", model, Arms.MC_DROPOUT, "0.3")));

        List<TrialResult> results = TrialRunner.run(job, DATA);

        assertThat(results.get(1).lossCurve()).isEqualTo(results.get(0).lossCurve());
        assertThat(results.get(1).forecast()).isNotEqualTo(results.get(0).forecast());
        assertThat(results.get(1).testMae())
                .isCloseTo(results.get(0).testMae(), within(0.2 * results.get(0).testMae()));
        assertThat(results.get(0).coverage()).isNaN();
        assertThat(results.get(1).coverage()).isBetween(0.8, 1.0);
        assertThat(results.get(1).width()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(ModelKind.class)
    void theModelThatIsJudgedIsExportedAndTimedButNoMonteCarloDropout(ModelKind model) {
        Job job = new Job(
                List.of(trial("clean", model, Arms.DROPOUT, "0.3"), trial("clean", model, Arms.MC_DROPOUT, "0.3")));

        List<TrialResult> results = TrialRunner.run(job, DATA);

        TrialResult plain = results.get(0);
        assertThat(plain.fileBytes()).isGreaterThan(4 * 0.9 * plain.weights()).isLessThan(4 * plain.weights() + 8000.0);
        assertThat(plain.forecastMillis()).isBetween(1e-5, 20.0);
        assertThat(plain.frameworkMillis()).isBetween(1e-3, 200.0);
        assertThat(results.get(1).fileBytes()).isNaN();
        assertThat(results.get(1).forecastMillis()).isNaN();
        assertThat(results.get(1).frameworkMillis()).isNaN();
        String setting = model == ModelKind.PATCH ? "cubic 0.01-0.5" : PRUNING;
        TrialResult pruned = run(trial("clean", model, Arms.PRUNING, setting));
        assertThat(pruned.fileBytes()).isLessThan(0.8 * plain.fileBytes());
    }

    @Test
    void theSecondsAreThoseOfFittingWithoutTheMeasurement() {
        Trial one = new Trial("clean", "load", "rnn", 3, Arms.NONE, Trial.NO_SETTING, 1, 1);
        run(one);
        assertThat(run(one).seconds()).isBetween(1e-6, 0.17); // the measurement takes 0.3
    }

    /** Nothing to learn but by heart. */
    private static TrialResult onNoise(String protocol, String arm, String setting, int epochs) {
        double[] noise = new Random(1).doubles(288).toArray();
        Series series = Series.of("noise", List.of("y"), new double[][] {noise}, null);
        ExperimentData data = new ExperimentData(series, "y", List.of(), "1", Change.LEVEL, 1, 1);
        Trial trial = new Trial(protocol, "noise", "rnn", 5, arm, setting, 1, epochs);
        return TrialRunner.run(new Job(List.of(trial)), data).get(0);
    }

    private static TrialResult paperOnNoise(int epochs) {
        return onNoise("paper", Arms.NONE, Trial.NO_SETTING, epochs);
    }

    @Test
    void thePaperStopsEarlyByTheTestPartAndKeepsTheLastWeights() {
        TrialResult result = paperOnNoise(60);

        assertThat(result.epochsTrained()).isLessThan(60).isGreaterThan(3);
        assertThat(result.chosenEpoch()).isEqualTo(result.epochsTrained());
        assertThat(result.validationMae()).isEqualTo(result.testMae());
        assertThat(result.testMae()).isCloseTo(result.validationCurve().get(result.epochsTrained() - 1), within(1e-6));
        assertThat(result.rows()).isEqualTo(58); // 20 % of 288
    }

    @Test
    void thePaperStopsAtTheThirdEpochInARowWithoutALowerRootMeanSquaredError() {
        int trained = paperOnNoise(60).epochsTrained();

        List<Double> errors = IntStream.rangeClosed(1, trained)
                .mapToObj(epochs -> paperOnNoise(epochs).validationRmse()) // of the weights after the last of them
                .toList();

        int lowest = 0;
        int last = 0;
        while (last - lowest < 3) {
            last++;
            lowest = errors.get(last) < errors.get(lowest) ? last : lowest;
        }
        assertThat(trained).isEqualTo(last + 1);
    }

    @Test
    void thePaperWithTheBestWeightsTakesThemFromAnyEpochOfThePruning() {
        TrialResult result = onNoise("paper-without-weights", Arms.PRUNING, "cubic 0-0.5", 60);

        assertThat(result.epochsTrained()).isLessThan(60); // so no epoch has the last sparsity
        assertThat(result.chosenEpoch())
                .isEqualTo(1 + result.validationCurve().indexOf(Collections.min(result.validationCurve())));
    }

    @Test
    void thePaperEndsShortOfItsLastSparsityUnlessThatIsMended() {
        TrialResult published = run(trial("paper", ModelKind.RNN, Arms.PRUNING, "cubic 0.1-0.5"));
        TrialResult mended = run(trial("paper-without-schedule", ModelKind.RNN, Arms.PRUNING, "cubic 0.1-0.5"));

        assertThat(published.epochsTrained()).isEqualTo(EPOCHS);
        double progress = 4.0 / 5; // epoch 6 of 2 to 7, epochs counted from 0
        assertThat(published.sparsityReached()).isCloseTo(0.1 + 0.4 * progress * progress * progress, within(2e-2));
        assertThat(mended.sparsityReached()).isCloseTo(0.5, within(1e-3));
        assertThat(mended.deviations()).anyMatch(d -> d.startsWith("mended: the schedule"));
    }

    @Test
    void thePatchTransformerOfThePaperKeepsItsDropoutWhileItIsPruned() {
        double pruned = firstLoss("paper", Arms.PRUNING, "cubic 0.01-0.5"); // nothing is pruned in the first epoch
        double mended = firstLoss("paper-without-dropout", Arms.PRUNING, "cubic 0.01-0.5");

        assertThat(pruned).isEqualTo(firstLoss("paper", Arms.DROPOUT, "0.3")).isNotEqualTo(mended);
        assertThat(mended).isEqualTo(firstLoss("paper", Arms.NONE, Trial.NO_SETTING));
    }

    private static double firstLoss(String protocol, String arm, String setting) {
        return run(trial(protocol, ModelKind.PATCH, arm, setting)).lossCurve().get(0);
    }

    @Test
    void baselinesAreJudgedOnTheSameRows() {
        Trial base = trial("clean", ModelKind.RNN, "", Trial.NO_SETTING);
        Job job = new Job(List.of(Baselines.LAST_VALUE, Baselines.SEASONAL_NAIVE, Baselines.LINEAR).stream()
                .map(arm -> new Trial("clean", "load", Trial.NO_MODEL, 3, arm, Trial.NO_SETTING, 0, EPOCHS))
                .toList());

        List<TrialResult> results = TrialRunner.run(job, DATA);

        assertThat(results).extracting(TrialResult::rows).containsOnly(58);
        assertThat(results).extracting(r -> r.trial().arm()).containsExactly("last-value", "seasonal-naive", "linear");
        assertThat(results.get(2).testMae()).isLessThan(results.get(0).testMae());
        assertThat(results).extracting(TrialResult::fileBytes).containsOnly(Double.NaN);
        assertThat(results.get(0).deviation())
                .isEqualTo(run(new Trial("clean", "load", "rnn", 3, "none", "-", base.seed(), 1))
                        .deviation());
    }

    @Test
    void tooFewEpochsForThePruningAreTold() {
        assertThatThrownBy(() -> run(new Trial("clean", "load", "patch", 3, Arms.PRUNING, "cubic 0-0.5", 1, 6)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("with 5 epochs of warm-up needs 7 epochs, but epochs is 6");
    }

    @Test
    void thePaperJudgesItsEarlyStoppingPartAlsoSeveralStepsAhead() {
        ExperimentData ahead = new ExperimentData(
                SmallTrials.DATA.series(), SmallTrials.DATA.target(), List.of(), "MW", Change.LEVEL, 24, 3);
        Trial trial = SmallTrials.trial("paper", ModelKind.RNN, Arms.NONE, Trial.NO_SETTING);

        TrialResult result = TrialRunner.run(new Job(List.of(trial)), ahead).get(0);

        assertThat(result.validationMae()).isEqualTo(result.testMae());
    }
}
