package io.github.dl4jpruning.runtime.format;

/**
 * How a window is cut into patches, each of which becomes one vector.
 *
 * @param lookBack steps of a window
 * @param length steps of a patch
 * @param stride steps from the beginning of a patch to that of the next
 * @param padded whether the last step is repeated for one stride, which makes one more patch
 * @param joint whether a patch holds all columns, step by step; otherwise each column is cut by itself and forecast by
 *     itself
 */
public record Patching(int lookBack, int length, int stride, boolean padded, boolean joint) {

    /** So many steps a window may have. */
    public static final int LONGEST = 1 << 30;

    /**
     * Checks the lengths.
     *
     * @param lookBack as above
     * @param length as above
     * @param stride as above
     * @param padded as above
     * @param joint as above
     * @throws IllegalArgumentException if no patch fits, or steps would be in no patch
     */
    public Patching {
        if (length < 1 || length > lookBack || lookBack > LONGEST || stride < 1 || stride > length) {
            throw new IllegalArgumentException("patches of " + length + " every " + stride + " of " + lookBack
                    + " steps cannot be: the stride is from 1 to the length, the length up to the look-back, that"
                    + " up to " + LONGEST);
        }
        if (!padded && (lookBack - length) % stride != 0) {
            throw new IllegalArgumentException("patches of " + length + " every " + stride + " leave the last "
                    + (lookBack - length) % stride + " of " + lookBack + " steps in no patch: pad the end");
        }
    }

    /**
     * Patches of a window, or of each column if they are cut by themselves.
     *
     * @return at least 1
     */
    public int count() {
        return (lookBack - length) / stride + (padded ? 2 : 1);
    }

    /**
     * Columns in a patch.
     *
     * @param inputs columns of a window
     * @return all of them or 1
     */
    public int width(int inputs) {
        return joint ? inputs : 1;
    }
}
