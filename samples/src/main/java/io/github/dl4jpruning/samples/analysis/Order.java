package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What trials are of, in the order in which it is shown. */
public final class Order {
    private static final List<String> ORDER =
            List.of(Arms.PRUNING, Arms.NONE, Arms.DROPOUT, Arms.MC_DROPOUT, "last-value", "seasonal-naive", "linear");
    private static final List<String> MODELS = List.of("rnn", "lstm", "patch", Trial.NO_MODEL);

    private Order() {}

    /** Whether nothing was trained with one of the arms: a forecast to compare with. */
    public static boolean isBaseline(Trial trial) {
        return trial.model().equals(Trial.NO_MODEL);
    }

    /** The arms of these trials, baselines left out, pruning first. */
    public static List<String> in(Collection<TrialResult> results) {
        return results.stream()
                .map(TrialResult::trial)
                .filter(t -> !isBaseline(t))
                .map(Trial::arm)
                .distinct()
                .sorted(order())
                .toList();
    }

    /** Pruning first, then the other arms, then baselines, then names unknown by alphabet. */
    public static Comparator<String> order() {
        return byPlace(ORDER);
    }

    /** The models of these trials, baselines left out, simple ones first. */
    public static List<String> models(Collection<TrialResult> results) {
        return results.stream()
                .map(TrialResult::trial)
                .filter(t -> !isBaseline(t))
                .map(Trial::model)
                .distinct()
                .sorted(byPlace(MODELS))
                .toList();
    }

    /** The data sets of these trials, in the order of their first trial. */
    public static List<String> data(Collection<TrialResult> results) {
        return results.stream().map(r -> r.trial().data()).distinct().toList();
    }

    /** The lengths of these trials, baselines left out, shortest first. */
    public static List<Integer> lengths(Collection<TrialResult> results) {
        return results.stream()
                .map(TrialResult::trial)
                .filter(t -> !isBaseline(t))
                .map(Trial::length)
                .distinct()
                .sorted()
                .toList();
    }

    static Comparator<String> modelOrder() {
        return byPlace(MODELS);
    }

    private static Comparator<String> byPlace(List<String> known) {
        return Comparator.<String>comparingInt(name -> known.contains(name) ? known.indexOf(name) : known.size())
                .thenComparing(Comparator.naturalOrder());
    }
}
