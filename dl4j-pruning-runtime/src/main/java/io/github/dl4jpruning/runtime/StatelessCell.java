package io.github.dl4jpruning.runtime;

/**
 * A layer that remembers nothing from step to step, so that it is its own run, of one window or several, on any thread.
 */
interface StatelessCell extends Cell, Cell.Run, Cell.Lanes {

    @Override
    default Run run() {
        return this;
    }

    @Override
    default Lanes lanes(int capacity) {
        return this;
    }

    @Override
    default void clear() {
        // nothing to forget
    }
}
