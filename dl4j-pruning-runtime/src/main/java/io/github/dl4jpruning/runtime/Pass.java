package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.Cell.Steps;
import io.github.dl4jpruning.runtime.format.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * One thread's room for a sequence to go through all layers; grows with the longest sequence and is used again and
 * again.
 *
 * @param <R> a step: one number per unit, or for several windows per unit one number per window
 */
final class Pass<R> {

    /** Joins the two directions of a step. */
    interface Join<R> {
        void join(Layer.Mode mode, R forward, R backward, R to);
    }

    private final Room[] rooms; // an array, whose loop makes no iterator
    private final IntFunction<R> newStep;
    private final Join<R> join;

    /**
     * An empty room.
     *
     * @param newStep a step of so many units
     * @param newSteps what a cell needs
     */
    Pass(List<Stage> stages, IntFunction<R> newStep, Function<Cell, Steps<R>> newSteps, Join<R> join) {
        this.newStep = newStep;
        this.join = join;
        @SuppressWarnings("unchecked") // there is no array of a generic class
        Room[] own = (Room[]) java.lang.reflect.Array.newInstance(Room.class, stages.size());
        for (int i = 0; i < own.length; i++) {
            own[i] = new Room(stages.get(i), newSteps);
        }
        rooms = own;
    }

    /** Brings an array of steps to a length. */
    R[] grow(R[] steps, int count, int units) {
        if (steps.length >= count) {
            return steps;
        }
        R[] longer = Arrays.copyOf(steps, count);
        for (int i = steps.length; i < count; i++) {
            longer[i] = newStep.apply(units);
        }
        return longer;
    }

    /** The outputs of the last layer for a sequence; overwritten by the next call. */
    R[] run(R[] input, int steps) {
        R[] x = input;
        int count = steps;
        for (Room room : rooms) {
            x = room.run(x, count);
            count = room.stage.lastOnly() ? 1 : count;
        }
        return x;
    }

    /** One layer's part of the room. */
    private final class Room {
        private final Stage stage;
        private final Steps<R> forward;
        private final Steps<R> backward;
        private R[] there = empty();
        private R[] back = empty();
        private R[] joined = empty();

        Room(Stage stage, Function<Cell, Steps<R>> newSteps) {
            this.stage = stage;
            forward = stage.cell() == null ? null : newSteps.apply(stage.cell());
            backward = stage.backward() == null ? null : newSteps.apply(stage.backward());
        }

        @SuppressWarnings("unchecked")
        private R[] empty() {
            return (R[]) java.lang.reflect.Array.newInstance(newStep.apply(0).getClass(), 0);
        }

        R[] run(R[] x, int steps) {
            int kept = stage.lastOnly() ? 1 : steps;
            if (forward == null) {
                there = there.length == 0 ? Arrays.copyOf(there, 1) : there;
                there[0] = x[steps - 1];
                return there;
            }
            there = grow(there, kept, stage.cell().outputs());
            forward.clear();
            for (int t = 0; t < steps; t++) {
                forward.step(x[t], there[stage.lastOnly() ? 0 : t]);
            }
            if (backward == null) {
                return there;
            }
            back = grow(back, kept, stage.backward().outputs());
            joined = grow(joined, kept, stage.outputs());
            backward.clear();
            for (int k = 0; k < kept; k++) { // of the last step, the first of this direction
                backward.step(x[steps - 1 - k], back[kept - 1 - k]);
            }
            for (int t = 0; t < kept; t++) {
                join.join(stage.mode(), there[t], back[t], joined[t]);
            }
            return joined;
        }
    }
}
