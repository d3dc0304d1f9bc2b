package io.github.dl4jpruning.samples.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.analysis.TunedComparison.Pairing;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TunedComparisonTest {
    private static final int TASKS = 3;
    private static final int SEEDS = 4;
    private static final Pairing PRUNED_OR_DROPOUT = new Pairing(Contender.pruned(), Contender.tuned(Arms.DROPOUT));

    private final List<TrialResult> results = new ArrayList<>();
    private final Random random = new Random(1);

    private static TrialResult result(Trial trial, double validation, double test) {
        boolean pruned = trial.arm().equals(Arms.PRUNING) || trial.arm().equals(Arms.SEARCH);
        return new TrialResult(
                trial,
                "MW",
                validation,
                validation,
                test,
                test,
                1,
                0,
                pruned ? 0.9 : 0,
                100,
                2,
                2,
                1,
                1,
                1000,
                0.1,
                0.2,
                Double.NaN,
                Double.NaN,
                10,
                List.of(validation, validation),
                List.of(1.0, 1.0),
                pruned ? List.of(0.5, 0.9) : List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }

    /** A setting on all tasks and seeds, with errors relative to a level of the task. */
    private void add(String arm, String setting, double validation, double test) {
        for (int task = 0; task < TASKS; task++) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                double level = 10 * (task + 1) * (1 + 0.01 * random.nextDouble());
                Trial trial = new Trial("tuned", "task-" + task, "lstm", 24, arm, setting, seed, 20);
                results.add(result(trial, level * validation, level * test));
            }
        }
    }

    private void addNoneAndDropout() {
        add(Arms.NONE, "-", 1, 1);
        add(Arms.DROPOUT, "0.1", 0.97, 0.99);
        add(Arms.DROPOUT, "0.3", 0.95, 0.96);
        add(Arms.DROPOUT, "0.5", 0.99, 0.90); // better on the test part, which has no say
    }

    private TunedPair pair(Pairing pairing) {
        return TunedComparison.of(results, List.of(pairing)).pairs().get(0);
    }

    @Test
    void prunedNetworksThatAreClearlyBetterAreCalledBetterByHowMuch() {
        addNoneAndDropout();
        add(Arms.PRUNING, "early 0.8", 0.9, 0.9);
        add(Arms.PRUNING, "early 0.9", 0.8, 0.816);

        TunedPair pair = pair(PRUNED_OR_DROPOUT);

        assertThat(pair.mean()).isCloseTo(0.816 / 0.96 - 1, within(0.01));
        assertThat(pair.median()).isCloseTo(-0.15, within(0.01));
        assertThat(pair.wins()).isEqualTo(TASKS * SEEDS);
        assertThat(pair.byTask().known()).isTrue();
        assertThat(pair.inWords())
                .matches("Pruning is better than dropout by 14\\.\\d to 15\\.\\d% \\(p <0\\.001\\)\\.");
    }

    @Test
    void prunedNetworksThatAreWorseAreCalledWorse() {
        addNoneAndDropout();
        add(Arms.PRUNING, "early 0.9", 0.9, 1.2);

        assertThat(pair(PRUNED_OR_DROPOUT).inWords()).startsWith("Pruning is worse than dropout by 2");
    }

    @Test
    void prunedNetworksThatAreNeitherShowNoDifference() {
        addNoneAndDropout();
        add(Arms.PRUNING, "early 0.9", 0.9, 0.96);

        assertThat(pair(PRUNED_OR_DROPOUT).inWords()).startsWith("No difference between pruning and dropout is shown");
    }

    @Test
    void whereEveryRegularisationHurtsNoneIsChosenForAllArms() {
        add(Arms.NONE, "-", 1, 1);
        add(Arms.DROPOUT, "0.3", 1.1, 0.5);
        add(Arms.PRUNING, "early 0.9", 1.2, 0.5);

        List<TunedChoice> choices = TunedComparison.choices(results, Contender.pruned());

        assertThat(choices)
                .hasSize(TASKS)
                .allMatch(TunedChoice::choseNone)
                .allMatch(c -> c.arm().equals(Arms.NONE));
        TunedPair pair = pair(PRUNED_OR_DROPOUT);
        assertThat(pair.ties()).isEqualTo(TASKS * SEEDS);
        assertThat(pair.holmP()).isEqualTo(1);
        assertThat(TunedComparison.choices(results, Contender.prunedToSize())).noneMatch(TunedChoice::choseNone);
    }

    @Test
    void theDenseNetworkOfTheSameSizeIsThatOfTheSparsityWhichThePrunedOneChose() {
        add(Arms.NONE, "-", 0.5, 0.5);
        add(Arms.PRUNING, "early 0.8", 0.9, 0.9);
        add(Arms.PRUNING, "early 0.95", 0.8, 0.8);
        add(Arms.SMALL, "0.8", 0.6, 0.6); // better by validation, but of another size
        add(Arms.SMALL, "0.95", 1, 1);

        TunedPair pair = pair(new Pairing(Contender.prunedToSize(), Contender.denseOfSameSize()));

        assertThat(pair.blocks())
                .hasSize(TASKS * SEEDS)
                .allMatch(b -> b.first().trial().setting().equals("early 0.95"))
                .allMatch(b -> b.second().trial().setting().equals("0.95"));
        assertThat(pair.inWords())
                .startsWith("A pruned network is better than a dense network with as many weights by ");
    }

    @Test
    void aSettingWithFewerSeedsThanOthersIsNotChosen() {
        addNoneAndDropout();
        Trial early = new Trial("tuned", "task-0", "lstm", 24, Arms.PRUNING, "early 0.9", 1, 20);
        results.add(result(early, 0.01, 0.01));

        assertThat(TunedComparison.choices(results, Contender.pruned()))
                .singleElement()
                .matches(TunedChoice::choseNone);
    }

    @Test
    void pValuesAreCorrectedOverThePairsThatHaveTrials() {
        addNoneAndDropout();
        add(Arms.PRUNING, "early 0.9", 0.8, 0.8);
        Pairing none = new Pairing(Contender.pruned(), Contender.none());
        Pairing absent = new Pairing(Contender.pruned(), Contender.tuned(Arms.WEIGHT_DECAY));

        List<TunedPair> pairs = TunedComparison.of(results, List.of(none, absent, PRUNED_OR_DROPOUT))
                .pairs();

        assertThat(pairs.get(0).holmP()).isEqualTo(2 * pairs.get(0).wilcoxon().p());
        assertThat(pairs.get(1).blocks()).isEmpty();
        assertThat(pairs.get(1).inWords()).contains("cannot be compared");
    }

    /** On one task, with errors that are all as large as the test MAE, but for a little noise. */
    private FileComparison file() {
        List<TrialResult> one =
                results.stream().filter(r -> r.trial().data().equals("task-0")).toList();
        return FileComparison.of(
                one,
                List.of(Contender.none(), Contender.tuned(Arms.DROPOUT), Contender.pruned()),
                List.of(PRUNED_OR_DROPOUT, new Pairing(Contender.pruned(), Contender.none())),
                trial -> {
                    double mae = one.stream()
                            .filter(r -> r.trial().equals(trial))
                            .findFirst()
                            .orElseThrow()
                            .testMae();
                    return random.doubles(200, 0.9 * mae, 1.1 * mae).toArray();
                },
                6);
    }

    @Test
    void onOneFileTheRowsOfTheTestPartSayWhetherPruningIsBetter() {
        addNoneAndDropout();
        add(Arms.PRUNING, "early 0.9", 0.8, 0.8);

        FileComparison comparison = file();

        assertThat(comparison.headline().inWords())
                .matches("Pruning is better than dropout by 1[5-8]\\.\\d to 1[5-8].*");
        assertThat(comparison.headline().holmP())
                .isEqualTo(2 * comparison.headline().rows().p());
        assertThat(comparison.deployedInWords()).contains("the network of \"early 0.9\", 90.0% of its weights pruned");
    }

    @Test
    void wherePruningHurtsTheSentenceDoesNotPraiseIt() {
        addNoneAndDropout();
        results.removeIf(r -> r.trial().arm().equals(Arms.NONE));
        add(Arms.NONE, "-", 0.9, 0.8);
        add(Arms.PRUNING, "early 0.9", 1.2, 1.2);
        add(Arms.DROPOUT, "0.7", 0.85, 0.9);

        FileComparison comparison = file();

        assertThat(comparison.headline().inWords())
                .startsWith("No regularisation, which validation prefers to pruning, is better than dropout by 1");
        assertThat(comparison.tests().get(1).inWords())
                .isEqualTo(
                        "No difference between pruning and no regularisation is shown: validation chose none for both.");
        assertThat(comparison.deployedInWords()).contains("validation prefers not to prune");
    }

    @Test
    void aForecastWithoutANetworkThatIsBetterIsTold() {
        addNoneAndDropout();
        add(Arms.PRUNING, "early 0.9", 0.8, 0.8);
        TrialResult naive = result(new Trial("tuned", "task-0", "-", 24, "last-value", "-", 0, 0), 5, 7);
        TrialResult linear = result(new Trial("tuned", "task-0", "-", 24, "linear", "-", 0, 0), 9, 3);

        assertThat(file().betterWithoutNetwork(List.of(naive, linear), 1))
                .hasValueSatisfying(s -> assertThat(s).contains("\"the last value\" has a test MAE of 7.000"));
        assertThat(file().betterWithoutNetwork(List.of(linear), 1).isPresent()).isTrue();
        assertThat(file().betterWithoutNetwork(List.of(result(linear.trial(), 9, 30)), 1))
                .isEmpty();
    }
}
