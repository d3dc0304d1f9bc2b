package io.github.dl4jpruning.samediff.patchtst;

/**
 * How a series is cut into patches.
 *
 * @param length time steps in a patch
 * @param stride time steps from the beginning of a patch to that of the next
 * @param endPadding whether the last value is repeated for one stride, which makes one more patch
 */
public record Patches(int length, int stride, boolean endPadding) {

    /**
     * Checks the lengths.
     *
     * @param length as above
     * @param stride as above
     * @param endPadding as above
     * @throws IllegalArgumentException if one is below 1, or the stride is longer than a patch
     */
    public Patches {
        Checks.atLeast("patch length", length, 1, "the number of time steps in a patch");
        Checks.atLeast("stride", stride, 1, "the number of time steps between the beginnings of two patches");
        if (stride > length) {
            throw new IllegalArgumentException("stride " + stride + " is longer than the patch length " + length
                    + ": the values between two patches would be read by none");
        }
    }

    /**
     * How many patches a series gives.
     *
     * @param lookBack time steps of the series
     * @return at least 1
     * @throws IllegalArgumentException if no patch fits, or the last time steps would be in none
     */
    public int count(int lookBack) {
        if (length > lookBack) {
            throw new IllegalArgumentException("patch length " + length + " is longer than the lookBack of " + lookBack
                    + " time steps: no patch would fit");
        }
        int unread = (lookBack - length) % stride;
        if (!endPadding && unread != 0) {
            throw new IllegalArgumentException("patches of " + length + " every " + stride
                    + " time steps leave the last " + unread + " of " + lookBack
                    + " unread: turn endPadding on, or choose a lookBack of " + (lookBack - unread));
        }
        return (lookBack - length) / stride + (endPadding ? 2 : 1);
    }

    /** The time steps in the patches, one patch after the other. */
    int[] times(int lookBack) {
        int[] times = new int[Math.multiplyExact(count(lookBack), length)];
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.min(i / length * stride + i % length, lookBack - 1);
        }
        return times;
    }
}
