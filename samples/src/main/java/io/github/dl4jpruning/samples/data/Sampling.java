package io.github.dl4jpruning.samples.data;

import java.util.function.IntFunction;

/**
 * How the rows of a task are divided, and which of them its scalers see.
 *
 * @param split from the number of rows to the parts
 * @param scalersSeeAll whether the scalers are fitted on all rows, which tells the model of the future, instead of the
 *     training part
 */
public record Sampling(IntFunction<Split> split, boolean scalersSeeAll) {
    /** The oldest 70 % train, the next 10 % validate, the newest 20 % test; scalers see the training part alone. */
    public static final Sampling CLEAN = new Sampling(Split::of, false);

    Span scaled(Split parts) {
        return scalersSeeAll ? new Span(0, parts.test().to()) : parts.training();
    }
}
