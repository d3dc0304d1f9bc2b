package io.github.dl4jpruning.samples.data;

/** What the network sees of a value, and how a forecast of that becomes a value again. */
public enum Change {
    /** The value itself. */
    LEVEL {
        @Override
        double from(double before, double value) {
            return value;
        }

        @Override
        double toLevel(double before, double change) {
            return change;
        }
    },
    /** The value minus the one before it; for a series that leaves its range. */
    DIFFERENCE {
        @Override
        double from(double before, double value) {
            return value - before;
        }

        @Override
        double toLevel(double before, double change) {
            return before + change;
        }
    },
    /** The value relative to the one before it, minus 1; for a series that grows by factors, such as a price. */
    RETURN {
        @Override
        double from(double before, double value) {
            return value / before - 1;
        }

        @Override
        double toLevel(double before, double change) {
            return before * (1 + change);
        }
    };

    /** What the network sees of a value that follows another. */
    abstract double from(double before, double value);

    /** The value that follows another by a change. */
    abstract double toLevel(double before, double change);
}
