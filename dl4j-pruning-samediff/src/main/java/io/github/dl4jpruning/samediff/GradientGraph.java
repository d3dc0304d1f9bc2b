package io.github.dl4jpruning.samediff;

import java.io.PrintStream;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The gradient graph of a SameDiff instance, made in silence and computed right.
 *
 * <p>Two faults of Deeplearning4j 1.0.0-M2.1 are kept away:
 *
 * <ul>
 *   <li>It prints a line {@code Added differentiated op ...} on the standard output for every op when it makes the
 *   gradient
 *       graph. These lines, and no others, are dropped.
 *   <li>Its {@code fit} reuses the arrays of gradients that are still to be read: where an array has more than one
 *   reader, as
 *       in two linear layers, the gradients of the second and every later batch are wrong, by up to their own size.
 *       Without the cache of arrays they are right, so it is switched off for this graph.
 * </ul>
 *
 * <pre>{@code
 * GradientGraph.of(sd);   // once, before the first fit
 * sd.fit(iterator, 10);   // prints nothing, and trains
 * }</pre>
 */
public final class GradientGraph {

    private static final String GRADIENT = "grad";

    private GradientGraph() {}

    /**
     * The gradient graph, made now if there is none, with its cache of arrays off. A {@code fit} that comes later finds
     * it.
     *
     * @param sd a graph with a loss variable
     * @return the graph of forward and backward pass
     * @throws IllegalArgumentException if it is null
     */
    public static SameDiff of(SameDiff sd) {
        if (sd == null) {
            throw new IllegalArgumentException("sd is null: there is no graph to differentiate");
        }
        if (!sd.hasGradientFunction()) {
            create(sd);
        }
        SameDiff graph = sd.getFunction(GRADIENT);
        graph.setEnableCache(false);
        return graph;
    }

    /** The standard output is one for all threads: it is exchanged for a moment, and by one thread at a time. */
    private static synchronized void create(SameDiff sd) {
        PrintStream console = System.out;
        PrintStream filter = new QuietConsole(console);
        System.setOut(filter);
        try {
            sd.createGradFunction();
        } finally {
            filter.flush();
            if (System.out == filter) {
                System.setOut(console);
            }
        }
    }
}
