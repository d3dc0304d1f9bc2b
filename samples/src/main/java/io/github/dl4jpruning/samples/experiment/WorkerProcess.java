package io.github.dl4jpruning.samples.experiment;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link Worker} in a process of its own with one thread for ND4J, seen from the experiment. */
final class WorkerProcess implements AutoCloseable {
    private final Path log;
    private final Process process;
    private final BufferedWriter jobs;
    private final BufferedReader answers;

    private WorkerProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
        this.jobs = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What a job came to nothing by; the experiment goes on without it. */
    static final class JobFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        JobFailedException(String message) {
            super(message);
        }
    }

    /**
     * Starts one with the virtual machine, class path and options of this process.
     *
     * @param log where its standard error goes
     * @param folder of the experiment
     */
    static WorkerProcess start(Path log, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return new WorkerProcess(log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a worker with " + command.get(0), e);
        }
    }

    /** Whether it can take another job. */
    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Has a job done.
     *
     * @throws JobFailedException if it cannot be done, or the process has died of it
     */
    List<TrialResult> run(Job job) throws JobFailedException {
        try {
            jobs.write(TrialText.toJson(job));
            jobs.newLine();
            jobs.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new JobFailedException(
                        "the worker has died with exit code " + process.waitFor() + "; see " + log);
            }
            if (answer.startsWith(Worker.RESULTS)) {
                return TrialLine.parseAll(answer.substring(Worker.RESULTS.length()));
            }
            throw new JobFailedException(answer.substring(Worker.FAILED.length()));
        } catch (IOException e) {
            process.destroyForcibly();
            throw new JobFailedException("the worker cannot be reached (" + e + "); see " + log);
        } catch (IllegalArgumentException e) {
            process.destroyForcibly();
            throw new JobFailedException("the worker's answer cannot be read (" + e.getMessage() + "); see " + log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobFailedException("interrupted");
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
