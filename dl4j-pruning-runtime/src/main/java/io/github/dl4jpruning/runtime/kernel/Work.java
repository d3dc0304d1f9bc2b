package io.github.dl4jpruning.runtime.kernel;

/**
 * What a product with one vector has to do, in two measures that its time is a straight line of.
 *
 * @param runs how often a loop begins, or some such
 * @param products how many numbers are multiplied, or some such
 */
public record Work(double runs, double products) {

    /** The sum of both. */
    Work plus(Work other) {
        return new Work(runs + other.runs, products + other.products);
    }

    /**
     * What a form costs.
     *
     * @param perRun nanoseconds
     * @param perProduct nanoseconds
     */
    public record Cost(double perRun, double perProduct) {

        double nanos(Work work) {
            return perRun * work.runs + perProduct * work.products;
        }
    }
}
