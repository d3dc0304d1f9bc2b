package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.WeightParameter;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.Errors;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Span;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Runs the trials of a job on a series. */
final class TrialRunner {
    private static final int PLOTTED = 120;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEGABYTE = 1 << 20;
    private static final Duration MEASUREMENT = Duration.ofMillis(300); // the training before it was the warm-up
    private static final Set<ModelKind> WARM = EnumSet.noneOf(ModelKind.class);

    private final ExperimentData data;
    private final Protocol protocol;
    private final Trial trial;
    private final ForecastTask task;
    private final TrialForecasts.Sink sink;

    private TrialRunner(ExperimentData data, Trial trial, TrialForecasts.Sink sink) {
        this.data = data;
        this.trial = trial;
        this.sink = sink;
        this.protocol = Protocol.of(trial.protocol());
        this.task = task(data, trial, protocol);
    }

    /** The windows of a trial. */
    static ForecastTask task(ExperimentData data, Trial trial, Protocol protocol) {
        return ForecastTask.of(
                data.series(),
                data.target(),
                data.features(),
                trial.length(),
                data.ahead(),
                protocol.change(data.change()),
                protocol.sampling());
    }

    /** The results in the order of the trials. */
    static List<TrialResult> run(Job job, ExperimentData data) {
        return run(job, data, TrialForecasts.Sink.NONE);
    }

    /** The same, and all forecasts of each trial. */
    static List<TrialResult> run(Job job, ExperimentData data, TrialForecasts.Sink sink) {
        TrialRunner runner = new TrialRunner(data, job.first(), sink);
        return job.first().model().equals(Trial.NO_MODEL) ? runner.baselines(job) : runner.train(job);
    }

    private List<TrialResult> baselines(Job job) {
        List<TrialResult> results = new ArrayList<>();
        for (Trial baseline : job.trials()) {
            long start = threadNanos();
            Forecasts forecasts = new Forecasts(
                    Baselines.forecast(
                            baseline.arm(), task, data.season(), task.split().validation()),
                    Baselines.forecast(
                            baseline.arm(), task, data.season(), task.split().test()),
                    Double.NaN,
                    Double.NaN);
            long weights = baseline.arm().equals(Baselines.LINEAR) ? task.length() + 1L : 0;
            Course course = new Course();
            course.seconds = (threadNanos() - start) / NANOS_PER_SECOND;
            results.add(result(baseline, forecasts, course, weights));
        }
        return results;
    }

    private List<TrialResult> train(Job job) {
        ModelKind kind = ModelKind.of(trial.model());
        Optional<PruningSetting> setting =
                Arms.prunes(trial.arm()) ? Optional.of(PruningSetting.of(trial.setting(), kind)) : Optional.empty();
        Optional<PruningPlan> plan =
                setting.map(s -> s.plan(kind.warmUp(), trial.epochs(), protocol.has(Fault.SCHEDULE)));
        LearnerFactory factory = new LearnerFactory(task, protocol, trial, plan);
        if (WARM.add(kind)) { // else the first training would be charged for the start of the virtual machine
            factory.learner().fitEpoch();
        }
        Learner learner = factory.learner();
        int firstChoice = protocol.published()
                ? 1
                : setting.map(s -> s.firstFinalEpoch(trial.epochs())).orElse(1);
        Course course = new Course();
        course.sparsityAsked = plan.map(p -> p.schedule().curve().at(1)).orElse(0.0);
        epochs(learner, firstChoice, course);
        measure(learner, course);
        deploy(learner, course);
        List<TrialResult> results = new ArrayList<>();
        for (Trial judged : job.trials()) {
            Forecasts forecasts = judged.arm().equals(Arms.MC_DROPOUT) ? monteCarlo(learner) : plain(learner);
            results.add(result(judged, forecasts, course, learner.weights()));
        }
        return results;
    }

    /**
     * Processor time of this thread, which does the whole of a training: on a busy machine the clock on the wall says
     * nothing.
     */
    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** How a training went. */
    private static final class Course {
        private final List<Double> validation = new ArrayList<>();
        private final List<Double> loss = new ArrayList<>();
        private final List<Double> sparsity = new ArrayList<>();
        private final Map<String, Double> layers = new LinkedHashMap<>();
        private double sparsityAsked;
        private double sparsityReached;
        private int chosen;
        private double seconds;
        private double megabytes;
        private double fileBytes = Double.NaN;
        private double forecastMillis = Double.NaN;
        private double frameworkMillis = Double.NaN;
    }

    private void epochs(Learner learner, int firstChoice, Course course) {
        boolean restores = !protocol.has(Fault.WEIGHTS);
        double lowest = Double.POSITIVE_INFINITY;
        double lowestForStopping = Double.POSITIVE_INFINITY;
        int waited = 0;
        for (int epoch = 1; epoch <= trial.epochs(); epoch++) {
            long start = threadNanos();
            course.loss.add(learner.fitEpoch());
            course.seconds += (threadNanos() - start) / NANOS_PER_SECOND;
            Errors errors = errors(
                    task.split().validation(), learner.outputs(task.split().validation()));
            course.validation.add(errors.mae());
            learner.pruner().ifPresent(p -> course.sparsity.add(p.masks().sparsity()));
            if (epoch >= firstChoice && errors.mae() < lowest) {
                lowest = errors.mae();
                course.chosen = epoch;
                if (restores) {
                    learner.keep();
                }
            }
            waited = errors.rmse() < lowestForStopping ? 0 : waited + 1;
            lowestForStopping = Math.min(lowestForStopping, errors.rmse());
            if (protocol.patience() > 0 && waited >= protocol.patience()) {
                break;
            }
        }
        if (restores) {
            learner.restore();
        } else {
            course.chosen = course.validation.size();
        }
    }

    /** Zeros in the model that is judged, and the memory that it holds. */
    private static void measure(Learner learner, Course course) {
        learner.pruner().ifPresent(pruner -> {
            long zeros = 0;
            long weights = 0;
            for (WeightParameter parameter : pruner.chosen()) {
                INDArray array = learner.parameter(parameter.name());
                long here = array.scan(Conditions.equals(0)).longValue();
                course.layers.put(parameter.name(), (double) here / array.length());
                zeros += here;
                weights += array.length();
            }
            course.sparsityReached = (double) zeros / weights;
        });
        System.gc(); // what is left is what the training needs
        course.megabytes =
                (ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                                + Nd4j.getMemoryManager().allocatedMemory(0))
                        / MEGABYTE;
    }

    /**
     * Size and latency of the model that is judged. After the memory, which would hold the export otherwise; the
     * seconds are those of fitting alone. In processor time, as these: other workers keep the machine busy.
     */
    private static void deploy(Learner learner, Course course) {
        if (course.chosen == 0 || !Double.isFinite(course.validation.get(course.chosen - 1))) {
            return; // it diverged: weights that are no numbers cannot be exported
        }
        try {
            Deployment deployment = learner.measure(TrialRunner::threadNanos, MEASUREMENT);
            course.fileBytes = deployment.sizes().file();
            course.forecastMillis = deployment.latency().runtimeMillis();
            course.frameworkMillis = deployment.latency().frameworkMillis();
        } catch (IOException e) {
            throw new InputException("cannot measure an export: " + e + ". Make room for temporary files.", e);
        }
    }

    /** Forecasts of both parts in units of the target; coverage and width of the intervals on the test part. */
    private record Forecasts(double[] validation, double[] test, double coverage, double width) {}

    private Forecasts plain(Learner learner) {
        return new Forecasts(
                levels(task.split().validation(), learner.outputs(task.split().validation())),
                levels(task.split().test(), learner.outputs(task.split().test())),
                Double.NaN,
                Double.NaN);
    }

    private Forecasts monteCarlo(Learner learner) {
        Span validation = task.split().validation();
        Span test = task.split().test();
        MonteCarlo chosen = MonteCarlo.of(learner.draws(validation, protocol.passes()));
        MonteCarlo judged = MonteCarlo.of(learner.draws(test, protocol.passes()));
        double coverage = Double.NaN;
        double width = Double.NaN;
        if (protocol.passes() > 1) {
            double noise = chosen.meanSquaredError(row -> task.label(validation.from() + row));
            double[] halves = judged.halfWidths(noise);
            double[] actual = task.actual(test);
            int inside = 0;
            double sum = 0;
            for (int i = 0; i < halves.length; i++) {
                double low = task.level(test.from() + i, judged.mean()[i] - halves[i]);
                double high = task.level(test.from() + i, judged.mean()[i] + halves[i]);
                inside += Math.min(low, high) <= actual[i] && actual[i] <= Math.max(low, high) ? 1 : 0;
                sum += Math.abs(high - low);
            }
            coverage = (double) inside / halves.length;
            width = sum / halves.length;
        }
        return new Forecasts(levels(validation, chosen.mean()), levels(test, judged.mean()), coverage, width);
    }

    private double[] levels(Span rows, double[] outputs) {
        double[] levels = new double[outputs.length];
        Arrays.setAll(levels, i -> task.level(rows.from() + i, outputs[i]));
        return levels;
    }

    private Errors errors(Span rows, double[] outputs) {
        return Errors.of(levels(rows, outputs), task.actual(rows));
    }

    private TrialResult result(Trial judged, Forecasts forecasts, Course course, long weights) {
        sink.take(judged, new TrialForecasts(forecasts.validation(), forecasts.test()));
        Errors validation =
                Errors.of(forecasts.validation(), task.actual(task.split().validation()));
        double[] actual = task.actual(task.split().test());
        Errors test = Errors.of(forecasts.test(), actual);
        int from = Math.max(0, actual.length - PLOTTED);
        boolean exported = !judged.arm().equals(Arms.MC_DROPOUT); // the runtime makes no draws
        return new TrialResult(
                judged,
                data.unit(),
                validation.mae(),
                validation.rmse(),
                test.mae(),
                test.rmse(),
                task.levelDeviation(),
                course.sparsityAsked,
                course.sparsityReached,
                weights,
                course.validation.size(),
                course.chosen,
                course.seconds,
                course.megabytes,
                exported ? course.fileBytes : Double.NaN,
                exported ? course.forecastMillis : Double.NaN,
                exported ? course.frameworkMillis : Double.NaN,
                forecasts.coverage(),
                forecasts.width(),
                actual.length,
                course.validation,
                course.loss,
                course.sparsity,
                course.layers,
                tail(actual, from),
                tail(forecasts.test(), from),
                protocol.deviations(),
                Versions.here());
    }

    private static List<Double> tail(double[] values, int from) {
        return Arrays.stream(values, from, values.length).boxed().toList();
    }
}
