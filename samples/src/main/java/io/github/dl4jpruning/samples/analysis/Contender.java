package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import java.util.List;
import java.util.Optional;

/**
 * One side of a comparison of tuned arms: which trials stand for election, of which the validation part chooses one setting per task.
 *
 * @param name for the reader
 * @param arms whose settings are tried
 * @param mayBeNone whether "no regularisation" is among the tries
 * @param sizedBy of a dense network that is to have as many weights as the pruned one: the contender whose setting says how many those are
 */
public record Contender(String name, List<String> arms, boolean mayBeNone, Optional<Contender> sizedBy) {

    /** Copies the list. */
    public Contender {
        arms = List.copyOf(arms);
    }

    /** An arm with its settings and with "no regularisation" among its tries. */
    public static Contender tuned(String arm) {
        return new Contender(arm, List.of(arm), true, Optional.empty());
    }

    /** An arm with its settings alone. */
    public static Contender always(String arm) {
        String name = arm.equals(Arms.NONE) ? arm : arm + ", always";
        return new Contender(name, List.of(arm), false, Optional.empty());
    }

    /** No regularisation. */
    public static Contender none() {
        return always(Arms.NONE);
    }

    /** Early pruning or the search, or neither: whatever the validation part prefers. */
    public static Contender pruned() {
        return new Contender("pruning", List.of(Arms.PRUNING, Arms.SEARCH), true, Optional.empty());
    }

    /** Early pruning at one of its sparsities, never none: the pruned one "of two networks with the same number of weights". */
    public static Contender prunedToSize() {
        return new Contender("pruned to size", List.of(Arms.PRUNING), false, Optional.empty());
    }

    /** The dense one of the two: with as many weights as {@link #prunedToSize()} has left. */
    public static Contender denseOfSameSize() {
        return new Contender("dense of the same size", List.of(Arms.SMALL), false, Optional.of(prunedToSize()));
    }

    /** Whether a setting of one of the arms may be chosen, given the setting of {@link #sizedBy()}. */
    boolean admits(String setting, Optional<String> sizing) {
        return sizing.map(s -> s.endsWith(" " + setting)).orElse(true); // "early 0.9" is the size of "0.9"
    }
}
