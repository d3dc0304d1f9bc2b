package io.github.dl4jpruning.samples.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process that runs jobs: a line of JSON each on standard input, a line of JSON with the results, or an error, on
 * standard output. It ends when its input does, also in the middle of a job: then nobody is there to hear the result.
 */
public final class Worker {
    static final String RESULTS = "results ";
    static final String FAILED = "failed ";

    private static final String END = "";

    private Worker() {}

    /** Runs jobs; the argument is the folder of the experiment, which may hold {@link PreparedData}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        PrintStream answers = System.out;
        System.setOut(System.err); // what libraries print is no answer
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(lines), "reader");
        reader.setDaemon(true);
        reader.start();
        Map<String, ExperimentData> data = new HashMap<>();
        for (String line = lines.take(); !line.equals(END); line = lines.take()) {
            answers.println(answer(line, data, folder));
            answers.flush();
        }
    }

    private static void read(BlockingQueue<String> lines) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            System.err.println("worker: standard input is lost: " + e);
        }
        Runtime.getRuntime().halt(0);
    }

    private static String answer(String line, Map<String, ExperimentData> data, Path folder) {
        try {
            Job job = TrialText.job(line);
            ExperimentData series = data.computeIfAbsent(job.first().data(), task -> ExperimentData.of(task, folder));
            TrialForecasts.Sink sink = Protocol.of(job.first().protocol()).equals(Protocol.tuned())
                    ? TrialForecasts.into(folder)
                    : TrialForecasts.Sink.NONE;
            List<TrialResult> results = TrialRunner.run(job, series, sink);
            return RESULTS + TrialText.toJson(results);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return FAILED
                    + Optional.ofNullable(e.getMessage()).orElse(e.toString()).replaceAll("\\R+", " ");
        }
    }
}
