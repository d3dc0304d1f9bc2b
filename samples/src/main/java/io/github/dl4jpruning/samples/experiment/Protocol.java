package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.engine.LearningRate;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.Sampling;
import io.github.dl4jpruning.samples.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How trials are made and judged. {@code paper} does as the published scripts do, faults included, to compare with the
 * published claims; {@code clean} has none of them; {@code tuned} is {@code clean} with the learning rate falling to
 * zero and smaller batches, and arms that are tuned on the validation part ({@code docs/protocol.md}).
 *
 * @param name in files and on the command line: {@code clean}, {@code paper}, or {@code paper-without-scaler-pass} and
 *     the like
 * @param published whether this is the paper's: 80/20, levels, early stopping with a patience of 3
 * @param faults that are on
 */
public record Protocol(String name, boolean published, Set<Fault> faults) {
    /** Passes of MC dropout, without {@link Fault#PASS}. */
    public static final int PASSES = 50;

    private static final String WITHOUT = "-without-";
    private static final int PUBLISHED_PATIENCE = 3;
    private static final String TUNED = "tuned";
    private static final int BATCH = 64;
    private static final int TUNED_BATCH = 32;
    private static final double RATE = 1e-3;

    /** No fault: 70/10/20, scalers of the training part, best validation epoch, returns for prices. */
    public static Protocol clean() {
        return new Protocol("clean", false, Set.of());
    }

    /** No fault, batches of 32, and a learning rate that falls to zero along a cosine, in every arm. */
    public static Protocol tuned() {
        return new Protocol(TUNED, false, Set.of());
    }

    /** The published one, without some of its faults. */
    public static Protocol paper(Set<Fault> mended) {
        String name = mended.isEmpty()
                ? "paper"
                : "paper" + WITHOUT
                        + Arrays.stream(Fault.values())
                                .filter(mended::contains)
                                .map(Fault::toString)
                                .collect(Collectors.joining("-"));
        Set<Fault> faults = EnumSet.allOf(Fault.class);
        faults.removeAll(mended);
        return new Protocol(name, true, faults);
    }

    /**
     * By its name.
     *
     * @throws InputException if there is none of this name
     */
    public static Protocol of(String name) {
        if (name.equals("clean")) {
            return clean();
        }
        if (name.equals(TUNED)) {
            return tuned();
        }
        if (name.equals("paper")) {
            return paper(Set.of());
        }
        if (name.startsWith("paper" + WITHOUT)) {
            Set<Fault> mended = EnumSet.noneOf(Fault.class);
            for (String fault : name.substring(("paper" + WITHOUT).length()).split("-")) {
                mended.add(Arrays.stream(Fault.values())
                        .filter(f -> f.toString().equals(fault))
                        .findFirst()
                        .orElseThrow(() -> new InputException("{{protocol}} " + name + ": there is no fault '" + fault
                                + "'; known are " + Arrays.toString(Fault.values()) + ".")));
            }
            return paper(mended);
        }
        throw new InputException(
                "{{protocol}} must be clean, tuned, paper, or paper-without-scaler-pass and the like, but is " + name);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    Sampling sampling() {
        boolean twoParts = published && has(Fault.STOPPING);
        return new Sampling(twoParts ? Split::withoutValidation : Split::of, has(Fault.SCALER));
    }

    Change change(Change recommended) {
        return published ? Change.LEVEL : recommended;
    }

    /** Epochs without a better validation error after which training stops; 0 for never. */
    int patience() {
        return published ? PUBLISHED_PATIENCE : 0;
    }

    private boolean isTuned() {
        return isTuned(name);
    }

    /** Whether a name is that of {@link #tuned()}. */
    public static boolean isTuned(String name) {
        return name.equals(TUNED);
    }

    /** Windows per mini-batch. */
    int batch() {
        return isTuned() ? TUNED_BATCH : BATCH;
    }

    /** The learning rate over a training. */
    ISchedule rate(int epochs) {
        return isTuned() ? LearningRate.cosine(RATE, epochs) : new FixedSchedule(RATE);
    }

    int passes() {
        return has(Fault.PASS) ? 1 : PASSES;
    }

    /** What is done otherwise than in the published experiment. */
    List<String> deviations() {
        List<String> deviations = new ArrayList<>();
        if (published) {
            for (Fault fault : Fault.values()) {
                if (!has(fault)) {
                    deviations.add("mended: " + fault.sentence());
                }
            }
            deviations.add(
                    "exactly the target number of weights is pruned (the scripts prune one too few at every update)");
            deviations.add("Adam's moments of pruned weights are cleared; at most 98% of a layer are pruned");
            deviations.add("no feature of the future: the scripts' lead features are left out");
        } else {
            deviations.add(
                    "70/10/20 in time order, scalers of the training part, the epoch with the lowest validation MAE");
            deviations.add("pruning: of the epochs at the last sparsity alone, as earlier ones are denser models");
            deviations.add("returns for prices, errors on the level; no early stopping");
            if (isTuned()) {
                deviations.add(
                        "batches of " + TUNED_BATCH + "; the learning rate falls to zero along a cosine, in every arm");
            }
            deviations.add("MC dropout is the mean of " + PASSES + " passes");
        }
        return deviations;
    }
}
