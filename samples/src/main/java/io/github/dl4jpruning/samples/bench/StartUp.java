package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.dl4j.ModelExport;
import io.github.dl4jpruning.dl4j.ModelFiles;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.samples.forecast.ForecastNetwork;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * From the start of a virtual machine to its end, with one forecast of an LSTM of 64 units from 30 steps in between: by
 * the runtime, which is all that is on the class path, by DL4J, and with neither. In turn; medians.
 */
public final class StartUp {
    /** What the line of Linux with the largest memory of a process begins with. */
    static final String MEMORY = "VmHWM:";

    private static final int TURNS = 11;

    private StartUp() {}

    /** What a process does. */
    private record Start(String name, String classPath, Class<?> main, Path model) {
        Run run() throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    classPath,
                    main.getName(),
                    model.toString());
            builder.environment().put("OMP_NUM_THREADS", "1");
            builder.redirectErrorStream(true);
            long start = System.nanoTime();
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (exitCode != 0) {
                throw new IOException(main.getSimpleName() + " has ended with exit code " + exitCode + ": " + output);
            }
            double megabytes = output.lines()
                    .filter(line -> line.startsWith(MEMORY))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
            return new Run(seconds, megabytes);
        }
    }

    /** What it took. */
    private record Run(double seconds, double megabytes) {}

    /** Prints the table. */
    public static void print() throws IOException, InterruptedException {
        MultiLayerNetwork network = ForecastNetwork.create(Cell.LSTM, FirstForecast.INPUTS, 64, 1, 0);
        Path zip = Files.createTempFile("start-up", ".zip");
        Path file = Files.createTempFile("start-up", ".dlp");
        try {
            ModelFiles.save(network, zip);
            ModelExport.of(network).write(file);
            String all = System.getProperty("java.class.path");
            String small = Arrays.stream(all.split(File.pathSeparator))
                    .filter(entry -> entry.contains("dl4j-pruning-runtime") || entry.endsWith("samples/target/classes"))
                    .collect(Collectors.joining(File.pathSeparator));
            List<Start> starts = List.of(
                    new Start("nothing", small, FirstForecast.Nothing.class, file),
                    new Start("runtime", small, FirstForecast.class, file),
                    new Start("DL4J", all, FirstForecast.ByDl4j.class, zip));
            List<List<Run>> runs =
                    starts.stream().<List<Run>>map(s -> new ArrayList<>()).toList();
            for (int turn = 0; turn < TURNS; turn++) {
                for (int i = 0; i < starts.size(); i++) {
                    runs.get(i).add(starts.get(i).run());
                }
            }
            System.out.println("Start of a virtual machine, one forecast of an LSTM 64 from 30 steps, end:");
            System.out.println();
            TextTable table = new TextTable("", "median s", "least s", "largest memory MB");
            for (int i = 0; i < starts.size(); i++) {
                double[] seconds =
                        runs.get(i).stream().mapToDouble(Run::seconds).toArray();
                double[] memory =
                        runs.get(i).stream().mapToDouble(Run::megabytes).toArray();
                table.add(
                        starts.get(i).name(),
                        Digits.of(StatUtils.percentile(seconds, 50)),
                        Digits.of(StatUtils.min(seconds)),
                        Digits.fixed(StatUtils.percentile(memory, 50), 0));
            }
            System.out.print(table);
        } finally {
            Files.deleteIfExists(zip);
            Files.deleteIfExists(file);
        }
    }
}
