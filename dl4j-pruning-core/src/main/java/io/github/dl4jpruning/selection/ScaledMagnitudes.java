package io.github.dl4jpruning.selection;

/** Magnitudes times a factor. */
record ScaledMagnitudes(Magnitudes source, double factor) implements Magnitudes {

    ScaledMagnitudes {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor is " + factor + " but must be positive and finite");
        }
    }

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public Precision precision() {
        return source.precision();
    }

    @Override
    public void read(long from, long[] keys, int count) {
        source.read(from, keys, count);
        Precision precision = source.precision();
        for (int i = 0; i < count; i++) {
            keys[i] = precision.key(precision.magnitude(keys[i]) * factor);
        }
    }
}
