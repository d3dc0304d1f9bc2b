package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.kernel.Form;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link KernelBenchmark}, puts the forms side by side, and fits the constants of {@link Form}. The least of several times counts: others
 * came from what else the machine does.
 */
public final class KernelTable {

    private KernelTable() {}

    /** The product of two measures of work with their times, summed up for a fit by least squares of relative errors. */
    private static final class Fit {
        private double aa;
        private double ab;
        private double bb;
        private double a1;
        private double b1;

        void add(double a, double b, double time) {
            double x = a / time;
            double y = b / time;
            aa += x * x;
            ab += x * y;
            bb += y * y;
            a1 += x;
            b1 += y;
        }

        double first() {
            return (a1 * bb - b1 * ab) / (aa * bb - ab * ab);
        }

        double second() {
            return (b1 * aa - a1 * ab) / (aa * bb - ab * ab);
        }
    }

    /**
     * Runs the benchmark in JVMs of its own, which takes about four minutes, and prints.
     *
     * @param options of JMH, which go before those of the benchmark
     */
    public static void print(Options options) throws RunnerException {
        Map<List<String>, Map<String, Double>> nanos = new LinkedHashMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .parent(options)
                        .include(KernelBenchmark.class.getName() + "\\.")
                        .build())
                .run()) {
            var of = result.getParams();
            String form = of.getBenchmark().substring(of.getBenchmark().lastIndexOf('.') + 1);
            nanos.computeIfAbsent(List.of(of.getParam("shape"), of.getParam("sparsity")), any -> new LinkedHashMap<>())
                    .put(form, result.getPrimaryResult().getStatistics().getMin());
        }
        TextTable table = new TextTable("shape", "sparsity", "columns ns", "rows ns", "blocks ns", "fastest", "chosen");
        Fit dense = new Fit();
        Fit sparse = new Fit();
        Fit blocked = new Fit();
        List<List<String>> cases = new ArrayList<>(nanos.keySet());
        cases.sort((a, b) -> String.join(" ", a).compareTo(String.join(" ", b)));
        for (List<String> each : cases) {
            Map<String, Double> times = nanos.get(each);
            Matrix matrix = KernelBenchmark.matrix(each.get(0), Double.parseDouble(each.get(1)));
            double fours = matrix.columns() / 4.0;
            dense.add(fours, fours * matrix.rows(), times.get("columns"));
            sparse.add(matrix.rows(), matrix.count(), times.get("rows"));
            blocked.add(matrix.rows(), matrix.count(), times.get("blocks"));
            table.add(
                    each.get(0),
                    each.get(1),
                    Digits.of(times.get("columns")),
                    Digits.of(times.get("rows")),
                    Digits.of(times.get("blocks")),
                    times.entrySet().stream()
                            .min(Map.Entry.comparingByValue())
                            .orElseThrow()
                            .getKey(),
                    Form.of(matrix).name().toLowerCase(Locale.ROOT));
        }
        System.out.println();
        System.out.print(table);
        System.out.printf(
                Locale.ROOT,
                "%nConstants of Form: per four columns %.1f, per four weights in columns %.3f, per row %.2f, per weight in rows"
                        + " %.3f, per row in blocks %.2f, per product in blocks %.3f%n",
                dense.first(),
                dense.second(),
                sparse.first(),
                sparse.second(),
                blocked.first(),
                blocked.second());
    }
}
