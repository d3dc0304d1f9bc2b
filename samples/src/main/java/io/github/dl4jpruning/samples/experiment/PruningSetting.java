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
 * How the pruning arm prunes, in a few words: {@code cubic 0.3-0.7}, {@code agp 0-0.5 normalised in 12},
 * {@code cubic 0-0.7 blocks 8 in 12}.
 *
 * @param curve {@code cubic} (the paper's, convex), {@code agp} (Zhu and Gupta's, concave), {@code linear} or {@code one-shot}
 * @param from sparsity of the first update
 * @param to last sparsity
 * @param normalised whether magnitudes are divided by the mean of their layer
 * @param blockSize weights that go together, 1 for single weights
 * @param epochs in the last of which the last sparsity is reached; 0 for all of the training
 */
public record PruningSetting(String curve, double from, double to, boolean normalised, int blockSize, int epochs) {
    /** Stands for the published one of a model. */
    public static final String PAPER = "paper";

    private static final Pattern TEXT = Pattern.compile("(cubic|agp|linear|one-shot) ([0-9.]+)-([0-9.]+)( normalised)?"
            + "(?: blocks ([0-9]{1,6}))?(?: in ([0-9]+))?");
    private static final int INTERVAL = 5;

    /** Checks the numbers. */
    public PruningSetting {
        if (!(from >= 0 && from <= to && to < 1)) {
            throw new InputException(
                    "--pruning: sparsities must rise from at least 0 to below 1, but are " + from + " and " + to);
        }
        if (blockSize < 1) {
            throw new InputException("--pruning: blocks need at least 1 weight, but have " + blockSize);
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
                    "--pruning '" + text + "' cannot be understood. Say 'paper', or a curve (cubic, agp,"
                            + " linear, one-shot), two sparsities, 'normalised' if magnitudes shall be, 'blocks 8' if so many weights"
                            + " shall go together, and in how many epochs: 'agp 0-0.5 normalised blocks 8 in 12'.");
        }
        return new PruningSetting(
                matcher.group(1),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                matcher.group(4) != null,
                matcher.group(5) == null ? 1 : Integer.parseInt(matcher.group(5)),
                matcher.group(6) == null ? 0 : Integer.parseInt(matcher.group(6)));
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
        int last = epochs == 0 ? trained : epochs;
        if (last > trained || last < warmUp + 2) {
            throw new InputException("pruning '" + this + "' with " + warmUp + " epochs of warm-up needs "
                    + Math.max(last, warmUp + 2) + " epochs, but --epochs is " + trained);
        }
        SparsityCurve shape = switch (curve) {
            case "cubic" -> SparsityCurve.paperCubic(from, to);
            case "agp" -> SparsityCurve.zhuGuptaCubic(from, to);
            case "linear" -> SparsityCurve.linear(from, to);
            default -> SparsityCurve.oneShot(to);
        };
        PruningWindow window = PruningWindow.epochs(warmUp, endsShort ? last : last - 1L, INTERVAL);
        PruningPlan plan =
                PruningPlan.of(new PruningSchedule(shape, window)).withGranularity(Granularity.blocks(blockSize));
        return normalised ? plan.withImportance(Importance.NORMALIZED_MAGNITUDE) : plan;
    }

    /** The first epoch, from 1, that has the last sparsity from its beginning. */
    int firstFinalEpoch(int trained) {
        return epochs == 0 ? trained : epochs;
    }

    @Override
    public String toString() {
        return curve + " " + number(from) + "-" + number(to) + (normalised ? " normalised" : "")
                + (blockSize == 1 ? "" : " blocks " + blockSize)
                + (epochs == 0 ? "" : " in " + epochs);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
