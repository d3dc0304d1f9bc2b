package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Granularity;
import io.github.dl4jpruning.selection.Importance;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the pruning arm prunes, in a few words: {@code early 0.9}, {@code search 0.98}, {@code cubic 0.3-0.7}, {@code agp
 * 0-0.5 normalised in 12}, {@code cubic 0-0.7 blocks 8 in 12}, {@code early 0.9 random}.
 *
 * @param curve {@code early} ({@link PruningPlan#early}), {@code search} ({@link PruningPlan#search}), {@code cubic}
 *     (the paper's, convex), {@code agp} (Zhu and Gupta's, concave), {@code linear} or {@code one-shot}
 * @param from sparsity of the first update
 * @param to last sparsity
 * @param importance what is compared
 * @param blockSize weights that go together, 1 for single weights
 * @param epochs in the last of which the last sparsity is reached; 0 for all of the training
 */
public record PruningSetting(String curve, double from, double to, Importance importance, int blockSize, int epochs) {
    /** Stands for the published one of a model. */
    public static final String PAPER = "paper";

    private static final Pattern TEXT = Pattern.compile("(?:(early|search) ([0-9.]+)"
            + "|(cubic|agp|linear|one-shot) ([0-9.]+)-([0-9.]+))( normalised| random)?"
            + "(?: blocks ([0-9]{1,6}))?(?: in ([0-9]+))?");
    private static final int INTERVAL = 5;
    private static final String EARLY = "early";
    private static final String SEARCH = "search";

    /** Checks the numbers. */
    public PruningSetting {
        if (!(from >= 0 && from <= to && to < 1)) {
            throw new InputException(
                    "{{pruning}}: sparsities must rise from at least 0 to below 1, but are " + from + " and " + to);
        }
        if (isPreset(curve) && epochs != 0) {
            throw new InputException("{{pruning}} '" + curve + "' has its own end: leave out 'in " + epochs + "'");
        }
        if (blockSize < 1) {
            throw new InputException("{{pruning}}: blocks need at least 1 weight, but have " + blockSize);
        }
    }

    /**
     * From its text.
     *
     * @param model whose published setting {@code paper} is
     * @throws InputException if it cannot be understood
     */
    public static PruningSetting of(String text, ModelKind model) {
        if (text.equals(PAPER)) {
            return model.published();
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InputException(
                    "{{pruning}} '" + text + "' cannot be understood. Say 'early 0.9', 'search 0.98' or 'paper', or a"
                            + " curve (cubic, agp, linear, one-shot) and two sparsities; then 'normalised' or 'random' for another"
                            + " importance, 'blocks 8' if so many weights shall go together, and, for a curve, in how many epochs:"
                            + " 'agp 0-0.5 normalised blocks 8 in 12'.");
        }
        boolean preset = matcher.group(1) != null;
        return new PruningSetting(
                preset ? matcher.group(1) : matcher.group(3),
                preset ? 0 : Double.parseDouble(matcher.group(4)),
                Double.parseDouble(matcher.group(preset ? 2 : 5)),
                importance(matcher.group(6)),
                matcher.group(7) == null ? 1 : Integer.parseInt(matcher.group(7)),
                matcher.group(8) == null ? 0 : Integer.parseInt(matcher.group(8)));
    }

    private static Importance importance(String word) {
        if (word == null) {
            return Importance.MAGNITUDE;
        }
        return word.equals(" random") ? Importance.RANDOM : Importance.NORMALIZED_MAGNITUDE;
    }

    private static boolean isPreset(String curve) {
        return curve.equals(EARLY) || curve.equals(SEARCH);
    }

    /**
     * The plan.
     *
     * @param warmUp epochs before the first update
     * @param trained epochs of the training
     * @param endsShort whether the window ends one epoch after the training, see {@link Fault#SCHEDULE}
     * @throws InputException if there are too few epochs
     */
    PruningPlan plan(int warmUp, int trained, boolean endsShort) {
        if (isPreset(curve)) {
            PruningPlan preset = curve.equals(EARLY) ? PruningPlan.early(trained, to) : PruningPlan.search(trained, to);
            return preset.withImportance(importance).withGranularity(Granularity.blocks(blockSize));
        }
        int last = epochs == 0 ? trained : epochs;
        if (last > trained || last < warmUp + 2) {
            throw new InputException("pruning '" + this + "' with " + warmUp + " epochs of warm-up needs "
                    + Math.max(last, warmUp + 2) + " epochs, but {{epochs}} is " + trained);
        }
        SparsityCurve shape = switch (curve) {
            case "cubic" -> SparsityCurve.paperCubic(from, to);
            case "agp" -> SparsityCurve.zhuGuptaCubic(from, to);
            case "linear" -> SparsityCurve.linear(from, to);
            default -> SparsityCurve.oneShot(to);
        };
        PruningWindow window = PruningWindow.epochs(warmUp, endsShort ? last : last - 1L, INTERVAL);
        return PruningPlan.of(new PruningSchedule(shape, window))
                .withImportance(importance)
                .withGranularity(Granularity.blocks(blockSize));
    }

    /**
     * The first epoch, from 1, that may be judged: of a search any, else the first with the last sparsity from its
     * beginning.
     */
    int firstFinalEpoch(int trained) {
        if (isPreset(curve)) {
            return curve.equals(SEARCH)
                    ? 1
                    : Math.toIntExact(
                            PruningPlan.early(trained, to).schedule().window().end() + 1);
        }
        return epochs == 0 ? trained : epochs;
    }

    @Override
    public String toString() {
        return curve + " " + (isPreset(curve) ? "" : number(from) + "-") + number(to) + word()
                + (blockSize == 1 ? "" : " blocks " + blockSize)
                + (epochs == 0 ? "" : " in " + epochs);
    }

    private String word() {
        return switch (importance) {
            case MAGNITUDE -> "";
            case NORMALIZED_MAGNITUDE -> " normalised";
            case RANDOM -> " random";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
