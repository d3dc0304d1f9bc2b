package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import java.util.List;
import java.util.Optional;

/**
 * One side of a comparison of tuned arms: which trials stand for election, of which the validation part chooses one
 * setting per task.
 *
 * @param name for the reader
 * @param arms whose settings are tried
 * @param mayBeNone whether "no regularisation" is among the tries
 * @param sizedBy of a dense network that is to have as many weights as the pruned one: the contender whose setting says
 *     how many those are
 */
public record Contender(String name, List<String> arms, boolean mayBeNone, Optional<Contender> sizedBy) {

    /** Copies the list. */
    public Contender {
        arms = List.copyOf(arms);
    }

    /** An arm with its settings and with "no regularisation" among its tries. */
    public static Contender tuned(String arm) {
        return new Contender(inWords(arm), List.of(arm), !arm.equals(Arms.NONE), Optional.empty());
    }

    private static String inWords(String arm) {
        return switch (arm) {
            case Arms.NONE -> "no regularisation";
            case Arms.MC_DROPOUT -> "MC dropout";
            case Arms.PRUNING -> "early pruning";
            case Arms.SEARCH -> "pruning by search";
            case Arms.WEIGHT_DECAY -> "weight decay";
            case Arms.SMALL -> "a smaller dense network";
            case Arms.RANDOM -> "random pruning";
            case Arms.ONE_SHOT -> "one-shot pruning";
            case Arms.PUBLISHED -> "the published schedule";
            default -> arm;
        };
    }

    /** An arm with its settings alone. */
    public static Contender always(String arm) {
        return new Contender(inWords(arm) + " (never none)", List.of(arm), false, Optional.empty());
    }

    /** No regularisation. */
    public static Contender none() {
        return tuned(Arms.NONE);
    }

    /** Early pruning or the search, or neither: whatever the validation part prefers. */
    public static Contender pruned() {
        return new Contender("pruning", List.of(Arms.PRUNING, Arms.SEARCH), true, Optional.empty());
    }

    /**
     * Early pruning at one of its sparsities, never none: the pruned one "of two networks with the same number of
     * weights".
     */
    public static Contender prunedToSize() {
        return new Contender("a pruned network", List.of(Arms.PRUNING), false, Optional.empty());
    }

    /** The dense one of the two: with as many weights as {@link #prunedToSize()} has left. */
    public static Contender denseOfSameSize() {
        return new Contender(
                "a dense network with as many weights", List.of(Arms.SMALL), false, Optional.of(prunedToSize()));
    }

    /** Whether a setting of one of the arms may be chosen, given the setting of {@link #sizedBy()}. */
    boolean admits(String setting, Optional<String> sizing) {
        return sizing.map(s -> s.endsWith(" " + setting)).orElse(true); // "early 0.9" is the size of "0.9"
    }
}
