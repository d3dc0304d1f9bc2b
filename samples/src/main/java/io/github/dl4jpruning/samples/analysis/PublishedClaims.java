package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The claims of Vos, van Eijk, Sarnyai and Rahimi Azghadi, Synaptic Pruning, arXiv 2508.09330 (2025). */
final class PublishedClaims {
    private static final List<String> ARMS = List.of(Arms.PRUNING, Arms.NONE, Arms.DROPOUT, Arms.MC_DROPOUT);
    private static final List<String> OTHERS = ARMS.subList(1, ARMS.size());
    private static final double FRIEDMAN_LEVEL = 0.01;
    private static final double RNN_OVERHEAD = 0.044;
    private static final int FEWEST_PRICES = 3;
    private static final double STABLE_MEMORY = 0.05;
    private static final String EVERY_OTHER = "none, dropout and MC dropout";

    private PublishedClaims() {}

    static List<Claim> all() {
        return List.of(
                new Claim(
                        "Pruning has the best average rank of the four arms.",
                        "Reproduced if its average rank over all blocks is the lowest and the corrected tests find it better than"
                                + " every other arm; contrary if they find another arm better than it.",
                        PublishedClaims::bestRank),
                new Claim(
                        "The arms differ: Friedman p < 0.01 on every data set.",
                        "Reproduced if p (Iman-Davenport) is below 0.01 on every data set. Never contrary: no difference found is"
                                + " not the opposite of a difference; nor does it say which arm is better.",
                        PublishedClaims::friedman),
                new Claim(
                        "RNN: pruning is better than MC dropout throughout.",
                        "Reproduced if its mean error is lower in every cell (data set, length) and the corrected test over all RNN"
                                + " blocks finds it better; contrary if that test finds MC dropout better.",
                        PublishedClaims::rnnThroughout),
                new Claim(
                        "RNN: pruning is about 4.4% slower than no dropout.",
                        "Reproduced if the median of the overhead per epoch is at most 4.4%, or its interval holds 4.4%;"
                                + " not tested with fewer than three blocks. Never contrary: a higher price is not the opposite of a"
                                + " price.",
                        PublishedClaims::rnnOverhead),
                gain(
                        "LSTM: mean MAE 9.8% lower over all data sets.",
                        0.098, "LSTM", t -> t.model().equals("lstm")),
                gain(
                        "LSTM on the S&P 500: MAE 21.5% lower.",
                        0.215, "LSTM on the S&P 500", t -> t.model().equals("lstm") && Evidence.isSp500(t.data())),
                gain(
                        "PatchTST: MAE 17.5% to 24.1% lower than the other arms.",
                        0.175, "PatchTST", t -> t.model().equals("patch")),
                gain(
                        "PatchTST on Bitcoin: MAE 32% lower.",
                        0.32, "PatchTST on Bitcoin", t -> t.model().equals("patch") && Evidence.isBitcoin(t.data())),
                upTo(
                        "Finance: MAE up to 20% lower than with no or standard dropout.",
                        0.20,
                        "the S&P 500 or Bitcoin",
                        t -> Evidence.isFinance(t.data()),
                        List.of(Arms.NONE, Arms.DROPOUT)),
                upTo(
                        "Up to 52% lower in select transformers.",
                        0.52, "PatchTST", t -> t.model().equals("patch"), OTHERS),
                new Claim(
                        "Stable memory.",
                        "Reproduced if the median of the memory relative to no dropout is at most 5% higher and its interval ends"
                                + " below 5%; not tested with fewer than three blocks. Never contrary, like every price.",
                        PublishedClaims::memory));
    }

    private static Finding bestRank(Evidence evidence) {
        Optional<Comparison> found = evidence.comparison("all models", t -> true);
        if (lacks(found, ARMS)) {
            return missing(ARMS, "all models");
        }
        Comparison all = found.get();
        String measured = all.arms().stream()
                        .map(arm -> arm + " " + text("%.2f", all.rank(arm)))
                        .collect(Collectors.joining(
                                ", ",
                                "average ranks ",
                                " over " + all.friedman().blocks() + " blocks; "))
                + winners(all.ofPruning());
        boolean lowest = all.best().equals(Arms.PRUNING);
        return new Finding(verdict(all.ofPruning(), lowest), measured);
    }

    private static Finding friedman(Evidence evidence) {
        List<String> figures = new ArrayList<>();
        boolean every = true;
        for (String data : Order.data(evidence.chosen())) {
            Optional<Comparison> found =
                    evidence.comparison("data " + data, t -> t.data().equals(data));
            if (lacks(found, ARMS)) {
                return missing(ARMS, data);
            }
            every &= found.get().friedman().p() < FRIEDMAN_LEVEL;
            figures.add(data + " p " + Figures.p(found.get().friedman().p()) + " (best rank: "
                    + found.get().best() + ")");
        }
        return new Finding(every ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED, String.join(", ", figures));
    }

    private static Finding rnnThroughout(Evidence evidence) {
        Optional<Comparison> found =
                evidence.comparison("model rnn", t -> t.model().equals("rnn"));
        List<String> needed = List.of(Arms.PRUNING, Arms.MC_DROPOUT);
        if (lacks(found, needed)) {
            return missing(needed, "the RNN");
        }
        List<Gain> gains = gains(evidence, t -> t.model().equals("rnn"), List.of(Arms.MC_DROPOUT));
        long lower = gains.stream().filter(g -> g.value() > 0).count();
        PairComparison pair = found.get().pruningAgainst(Arms.MC_DROPOUT).orElseThrow();
        return new Finding(
                verdict(List.of(pair), lower == gains.size()),
                "lower in " + lower + " of " + gains.size() + " cells; " + gain(pair));
    }

    private static Finding rnnOverhead(Evidence evidence) {
        Costs costs = Costs.of(
                "rnn",
                Arms.PRUNING,
                evidence.chosen().stream()
                        .filter(r -> r.trial().model().equals("rnn"))
                        .toList());
        if (costs.pairs() == 0) {
            return missing(List.of(Arms.PRUNING, Arms.NONE), "the RNN");
        }
        boolean cheap =
                costs.overhead() <= RNN_OVERHEAD || costs.overheadInterval().contains(RNN_OVERHEAD);
        return price(
                costs, cheap, "median " + Figures.change(costs.overhead(), costs.overheadInterval()) + " per epoch");
    }

    private static Finding memory(Evidence evidence) {
        Costs costs = Costs.of("all", Arms.PRUNING, evidence.chosen());
        if (Double.isNaN(costs.memory())) {
            return missing(List.of(Arms.PRUNING, Arms.NONE), "any model");
        }
        boolean stable =
                costs.memory() <= STABLE_MEMORY && !(costs.memoryInterval().high() >= STABLE_MEMORY);
        return price(costs, stable, "median " + Figures.change(costs.memory(), costs.memoryInterval()));
    }

    /** One block says nothing of a time or a memory, which differ by more than pruning costs. */
    private static Finding price(Costs costs, boolean asClaimed, String measured) {
        Verdict verdict = asClaimed ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED;
        return new Finding(
                costs.pairs() < FEWEST_PRICES ? Verdict.NOT_TESTED : verdict,
                measured + " over " + costs.pairs() + (costs.pairs() == 1 ? " block" : " blocks"));
    }

    private static Claim gain(String text, double claimed, String where, Predicate<Trial> scope) {
        String rule = text(
                "Reproduced if, against each of %s, the corrected test over all blocks of %s finds pruning better and the"
                        + " interval of the gain reaches %.1f%%; contrary if it finds one of them better than pruning.",
                EVERY_OTHER, where, 100 * claimed);
        return new Claim(text, rule, evidence -> {
            Optional<Comparison> found = evidence.comparison(where, scope);
            if (lacks(found, ARMS)) {
                return missing(ARMS, where);
            }
            List<PairComparison> pairs = found.get().ofPruning();
            boolean reached = pairs.stream().allMatch(p -> p.gainInterval().high() >= claimed);
            String measured = pairs.stream().map(PublishedClaims::gain).collect(Collectors.joining("; "));
            return new Finding(verdict(pairs, reached), measured);
        });
    }

    private static Claim upTo(String text, double claimed, String where, Predicate<Trial> scope, List<String> against) {
        String rule = text(
                "Reproduced if in some cell (data set, model, length) of %s the mean error is at least %.0f%% lower than with %s,"
                        + " and the corrected test over the lengths and seeds of that data set and model finds pruning better;"
                        + " contrary if it is lower in no cell.",
                where, 100 * claimed, String.join(" or ", against));
        return new Claim(text, rule, evidence -> {
            List<Gain> gains = gains(evidence, scope, against);
            if (gains.isEmpty()) {
                List<String> needed = new ArrayList<>(List.of(Arms.PRUNING));
                needed.addAll(against);
                return missing(needed, where);
            }
            Gain largest = gains.stream()
                    .max((a, b) -> Double.compare(a.value(), b.value()))
                    .orElseThrow();
            boolean confirmed = gains.stream().filter(g -> g.value() >= claimed).anyMatch(g -> isWin(evidence, g));
            Verdict verdict =
                    confirmed ? Verdict.REPRODUCED : largest.value() <= 0 ? Verdict.CONTRARY : Verdict.NOT_REPRODUCED;
            String measured = text(
                    "largest gain %s, against %s (%s, %s, length %d); %s",
                    Figures.percent(largest.value()),
                    largest.arm(),
                    largest.data(),
                    largest.model(),
                    largest.length(),
                    isWin(evidence, largest)
                            ? "a win on this data set and model"
                            : "no win on this data set and model (corrected test)");
            return new Finding(verdict, measured);
        });
    }

    /** How much lower the mean error of pruning is in one cell. */
    private record Gain(String data, String model, int length, String arm, double value) {}

    private static List<Gain> gains(Evidence evidence, Predicate<Trial> scope, List<String> against) {
        List<Gain> gains = new ArrayList<>();
        for (CellSummary pruning : evidence.cells()) {
            for (CellSummary other : evidence.cells()) {
                if (pruning.arm().equals(Arms.PRUNING)
                        && against.contains(other.arm())
                        && pruning.data().equals(other.data())
                        && pruning.model().equals(other.model())
                        && pruning.length() == other.length()
                        && scope.test(trial(pruning))) {
                    gains.add(new Gain(
                            pruning.data(),
                            pruning.model(),
                            pruning.length(),
                            other.arm(),
                            1 - pruning.testMae().mean() / other.testMae().mean()));
                }
            }
        }
        return gains;
    }

    private static Trial trial(CellSummary cell) {
        return new Trial("", cell.data(), cell.model(), cell.length(), cell.arm(), cell.setting(), 0, 0);
    }

    private static boolean isWin(Evidence evidence, Gain gain) {
        return evidence.comparison(
                        gain.model() + " on " + gain.data(),
                        t -> t.model().equals(gain.model()) && t.data().equals(gain.data()))
                .flatMap(c -> c.pruningAgainst(gain.arm()))
                .flatMap(PairComparison::winner)
                .filter(Arms.PRUNING::equals)
                .isPresent();
    }

    /** Reproduced needs a win of pruning in every pair and what else is asked for; one loss is contrary. */
    private static Verdict verdict(List<PairComparison> pairs, boolean reached) {
        if (pairs.stream().anyMatch(p -> p.winner().filter(p.second()::equals).isPresent())) {
            return Verdict.CONTRARY;
        }
        boolean wins = pairs.stream().allMatch(p -> p.winner().isPresent());
        return wins && reached ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED;
    }

    private static String gain(PairComparison pair) {
        return "against " + pair.second() + " " + Figures.gain(pair.gain(), pair.gainInterval()) + ", p "
                + Figures.p(pair.holmP());
    }

    private static String winners(List<PairComparison> pairs) {
        return pairs.stream()
                .map(p -> p.winner()
                        .map(w -> w + " better than " + (w.equals(p.first()) ? p.second() : p.first()))
                        .orElse("no difference from " + p.second() + " shown"))
                .collect(Collectors.joining(", "));
    }

    private static boolean lacks(Optional<Comparison> comparison, List<String> arms) {
        return comparison.isEmpty() || !comparison.get().arms().containsAll(arms);
    }

    private static Finding missing(List<String> arms, String where) {
        return Finding.missing("needs blocks of " + where + " with " + String.join(", ", arms));
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
