package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.kernel.Form;
import io.github.dl4jpruning.runtime.kernel.Work;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link KernelBenchmark}, puts the forms side by side, and fits the costs of {@link Form}. The least of several
 * times counts: others came from what else the machine does.
 */
public final class KernelTable {

    /** The forms that are worth a look for matrices pruned in blocks of so many rows. */
    private static final Map<Integer, List<Form>> FORMS = new TreeMap<>(Map.of(
            1, List.of(Form.COLUMNS, Form.ROWS, Form.SLICES),
            8, List.of(Form.SLICES, Form.BLOCKS)));

    private KernelTable() {}

    /** A matrix of the benchmark. */
    private record Case(int block, String shape, double sparsity) {

        static Case of(RunResult result) {
            return new Case(
                    Integer.parseInt(result.getParams().getParam("block")),
                    result.getParams().getParam("shape"),
                    Double.parseDouble(result.getParams().getParam("sparsity")));
        }

        Matrix matrix() {
            return KernelBenchmark.matrix(shape, block, sparsity);
        }
    }

    /** Times and the work they took, summed up for a fit by least squares of relative errors. */
    private static final class Fit {
        private double aa;
        private double ab;
        private double bb;
        private double a1;
        private double b1;

        void add(Work work, double time) {
            double a = work.runs() / time;
            double b = work.products() / time;
            aa += a * a;
            ab += a * b;
            bb += b * b;
            a1 += a;
            b1 += b;
        }

        double perRun() {
            return (a1 * bb - b1 * ab) / (aa * bb - ab * ab);
        }

        double perProduct() {
            return (b1 * aa - a1 * ab) / (aa * bb - ab * ab);
        }
    }

    /**
     * Runs the benchmark in JVMs of its own, which takes about four minutes, and prints.
     *
     * @param options of JMH, which go before those of the benchmark
     */
    public static void print(Options options) throws RunnerException {
        Map<Case, Map<Form, Double>> nanos = new LinkedHashMap<>();
        for (Map.Entry<Integer, List<Form>> each : FORMS.entrySet()) {
            for (RunResult result : new Runner(new OptionsBuilder()
                            .parent(options)
                            .include(KernelBenchmark.class.getName() + "\\.")
                            .param("block", String.valueOf(each.getKey()))
                            .param(
                                    "form",
                                    each.getValue().stream().map(Form::name).toArray(String[]::new))
                            .build())
                    .run()) {
                nanos.computeIfAbsent(Case.of(result), any -> new EnumMap<>(Form.class))
                        .put(
                                Form.valueOf(result.getParams().getParam("form")),
                                result.getPrimaryResult().getStatistics().getMin());
            }
        }
        // Zeros cost the dense form the same wherever they are.
        nanos.forEach((of, times) -> times.putIfAbsent(
                Form.COLUMNS, nanos.get(new Case(1, of.shape(), of.sparsity())).get(Form.COLUMNS)));
        print(nanos);
    }

    private static void print(Map<Case, Map<Form, Double>> nanos) {
        List<String> head = new ArrayList<>(List.of("block", "shape", "sparsity"));
        for (Form form : Form.values()) {
            head.add(form.name().toLowerCase(Locale.ROOT) + " ns");
        }
        head.addAll(List.of("fastest", "chosen"));
        TextTable table = new TextTable(head.toArray(String[]::new));
        Map<Form, Fit> fits = new EnumMap<>(Form.class);
        nanos.forEach((of, times) -> {
            Matrix matrix = of.matrix();
            List<String> row =
                    new ArrayList<>(List.of(String.valueOf(of.block()), of.shape(), String.valueOf(of.sparsity())));
            for (Form form : Form.values()) {
                Double time = times.get(form);
                row.add(time == null ? "" : Digits.of(time));
                if (time != null) {
                    fits.computeIfAbsent(form, any -> new Fit()).add(form.work(matrix), time);
                }
            }
            Form fastest = times.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            row.add(fastest.name().toLowerCase(Locale.ROOT));
            row.add(Form.of(matrix).name().toLowerCase(Locale.ROOT));
            table.add(row.toArray(String[]::new));
        });
        System.out.println();
        System.out.print(table);
        System.out.printf(Locale.ROOT, "%nCosts of Form [ns]:%n");
        fits.forEach((form, fit) -> System.out.printf(
                Locale.ROOT, "%s: %.2f per run, %.3f per product%n", form, fit.perRun(), fit.perProduct()));
    }
}
