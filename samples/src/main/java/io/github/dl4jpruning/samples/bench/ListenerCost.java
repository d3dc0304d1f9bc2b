package io.github.dl4jpruning.samples.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.samples.statistics.Bootstrap;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.slf4j.LoggerFactory;

/**
 * What a {@link PruningListener} costs in the iterations in which no mask is due: a training iteration with the
 * listener, at a sparsity of one half, against one of the same network without any listener.
 *
 * <p>Paired, for on a busy machine the time of an iteration changes by more than the listener costs: the two networks
 * train in turn, a few iterations each, and what counts is the ratio within each such pair; the median over the pairs
 * is given with its 95 % bootstrap interval. Every few seconds two new networks take over, since where their arrays
 * happen to lie in memory matters too.
 */
public final class ListenerCost {
    private static final int ROUNDS = 4;
    private static final long ROUND_NANOS = 5_000_000_000L;
    private static final int WARM_UP = 30;
    private static final double BLOCK_MILLIS = 100;

    private ListenerCost() {}

    /** Milliseconds per iteration of the two networks, block by block. */
    private record Pair(double without, double with) {
        double ratio() {
            return with / without;
        }
    }

    /**
     * Measures, which takes half a minute a network, and prints.
     *
     * @param names what the names of the networks begin with; all if there is none
     */
    public static void print(List<String> names) {
        List<ListenerWorkload> workloads = ListenerWorkload.all().stream()
                .filter(w -> names.isEmpty() || names.stream().anyMatch(w.name()::startsWith))
                .toList();
        if (workloads.isEmpty()) {
            throw new InputException("bench listener: no network is called " + names + ". Choose of: "
                    + ListenerWorkload.all().stream()
                            .map(ListenerWorkload::name)
                            .toList());
        }
        ((Logger) LoggerFactory.getLogger("io.github.dl4jpruning")).setLevel(Level.WARN);
        TextTable table =
                new TextTable("network", "weights", "without ms", "with ms", "pairs", "cost", "95 % interval");
        for (ListenerWorkload workload : workloads) {
            System.err.println("listener cost: " + workload.name() + " ...");
            measure(workload); // for the compiler of the JVM to get to know it
            List<Pair> pairs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                pairs.addAll(measure(workload));
            }
            double[] ratios = pairs.stream().mapToDouble(Pair::ratio).toArray();
            Interval interval = Bootstrap.median(ratios);
            table.add(
                    workload.name(),
                    String.valueOf(workload.weights()),
                    Digits.of(median(pairs.stream().mapToDouble(Pair::without).toArray())),
                    Digits.of(median(pairs.stream().mapToDouble(Pair::with).toArray())),
                    String.valueOf(pairs.size()),
                    percent(median(ratios)),
                    percent(interval.low()) + " to " + percent(interval.high()));
        }
        System.out.println();
        System.out.print(table);
    }

    private static List<Pair> measure(ListenerWorkload workload) {
        ListenerWorkload.Subject plain = workload.make().apply(false);
        ListenerWorkload.Subject pruned = workload.make().apply(true);
        time(pruned, WARM_UP);
        int iterations = Math.max(1, (int) (BLOCK_MILLIS / time(plain, WARM_UP)));
        List<Pair> pairs = new ArrayList<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < ROUND_NANOS) {
            pairs.add(new Pair(time(plain, iterations), time(pruned, iterations)));
            double with = time(pruned, iterations);
            pairs.add(new Pair(time(plain, iterations), with));
        }
        if (pruned.updates() != 1 || plain.updates() != 0) {
            throw new IllegalStateException("masks were updated while the clock ran");
        }
        return pairs;
    }

    private static double time(ListenerWorkload.Subject subject, int iterations) {
        long start = System.nanoTime();
        subject.train(iterations);
        return (System.nanoTime() - start) / 1e6 / iterations;
    }

    private static double median(double[] values) {
        return StatUtils.percentile(values, 50);
    }

    private static String percent(double ratio) {
        return Digits.fixed(100 * (ratio - 1), 2) + " %";
    }
}
