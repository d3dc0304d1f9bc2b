package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link SelectionBenchmark} and puts its three ways side by side. */
public final class SelectionTable {
    private static final List<String> WAYS = List.of("library", "sort", "quickselect");

    private SelectionTable() {}

    /** Time, and memory taken from the heap, of one update. */
    private record Cost(double millis, double bytes) {}

    /** One row of the table. */
    private record Row(int weights, SelectionBenchmark.Step step) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            return weights != other.weights ? Integer.compare(weights, other.weights) : step.compareTo(other.step);
        }
    }

    /**
     * Runs the benchmark in JVMs of its own, which takes about three minutes, and prints.
     *
     * @param options of JMH, which go before those of the benchmark
     */
    public static void print(Options options) throws RunnerException {
        Map<Row, Map<String, Cost>> costs = new TreeMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .parent(options)
                        .include(SelectionBenchmark.class.getName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .build())
                .run()) {
            BenchmarkParams of = result.getParams();
            Row row = new Row(
                    Integer.parseInt(of.getParam("weights")), SelectionBenchmark.Step.valueOf(of.getParam("step")));
            String way = of.getBenchmark().substring(of.getBenchmark().lastIndexOf('.') + 1);
            Cost cost = new Cost(
                    result.getPrimaryResult().getScore(),
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
            costs.computeIfAbsent(row, any -> new TreeMap<>()).put(way, cost);
        }
        TextTable table = new TextTable(
                "mask update",
                "weights",
                "library ms",
                "sort ms",
                "quickselect ms",
                "sort / library",
                "library kB",
                "sort kB",
                "quickselect kB");
        costs.forEach((row, ways) -> {
            List<Cost> each = WAYS.stream().map(ways::get).toList();
            table.add(
                    row.step().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " %",
                    String.valueOf(row.weights()),
                    Digits.of(each.get(0).millis()),
                    Digits.of(each.get(1).millis()),
                    Digits.of(each.get(2).millis()),
                    Digits.fixed(each.get(1).millis() / each.get(0).millis(), 1),
                    Digits.of(each.get(0).bytes() / 1000),
                    Digits.of(each.get(1).bytes() / 1000),
                    Digits.of(each.get(2).bytes() / 1000));
        });
        System.out.println();
        System.out.print(table);
    }
}
