package io.github.dl4jpruning.samples.analysis;

import static io.github.dl4jpruning.samples.analysis.SyntheticTrials.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.experiment.TrialLine;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class AnalysisTest {
    private static final List<String> ARMS = List.of("none", "dropout", "mc-dropout", "pruning");

    /** Two data sets, three lengths, five seeds; the error of an arm is a multiple of that of the block. */
    private static List<TrialResult> trials(String model, ToDoubleFunction<String> factor) {
        List<TrialResult> trials = new ArrayList<>();
        for (String data : List.of("sp500", "bitcoin")) {
            for (int length : new int[] {1, 7, 30}) {
                for (int seed = 1; seed <= 5; seed++) {
                    double block = 100 + 7 * length + 3.1 * seed;
                    for (String arm : ARMS) {
                        trials.add(trial(data, model, length, arm, seed, block * factor.applyAsDouble(arm)));
                    }
                }
            }
        }
        return trials;
    }

    private static ProtocolAnalysis analyse(List<TrialResult> trials) {
        return SyntheticTrials.analysis(trials).protocols().get(0);
    }

    private static Finding claim(ProtocolAnalysis analysis, String start) {
        return analysis.claims().stream()
                .filter(c -> c.claim().text().startsWith(start))
                .findFirst()
                .orElseThrow()
                .finding();
    }

    private static double pruningWins(String arm) {
        return switch (arm) {
            case "pruning" -> 0.75;
            case "none" -> 1;
            case "dropout" -> 1.1;
            default -> 1.2;
        };
    }

    private static double pruningLoses(String arm) {
        return 1 / pruningWins(arm);
    }

    @Test
    void anArmThatWinsEverywhereHasRankOneAndWinsEveryTest() {
        Comparison all = analyse(trials("lstm", AnalysisTest::pruningWins))
                .comparison("all models")
                .orElseThrow();

        assertThat(all.arms()).containsExactly("pruning", "none", "dropout", "mc-dropout");
        assertThat(all.friedman().blocks()).isEqualTo(30);
        assertThat(all.friedman().averageRanks()).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(all.pairs()).hasSize(6);
        assertThat(all.ofPruning()).allSatisfy(pair -> {
            assertThat(pair.winner()).contains("pruning");
            assertThat(pair.rankBiserial()).isEqualTo(-1);
            assertThat(pair.holmP()).isCloseTo(6 * 2 * Math.pow(0.5, 30), within(1e-15));
        });
        assertThat(all.pruningAgainst("none").orElseThrow().gain()).isCloseTo(0.25, within(1e-12));
        assertThat(all.pruningAgainst("none").orElseThrow().medianDifference()).isCloseTo(-0.25, within(1e-12));
    }

    @Test
    void dataSetsOfOtherUnitsCountAlike() {
        // Bitcoin's standard deviation is twenty times that of the index: in units of the target it would decide the
        // mean alone.
        List<TrialResult> trials = new ArrayList<>();
        for (int seed = 1; seed <= 5; seed++) {
            trials.add(trial("sp500", "lstm", 7, "none", seed, 812.4 * 0.4));
            trials.add(trial("sp500", "lstm", 7, "pruning", seed, 812.4 * 0.2));
            trials.add(trial("bitcoin", "lstm", 7, "none", seed, 16_034.7 * 0.4));
            trials.add(trial("bitcoin", "lstm", 7, "pruning", seed, 16_034.7 * 0.4));
        }

        PairComparison pair = analyse(trials)
                .comparison("all models")
                .orElseThrow()
                .ofPruning()
                .get(0);

        assertThat(pair.gain()).isCloseTo(0.25, within(1e-12));
        assertThat(pair.wilcoxon().zeros()).isEqualTo(5);
    }

    @Test
    void aBlockThatLacksAnArmIsLeftOutAndTold() {
        List<TrialResult> trials = trials("lstm", AnalysisTest::pruningWins);
        trials.removeIf(r -> r.trial().arm().equals("mc-dropout") && r.trial().length() == 30);

        ProtocolAnalysis analysis = analyse(trials);

        Comparison all = analysis.comparison("all models").orElseThrow();
        assertThat(all.friedman().blocks()).isEqualTo(20);
        assertThat(all.dropped()).isEqualTo("10 blocks left out (mc-dropout missing in 10)");
        assertThat(SyntheticTrials.analysis(trials).toText()).contains("all models: 10 blocks left out");
    }

    @Test
    void armsThatAreAllAlikeAreNotToldApart() {
        ProtocolAnalysis analysis = analyse(trials("lstm", arm -> 1));

        Comparison all = analysis.comparison("all models").orElseThrow();
        assertThat(all.friedman().averageRanks()).containsOnly(2.5);
        assertThat(all.pairs()).allSatisfy(pair -> assertThat(pair.winner()).isEmpty());
        assertThat(claim(analysis, "Pruning has the best").verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(claim(analysis, "LSTM: mean").verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(claim(analysis, "The arms differ").verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(claim(analysis, "Finance").verdict()).isEqualTo(Verdict.CONTRARY);
    }

    @Test
    void aGainAsLargeAsClaimedIsReproducedAndASmallerOneIsNot() {
        ProtocolAnalysis large = analyse(trials("lstm", AnalysisTest::pruningWins));
        ProtocolAnalysis small = analyse(trials("lstm", arm -> arm.equals("pruning") ? 0.95 : 1));

        assertThat(claim(large, "Pruning has the best").verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(claim(large, "The arms differ").verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(claim(large, "LSTM: mean").verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(claim(large, "LSTM on the S&P 500").verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(claim(large, "Finance").verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(claim(small, "LSTM: mean").verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(claim(small, "LSTM: mean").measured()).contains("against none 5.0% lower [5.0, 5.0]");
        assertThat(claim(small, "Finance").verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @Test
    void anArmThatIsBetterThanPruningMakesTheClaimContrary() {
        ProtocolAnalysis analysis = analyse(trials("patch", AnalysisTest::pruningLoses));

        assertThat(claim(analysis, "Pruning has the best").verdict()).isEqualTo(Verdict.CONTRARY);
        assertThat(claim(analysis, "PatchTST: MAE").verdict()).isEqualTo(Verdict.CONTRARY);
        assertThat(claim(analysis, "PatchTST on Bitcoin").verdict()).isEqualTo(Verdict.CONTRARY);
        assertThat(claim(analysis, "Up to 52%").verdict()).isEqualTo(Verdict.CONTRARY);
    }

    @Test
    void aLargeGainOfFewSeedsIsNoWin() {
        List<TrialResult> trials = trials("lstm", AnalysisTest::pruningWins);
        trials.removeIf(r -> r.trial().length() != 7 || !r.trial().data().equals("sp500"));

        Finding finding = claim(analyse(trials), "LSTM on the S&P 500");

        assertThat(finding.measured()).contains("against none 25.0% lower", "p 0.3750");
        assertThat(finding.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @Test
    void claimsWhoseTrialsAreMissingAreNotTested() {
        List<TrialResult> trials = trials("lstm", AnalysisTest::pruningWins);
        trials.removeIf(r -> r.trial().arm().equals("dropout"));

        ProtocolAnalysis analysis = analyse(trials);

        assertThat(claim(analysis, "LSTM: mean").verdict()).isEqualTo(Verdict.NOT_TESTED);
        assertThat(claim(analysis, "RNN: pruning is better").verdict()).isEqualTo(Verdict.NOT_TESTED);
        assertThat(claim(analysis, "PatchTST: MAE").verdict()).isEqualTo(Verdict.NOT_TESTED);
        assertThat(claim(analysis, "Stable memory").verdict()).isEqualTo(Verdict.REPRODUCED);
    }

    @Test
    void pricesOfTwoBlocksAreNotTested() {
        List<TrialResult> trials = trials("rnn", AnalysisTest::pruningWins);
        trials.removeIf(r -> r.trial().length() != 7
                || !r.trial().data().equals("sp500")
                || r.trial().seed() > 2);
        Finding two = claim(analyse(trials), "Stable memory");
        assertThat(two.verdict()).isEqualTo(Verdict.NOT_TESTED);
        assertThat(two.measured()).startsWith("median +0.5%").endsWith(" over 2 blocks");
        assertThat(claim(analyse(trials), "RNN: pruning is about").verdict()).isEqualTo(Verdict.NOT_TESTED);

        trials.add(trial("sp500", "rnn", 7, "pruning", 3, 50));
        trials.add(trial("sp500", "rnn", 7, "none", 3, 50));
        assertThat(claim(analyse(trials), "Stable memory").verdict()).isNotEqualTo(Verdict.NOT_TESTED);
    }

    @Test
    void betterThroughoutNeedsEveryCell() {
        List<TrialResult> trials = trials("rnn", AnalysisTest::pruningWins);
        assertThat(claim(analyse(trials), "RNN: pruning is better").verdict()).isEqualTo(Verdict.REPRODUCED);

        trials.replaceAll(r -> r.trial().arm().equals("pruning")
                        && r.trial().length() == 7
                        && r.trial().data().equals("sp500")
                ? trial("sp500", "rnn", 7, "pruning", r.trial().seed(), 900)
                : r);
        Finding finding = claim(analyse(trials), "RNN: pruning is better");
        assertThat(finding.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(finding.measured()).startsWith("lower in 5 of 6 cells");
    }

    @Test
    void theOverheadIsTheMedianRatioOfSecondsPerEpochToArmNone() {
        ProtocolAnalysis analysis = analyse(trials("rnn", AnalysisTest::pruningWins));

        Costs costs = costs(analysis, "pruning");
        assertThat(costs.pairs()).isEqualTo(30);
        assertThat(costs.overhead()).isCloseTo(0.05, within(1e-12));
        assertThat(costs.megabytes()).isEqualTo(423);
        assertThat(costs.memory()).isCloseTo(423 / 421.0 - 1, within(1e-12));
        assertThat(claim(analysis, "RNN: pruning is about").verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @Test
    void sizesAndLatenciesAreMediansOfTheTrialsThatKnowThem() {
        List<TrialResult> trials = trials("rnn", AnalysisTest::pruningWins);
        trials.replaceAll(r -> r.trial().seed() % 2 == 0 ? old(r) : r);

        ProtocolAnalysis analysis = analyse(trials);

        Costs costs = costs(analysis, "pruning");
        assertThat(costs.sparsity()).isEqualTo(0.5);
        assertThat(costs.fileBytes()).isEqualTo(36_000);
        assertThat(costs.kilobytes()).isEqualTo(36);
        assertThat(costs.forecastMillis()).isCloseTo(0.015 + 0.001 * 7, within(1e-12));
        assertThat(costs.frameworkMillis()).isCloseTo(2.7, within(1e-12));
        assertThat(costs.timesFaster()).isCloseTo(2.7 / 0.022, within(1e-9));
        assertThat(costs(analysis, "none").kilobytes()).isEqualTo(71);
        assertThat(costs(analysis, "mc-dropout").fileBytes()).isNaN();
        assertThat(SyntheticTrials.analysis(trials).toText().lines())
                .anySatisfy(line -> assertThat(line.trim().split(" {2,}"))
                        .containsExactly("rnn pruning", "50.0%", "36.0", "0.02200", "2.700", "123"))
                .anySatisfy(line -> assertThat(line.trim().split(" {2,}"))
                        .containsExactly("rnn mc-dropout", "0.0%", "-", "-", "-", "-"));
    }

    private static Costs costs(ProtocolAnalysis analysis, String arm) {
        return analysis.costs().stream()
                .filter(c -> c.arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }

    /** As a version wrote it that did not measure exports. */
    private static TrialResult old(TrialResult result) {
        String line =
                SyntheticTrials.line(result).replaceAll("\"(fileBytes|forecastMillis|frameworkMillis)\":[^,]+,", "");
        assertThat(line).doesNotContain("fileBytes", "Millis");
        return TrialLine.parse(line);
    }

    @Test
    void aSingleSeedHasNoInterval() {
        List<TrialResult> trials = trials("lstm", AnalysisTest::pruningWins);
        trials.removeIf(r -> r.trial().seed() > 1);

        ProtocolAnalysis analysis = analyse(trials);

        assertThat(analysis.cells())
                .allSatisfy(c -> assertThat(c.testMae().interval().known()).isFalse());
        assertThat(analysis.comparison("data sp500").orElseThrow().friedman().blocks())
                .isEqualTo(3);
    }

    @Test
    void oneArmAloneIsNotComparedButTold() {
        List<TrialResult> trials = trials("lstm", AnalysisTest::pruningWins);
        trials.removeIf(r -> !r.trial().arm().equals("pruning"));

        ProtocolAnalysis analysis = analyse(trials);

        assertThat(analysis.comparisons()).isEmpty();
        assertThat(analysis.notCompared()).contains("all models", "model lstm", "data sp500");
        assertThat(analysis.claims())
                .allSatisfy(c -> assertThat(c.finding().verdict()).isEqualTo(Verdict.NOT_TESTED));
        assertThat(SyntheticTrials.analysis(trials).toText()).contains("all models: not compared");
    }

    @Test
    void protocolsAreAnalysedEachByItself() {
        List<TrialResult> trials = new ArrayList<>(SyntheticTrials.realistic("paper"));
        trials.addAll(SyntheticTrials.realistic("clean"));

        Analysis analysis = SyntheticTrials.analysis(trials);

        assertThat(analysis.protocols()).extracting(ProtocolAnalysis::protocol).containsExactly("clean", "paper");
        assertThat(analysis.protocols())
                .allSatisfy(p -> assertThat(p.comparison("all models")
                                .orElseThrow()
                                .friedman()
                                .blocks())
                        .isEqualTo(4 * 3 * 4 * 5));
        assertThat(analysis.protocols().get(0).choiceInWords()).startsWith("144 of 192 cells");
        assertThat(analysis.protocols().get(1).choiceInWords()).isEqualTo("Every arm was run with one setting.");
    }

    @Test
    void anArmBeatsABaselineInTheCellsWhereItsMeanErrorIsLower() {
        List<TrialResult> trials = trials("lstm", AnalysisTest::pruningWins);
        for (String data : List.of("sp500", "bitcoin")) {
            trials.add(trial(data, "-", 1, "last-value", 0, 100)); // one length alone: it knows no length
            for (int length : new int[] {1, 7, 30}) {
                trials.add(trial(data, "-", length, "linear", 0, length == 30 ? 1000 : 1));
            }
        }

        Skill skill = analyse(trials).skills().stream()
                .filter(s -> s.arm().equals("pruning"))
                .findFirst()
                .orElseThrow();

        assertThat(skill.cells()).isEqualTo(6);
        assertThat(skill.beaten()).containsEntry("last-value", 2).containsEntry("linear", 2);
        assertThat(skill.allBeaten()).isZero();
    }

    @Test
    void theCsvHasOneLinePerCellAndNothingWhereThereIsNoValue() {
        Analysis analysis = SyntheticTrials.analysis(List.of(trial("bitcoin", "lstm", 7, "none", 1, 8017.35)));

        assertThat(analysis.toCsv().lines())
                .containsExactly(
                        "protocol,data,model,length,arm,setting,seeds,unit,deviation,test_mae,test_mae_low,test_mae_high,test_mae_sd,"
                                + "test_rmse,validation_mae,sparsity_asked,sparsity_reached,coverage,width,seconds_per_epoch,megabytes,weights",
                        "clean,bitcoin,lstm,7,none,-,1,USD,16034.7,8017.35,,,0.5,10422.555,8017.35,0.0,0.0,,,0.55,421.0,17000");
    }
}
