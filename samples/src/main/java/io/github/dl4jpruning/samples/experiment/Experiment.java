package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.console.WorkProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.ToIntFunction;

/** Runs what is missing of a list of jobs, some jobs side by side, each in a process of its own. */
public final class Experiment {
    private final List<Job> jobs;
    private final Path folder;
    private final int workers;

    /**
     * An experiment that keeps its results in a folder.
     *
     * @param jobs in the order in which they begin
     * @param folder for {@code trials.jsonl} and {@code trials.csv}
     * @param workers how many jobs at a time
     */
    public Experiment(List<Job> jobs, Path folder, int workers) {
        if (workers < 1) {
            throw new InputException("{{workers}} must be at least 1, but is " + workers);
        }
        this.jobs = List.copyOf(jobs);
        this.folder = folder;
        this.workers = workers;
    }

    /**
     * What an experiment came to.
     *
     * @param there trials of the grid whose results were in the folder before
     * @param run trials that were run
     * @param failures what came to nothing, a line each
     */
    public record Summary(int there, int run, List<String> failures) {}

    /**
     * Runs it.
     *
     * @param rows how many rows a series has, for the time left
     */
    public Summary run(WorkProgress progress, ToIntFunction<String> rows) throws InterruptedException, IOException {
        try (TrialStore store = TrialStore.open(folder)) {
            Set<Trial> done = store.done();
            List<Job> toDo = new ArrayList<>();
            int there = 0;
            for (Job job : jobs) {
                List<Trial> missing =
                        job.trials().stream().filter(t -> !done.contains(t)).toList();
                there += job.trials().size() - missing.size();
                if (!missing.isEmpty()) {
                    toDo.add(new Job(missing));
                }
            }
            Queue queue = new Queue(store, toDo, rows);
            if (!toDo.isEmpty()) {
                try (WorkProgress.Run run = progress.start("trials", queue.cost())) {
                    queue.work(run);
                }
            }
            return new Summary(there, queue.run, queue.failures);
        }
    }

    /** The jobs of one run; everything that threads share is guarded by this object. */
    private final class Queue {
        private final TrialStore store;
        private final BlockingQueue<Job> waiting;
        private final ToIntFunction<String> rows;
        private final List<String> failures = new ArrayList<>();
        private RuntimeException fatal;
        private int run;

        Queue(TrialStore store, List<Job> jobs, ToIntFunction<String> rows) {
            this.store = store;
            this.waiting = new LinkedBlockingQueue<>(jobs);
            this.rows = rows;
        }

        long cost() {
            return waiting.stream().mapToLong(this::cost).sum();
        }

        private long cost(Job job) {
            Trial trial = job.first();
            if (trial.model().equals(Trial.NO_MODEL)) {
                return 1;
            }
            double perRow = ModelKind.of(trial.model()).cost();
            // a few steps' worth of time goes into every window whatever its length
            return Math.max(
                    1,
                    Math.round(perRow * rows.applyAsInt(trial.data()) * (trial.length() + 4) * trial.epochs() / 1e4));
        }

        void work(WorkProgress.Run progress) throws InterruptedException {
            List<Thread> threads = new ArrayList<>();
            for (int i = 1; i <= workers; i++) {
                Path log = store.folder().resolve("worker-" + i + ".log");
                Thread thread = new Thread(() -> work(log, progress), "worker " + i);
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            if (fatal != null) {
                throw fatal;
            }
        }

        private void work(Path log, WorkProgress.Run progress) {
            WorkerProcess worker = null;
            try {
                for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
                    if (worker == null || !worker.isAlive()) {
                        worker = WorkerProcess.start(log, store.folder());
                    }
                    finish(job, worker, progress);
                }
            } catch (RuntimeException e) {
                stop(e);
            } finally {
                if (worker != null) {
                    worker.close();
                }
            }
        }

        private void finish(Job job, WorkerProcess worker, WorkProgress.Run progress) {
            try {
                List<TrialResult> results = worker.run(job);
                synchronized (this) {
                    store.add(results);
                    run += results.size();
                    progress.done(cost(job), results.get(results.size() - 1).toString());
                }
            } catch (WorkerProcess.JobFailedException e) {
                synchronized (this) {
                    failures.add(job.first() + ": " + e.getMessage());
                    progress.done(cost(job), job.first() + " failed");
                }
            }
        }

        private synchronized void stop(RuntimeException e) {
            waiting.clear();
            fatal = e;
        }
    }
}
