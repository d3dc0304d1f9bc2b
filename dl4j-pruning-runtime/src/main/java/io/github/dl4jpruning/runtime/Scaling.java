package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Scaler;
import java.util.List;
import java.util.Optional;

/**
 * Standardises what a network is given, and undoes that for what it gives, in double precision: a series may be far
 * from zero against its deviation, and a float has seven digits. Immutable.
 */
final class Scaling {
    /** For values that are standardised already. */
    static final Scaling NONE = new Scaling(null, null);

    private final double[] mean; // null: no scaler
    private final double[] deviation;

    private Scaling(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    static Scaling of(Optional<Scaler> scaler) {
        return scaler.map(own -> new Scaling(array(own.mean()), array(own.deviation())))
                .orElse(NONE);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A value, checked and standardised. */
    float standardise(double value, int step, int column) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("step " + step + " of the window has " + value + " in column " + column
                    + ": fill gaps before you ask for a forecast");
        }
        float standardised = (float) (mean == null ? value : (value - mean[column]) / deviation[column]);
        if (Float.isInfinite(standardised)) {
            throw new IllegalArgumentException("step " + step + " of the window has " + value + " in column " + column
                    + ", which is beyond the range of a float once it is standardised: correct the value");
        }
        return standardised;
    }

    /** An output of the network, in the units of the target. */
    double restore(float value, int column) {
        return mean == null ? value : value * deviation[column] + mean[column];
    }
}
