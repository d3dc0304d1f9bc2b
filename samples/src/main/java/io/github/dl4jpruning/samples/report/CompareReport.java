package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Contender;
import io.github.dl4jpruning.samples.analysis.FileComparison;
import io.github.dl4jpruning.samples.analysis.FileFigures;
import io.github.dl4jpruning.samples.analysis.FileRow;
import io.github.dl4jpruning.samples.analysis.TunedChoice;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Span;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.TrialForecasts;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.forecast.ErrorRange;
import io.github.dl4jpruning.samples.forecast.Forecast;
import io.github.dl4jpruning.samples.report.LineChart.Line;
import io.github.dl4jpruning.samples.report.LineChart.Point;
import io.github.dl4jpruning.samples.statistics.PairedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a comparison on one series came to, as one HTML file that shows everything by itself; its first lines are the
 * answer.
 */
public final class CompareReport {
    private static final int ROWS = 120;

    private CompareReport() {}

    /**
     * What the page shows.
     *
     * @param name of the series
     * @param comparison what was found
     * @param table figures of all contenders
     * @param course what the pictures show
     * @param about the data and the trainings, a line each
     * @param unit of the target
     * @param without what tells of a forecast without a network that is better, if there is one
     */
    public record Content(
            String name,
            FileComparison comparison,
            List<FileRow> table,
            Course course,
            List<String> about,
            String unit,
            Optional<String> without) {}

    /**
     * The trainings and forecasts in the pictures.
     *
     * @param pruned the training to deploy, or the best pruned one if validation prefers none
     * @param none the best training without regularisation
     * @param dropout the best training with dropout
     * @param judged the training whose forecasts are shown
     * @param forecast its forecasts of the last rows of the test part
     * @param actual what came
     * @param naive the forecast that the next value equals the last one
     * @param range between what 95% of the errors on the validation part lay
     * @param times of the first and the last of these rows; empty if the rows have none
     */
    public record Course(
            TrialResult pruned,
            Optional<TrialResult> none,
            Optional<TrialResult> dropout,
            TrialResult judged,
            double[] forecast,
            double[] actual,
            double[] naive,
            ErrorRange range,
            String times) {

        /**
         * The last rows of the test part.
         *
         * @param forecasts of the training to deploy
         * @param validation what came in the validation part
         * @param actual what came in the test part
         * @param naive the naive forecasts of the test part
         * @param times see {@link CompareReport#times}
         */
        public static Course of(
                FileComparison comparison,
                TrialForecasts forecasts,
                double[] validation,
                double[] actual,
                double[] naive,
                String times) {
            TrialResult judged = comparison.toDeploy();
            TrialResult pruned = judged.sparsityCurve().isEmpty()
                    ? comparison.choices().get(Contender.prunedToSize()).best()
                    : judged;
            int from = Math.max(0, actual.length - ROWS);
            return new Course(
                    pruned,
                    comparison.best(Contender.none()),
                    comparison.best(Contender.tuned(Arms.DROPOUT)),
                    judged,
                    Arrays.copyOfRange(forecasts.test(), from, actual.length),
                    Arrays.copyOfRange(actual, from, actual.length),
                    Arrays.copyOfRange(naive, from, actual.length),
                    ErrorRange.of(new Forecast(new Span(0, validation.length), validation, forecasts.validation())),
                    times);
        }
    }

    /** From when to when the last rows of the test part go, those that {@link Course} keeps. */
    public static String times(ForecastTask task) {
        int last = task.rows() - 1;
        int first = Math.max(task.split().test().from(), task.rows() - ROWS);
        return task.series()
                .time(task.seriesRow(first))
                .map(t -> t + " to " + task.series().time(task.seriesRow(last)).orElseThrow())
                .orElse("")
                .replace('T', ' ');
    }

    /** The page; the same for the same trials. */
    public static String of(Content content) {
        Markup page = new Markup().verbatim("<!DOCTYPE html>\n").open("html", "lang", "en");
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", content.name() + ": pruning or dropout?");
        page.open("style").verbatim(HtmlReport.styleSheet()).close().close();
        page.open("body").open("main");
        answer(page, content);
        table(page, content);
        training(page, content);
        forecasts(page, content);
        method(page, content);
        page.open("footer").element("p", "Written by dl4j-pruning.").close();
        return page.close().close().close().toString();
    }

    private static void answer(Markup page, Content content) {
        List<FileComparison.Test> tests = content.comparison().tests();
        page.open("header").element("p", "dl4j-pruning on " + content.name(), "class", "kicker");
        page.element("h1", content.comparison().headline().inWords(), "class", "answer");
        page.open("ul");
        tests.subList(1, tests.size()).forEach(test -> page.element("li", test.inWords()));
        page.element("li", content.comparison().deployedInWords());
        content.without().ifPresent(sentence -> page.element("li", sentence));
        page.close().close();
    }

    private static void table(Markup page, Content content) {
        int decimals = FileFigures.decimals(content.table());
        List<String> header = new ArrayList<>(FileFigures.HEADER);
        header.set(0, "method");
        HtmlTable table = new HtmlTable(
                "Mean over the seeds; errors in " + content.unit()
                        + ". \"None\" is among the tries of every method but the dense network.",
                2,
                header);
        for (FileRow row : content.table()) {
            boolean own = row.arm().equals(Arms.PRUNING) || row.arm().equals(Arms.SEARCH);
            table.add(own ? "own" : "", FileFigures.cells(row, decimals));
        }
        page.add(table.done());
        IntervalPlot plot = new IntervalPlot("change of the test error by pruning [%]");
        for (FileComparison.Test test : content.comparison().tests()) {
            if (!test.sameTrainings()) {
                String against = test.second().contender().sizedBy().isPresent()
                        ? "same size"
                        : test.second().contender().name();
                plot.add(
                        against.equals("no regularisation") ? "none" : against,
                        ArmStyle.of(Arms.PRUNING),
                        test.rows().change(),
                        test.rows().interval());
            }
        }
        if (content.comparison().tests().stream().anyMatch(t -> !t.sameTrainings())) {
            page.add(Figure.wideGrid(List.of(Figure.of(
                    "Pruning against the others, with 95% intervals: left of 0 pruning is better",
                    plot.draw("Change of the test error by pruning")))));
        }
    }

    private static void training(Markup page, Content content) {
        Course course = content.course();
        page.element("h3", "Training");
        page.element(
                "p",
                "Validation error and sparsity over the epochs, of pruning "
                        + course.pruned().trial().setting() + ", seed "
                        + course.pruned().trial().seed()
                        + ". Marked: the epoch with the last sparsity, and the epoch whose network was taken.");
        LineChart error = new LineChart("epoch", "validation MAE");
        LineChart sparsity = new LineChart("epoch", "weights pruned [%]").yBetween(0, 100);
        course.none().ifPresent(r -> error.add(curve(Arms.NONE, r.validationCurve(), 1)));
        course.dropout()
                .filter(r -> r.trial().arm().equals(Arms.DROPOUT))
                .ifPresent(r -> error.add(curve(Arms.DROPOUT, r.validationCurve(), 1)));
        error.add(curve(Arms.PRUNING, course.pruned().validationCurve(), 1));
        sparsity.add(curve(Arms.PRUNING, course.pruned().sparsityCurve(), 100));
        int end = lastMaskUpdate(course.pruned());
        int taken = course.pruned().chosenEpoch();
        for (LineChart chart : List.of(error, sparsity)) {
            chart.mark(end, "pruning ends").mark(taken, "epoch taken");
        }
        List<String> arms = new ArrayList<>(List.of(Arms.PRUNING));
        course.none().ifPresent(r -> arms.add(Arms.NONE));
        course.dropout().filter(r -> r.trial().arm().equals(Arms.DROPOUT)).ifPresent(r -> arms.add(Arms.DROPOUT));
        page.add(Figure.grid(
                Figure.legend(arms),
                List.of(
                        Figure.of("Validation error", error.draw("Validation error by epoch")),
                        Figure.of("Sparsity", sparsity.draw("Sparsity by epoch")))));
    }

    /** The first epoch, from 1, after which the sparsity stays as it is. */
    static int lastMaskUpdate(TrialResult pruned) {
        List<Double> sparsity = pruned.sparsityCurve();
        return sparsity.indexOf(sparsity.get(sparsity.size() - 1)) + 1;
    }

    private static Line curve(String arm, List<Double> values, double factor) {
        return new Line(
                arm,
                ArmStyle.of(arm).css(),
                null,
                IntStream.range(0, values.size())
                        .mapToObj(i -> Point.of(i + 1.0, factor * values.get(i)))
                        .toList());
    }

    private static void forecasts(Markup page, Content content) {
        Course course = content.course();
        int rows = course.actual().length;
        String arm = course.judged().sparsityCurve().isEmpty() ? Arms.NONE : Arms.PRUNING;
        page.element("h3", "Forecasts");
        page.element(
                "p",
                "The network to deploy on the last " + rows + " rows of the test part"
                        + (course.times().isEmpty() ? "" : ", " + course.times())
                        + ", each forecast from the rows before it. Shaded: the range that held 95% of the errors on the"
                        + " validation part. Dashed: the naive forecast, which is the last value.");
        LineChart chart = new LineChart("rows before the end", content.unit());
        chart.band(IntStream.range(0, rows)
                .mapToObj(i -> new Point(
                        i - rows + 1.0,
                        course.forecast()[i],
                        course.forecast()[i] + course.range().low(),
                        course.forecast()[i] + course.range().high()))
                .toList());
        chart.add(series("naive", "base thin", course.naive()));
        chart.add(series("forecast", ArmStyle.of(arm).css(), course.forecast()));
        chart.add(series("what came", "truth thin", course.actual()));
        page.add(Figure.legend(List.of(), ArmStyle.of(arm).css(), "forecast", "truth", "what came", "base", "naive"));
        page.add(Figure.wideGrid(List.of(Figure.of("One row ahead", chart.draw("Forecasts against what came")))));
    }

    private static Line series(String name, String css, double[] values) {
        return new Line(
                name,
                css,
                null,
                IntStream.range(0, values.length)
                        .mapToObj(i -> Point.of(i - values.length + 1.0, values[i]))
                        .toList());
    }

    private static void method(Markup page, Content content) {
        page.element("h3", "How this was found");
        page.open("ul");
        content.about().forEach(line -> page.element("li", line));
        page.close();
        PairedRows rows = content.comparison().headline().rows();
        page.element(
                "p",
                "All methods start from the same weights, see the same batches in the same order, and train for the same number"
                        + " of epochs with a learning rate that falls to zero. Each takes the setting with the least mean"
                        + " validation error over the seeds, and of each training the epoch with the least validation error"
                        + " (with early pruning: of those after the last pruning). The test part has no say in that.");
        page.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "Intervals and p-values: paired moving-block bootstrap of the errors of both methods at the same %d rows"
                                + " of the test part, in blocks of %d consecutive rows, seeds drawn with them; p-values corrected"
                                + " by Holm over the %d comparisons. A difference is called shown if p is below 0.05 and the"
                                + " interval leaves out 0. It speaks of this series and this network, not of others.",
                        rows.rows(),
                        rows.blockLength(),
                        content.comparison().tests().size()));
        page.open("details").element("summary", "What each method tried");
        HtmlTable table = new HtmlTable(
                "The choice of the validation part",
                3,
                List.of("method", "chosen", "tries", "validation MAE", "test MAE by seed"));
        for (Map.Entry<Contender, TunedChoice> entry :
                content.comparison().choices().entrySet()) {
            TunedChoice choice = entry.getValue();
            int decimals = FileFigures.decimals(content.table());
            table.add(
                    "",
                    List.of(
                            entry.getKey().name(),
                            choice.inWords(),
                            String.valueOf(choice.tries()),
                            String.format(Locale.ROOT, "%." + decimals + "f", choice.validationMae()),
                            String.join(
                                    "  ",
                                    choice.trials().stream()
                                            .map(r -> String.format(Locale.ROOT, "%." + decimals + "f", r.testMae()))
                                            .toList())));
        }
        page.add(table.done()).close();
        page.open("details").element("summary", "Versions");
        page.open("ul");
        content.comparison()
                .toDeploy()
                .versions()
                .forEach((what, version) -> page.element("li", what + ": " + version));
        page.close().close();
    }
}
