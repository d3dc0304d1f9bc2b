package io.github.dl4jpruning.schedule;

/** The one check of a sparsity that everybody shares. */
final class Sparsity {

    private Sparsity() {}

    static double check(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value
                    + " but must lie in [0, 1): it is the fraction of weights that are zero, so 0.7"
                    + " means 70% are pruned");
        }
        return value;
    }
}
