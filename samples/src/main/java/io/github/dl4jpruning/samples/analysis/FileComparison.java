package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.statistics.Holm;
import io.github.dl4jpruning.samples.statistics.PairedRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tuned arms on one series. A handful of seeds is too few for a test over trainings, so the rows of the test part are
 * compared, see {@link PairedRows}.
 *
 * @param choices what the validation part chose for every contender
 * @param tests pruning against the others, p-values corrected over all of them
 */
public record FileComparison(Map<Contender, TunedChoice> choices, List<Test> tests) {

    /**
     * Two contenders at the same rows.
     *
     * @param first choice of the one in question
     * @param second choice of what it is compared with
     * @param rows the comparison
     * @param holmP its p-value, corrected over all tests
     */
    public record Test(TunedChoice first, TunedChoice second, PairedRows rows, double holmP) {

        /** Whether both are the same trainings: then there is nothing to compare. */
        public boolean sameTrainings() {
            return first.arm().equals(second.arm()) && first.setting().equals(second.setting());
        }

        /** What was found, in a sentence. */
        public String inWords() {
            if (sameTrainings()) {
                return "No difference between " + first.contender().name() + " and "
                        + second.contender().name() + " is shown: validation chose " + first.inWords() + " for both.";
            }
            return ChangeSentence.of(named(first), named(second), rows.change(), rows.interval(), holmP);
        }

        /** No regularisation is called by its name where validation prefers it, also in the place of pruning. */
        private static String named(TunedChoice choice) {
            String name = choice.contender().name();
            return choice.choseNone() ? "no regularisation, which validation prefers to " + name + "," : name;
        }
    }

    /**
     * The comparison.
     *
     * @param results trials of one place, baselines among them or not
     * @param shown all contenders that are shown; those without trials are left out
     * @param family what is compared; pairs without trials are left out
     * @param errors absolute errors of a trial at all rows of the test part
     * @param blockLength rows whose errors are drawn together
     */
    public static FileComparison of(
            List<TrialResult> results,
            List<Contender> shown,
            List<TunedComparison.Pairing> family,
            Function<Trial, double[]> errors,
            int blockLength) {
        Map<Contender, TunedChoice> choices = new LinkedHashMap<>();
        for (Contender contender : shown) {
            TunedComparison.choices(results, contender).stream().findFirst().ifPresent(c -> choices.put(contender, c));
        }
        List<Test> raw = new ArrayList<>();
        for (TunedComparison.Pairing pairing : family) {
            TunedChoice first = choices.get(pairing.first());
            TunedChoice second = choices.get(pairing.second());
            if (first != null && second != null) {
                PairedRows rows = PairedRows.of(errors(first, errors), errors(second, errors), blockLength);
                raw.add(new Test(first, second, rows, rows.p()));
            }
        }
        double[] corrected = Holm.adjust(raw.stream().mapToDouble(Test::holmP).toArray());
        List<Test> tests = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            Test test = raw.get(i);
            tests.add(new Test(test.first(), test.second(), test.rows(), corrected[i]));
        }
        return new FileComparison(choices, List.copyOf(tests));
    }

    private static double[][] errors(TunedChoice choice, Function<Trial, double[]> errors) {
        return choice.trials().stream().map(r -> errors.apply(r.trial())).toArray(double[][]::new);
    }

    /**
     * The table: naive forecasts, then the contenders in the order in which they were named.
     *
     * @param baselines trials of the forecasts without a network
     * @param season rows after which the series repeats itself; 1 if it does not, and the seasonal naive forecast is
     *     the naive one
     */
    public List<FileRow> rows(List<TrialResult> baselines, int season) {
        TunedChoice none = choices.get(Contender.none());
        double noneMae = none == null ? Double.NaN : none.mean(TrialResult::testMae);
        List<FileRow> rows = new ArrayList<>();
        for (TrialResult baseline : baselines) {
            String name = baselineInWords(baseline.trial().arm(), season);
            if (!name.isEmpty()) {
                rows.add(FileRow.ofBaseline(baseline, name, noneMae));
            }
        }
        TunedChoice early = choices.get(Contender.tuned(Arms.PRUNING));
        choices.forEach((contender, choice) -> {
            boolean isSeen = early != null && !early.choseNone(); // as early pruning
            if (!contender.equals(Contender.pruned()) && !(contender.equals(Contender.prunedToSize()) && isSeen)) {
                rows.add(FileRow.of(choice, noneMae));
            }
        });
        return rows;
    }

    private static String baselineInWords(String arm, int season) {
        return switch (arm) {
            case "last-value" -> "the last value";
            case "seasonal-naive" -> season == 1 ? "" : "the value a season before";
            case "linear" -> "linear, target alone";
            default -> arm;
        };
    }

    /**
     * The network to deploy: of the way of pruning that validation prefers, or of none, the seed with the least
     * validation error.
     */
    public TrialResult toDeploy() {
        return choices.get(Contender.pruned()).best();
    }

    /** Of the trials that were chosen for a contender, the one with the least validation error. */
    public Optional<TrialResult> best(Contender contender) {
        return Optional.ofNullable(choices.get(contender)).map(TunedChoice::best);
    }

    /**
     * Tells of a forecast without a network that is better than the network to deploy: of those, the one with the least
     * validation error.
     *
     * @param baselines trials of the forecasts without a network
     * @param season as in {@link #rows}
     * @return nothing if the network has the lower test MAE
     */
    public Optional<String> betterWithoutNetwork(List<TrialResult> baselines, int season) {
        TrialResult network = toDeploy();
        return baselines.stream()
                .filter(b -> !baselineInWords(b.trial().arm(), season).isEmpty())
                .min(Comparator.comparingDouble(TrialResult::validationMae))
                .filter(b -> b.testMae() <= network.testMae())
                .map(b -> "But no network is needed here: the forecast \""
                        + baselineInWords(b.trial().arm(), season) + "\" has a test MAE of " + Digits.of(b.testMae())
                        + ", the network to deploy " + Digits.of(network.testMae()) + ".");
    }

    /** What {@link #toDeploy()} is, in a sentence. */
    public String deployedInWords() {
        TrialResult chosen = toDeploy();
        String from =
                String.format(Locale.ROOT, "seed %d, epoch %d", chosen.trial().seed(), chosen.chosenEpoch());
        return chosen.sparsityCurve().isEmpty()
                ? "To deploy: the network without regularisation, as validation prefers not to prune (" + from + ")."
                : String.format(
                        Locale.ROOT,
                        "To deploy: the network of \"%s\", %.1f%% of its weights pruned (%s).",
                        chosen.trial().setting(),
                        100 * chosen.sparsityReached(),
                        from);
    }

    /** The first test: pruning against the arm that it is to replace. */
    public Test headline() {
        return tests.get(0);
    }
}
