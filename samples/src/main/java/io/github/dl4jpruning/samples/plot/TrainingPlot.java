package io.github.dl4jpruning.samples.plot;

import io.github.dl4jpruning.engine.PruningUpdate;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.forecast.Method;
import io.github.dl4jpruning.samples.forecast.Outcome;
import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A training in one picture: the validation error and the sparsity over the epochs on one time axis, the epoch in which
 * pruning ends, and the epoch that the network was taken from. The axis of the error begins near the least one.
 */
public final class TrainingPlot {
    private static final double PERCENT = 100;
    private static final double MARGIN = 0.06; // of what the curves span
    private static final double NEAR = 1.5; // spans of the curves that the reference may be away and be drawn
    private static final BasicStroke THIN =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {2, 4}, 0);

    private TrainingPlot() {}

    /**
     * One training.
     *
     * @param name for the legend
     * @param color of its lines
     * @param validationMae after every epoch, in units of the target; the first value is that of epoch 1
     * @param sparsity after every epoch, from 0 to 1; empty if nothing is pruned
     * @param pruningEnds the epoch that reaches the last sparsity, if it was reached
     * @param takenEpoch the epoch that the network was taken from; 0 if none was trained
     */
    public record Curve(
            String name,
            Color color,
            List<Double> validationMae,
            List<Double> sparsity,
            OptionalInt pruningEnds,
            int takenEpoch) {

        /**
         * Copies the lists, and checks that both have a value per epoch.
         *
         * @throws IllegalArgumentException if the epochs do not fit each other
         */
        public Curve {
            validationMae = List.copyOf(validationMae);
            sparsity = List.copyOf(sparsity);
            if (!sparsity.isEmpty() && sparsity.size() != validationMae.size()) {
                throw new IllegalArgumentException("there are " + validationMae.size() + " validation errors and "
                        + sparsity.size() + " sparsities: give one each per epoch");
            }
            if (takenEpoch < 0 || takenEpoch > validationMae.size()) {
                throw new IllegalArgumentException(
                        "epoch " + takenEpoch + " was taken, but " + validationMae.size() + " were trained");
            }
        }

        /** The curve of a training; its sparsity by epoch follows from the history of its pruning. */
        public static Curve of(Outcome outcome) {
            int epochs = outcome.validationMae().size();
            List<Double> sparsity = new ArrayList<>();
            if (outcome.history().filter(h -> !h.updates().isEmpty()).isPresent() && epochs > 0) {
                PruningHistory history = outcome.history().get();
                int before = outcome.network().getEpochCount() - outcome.chosenEpoch();
                double perEpoch = outcome.network().getIterationCount()
                        / (double) Math.max(1, outcome.network().getEpochCount());
                IntStream.rangeClosed(1, epochs)
                        .forEach(epoch -> sparsity.add(sparsityAt(history, (before + epoch) * perEpoch)));
            }
            return of(outcome.method(), outcome.validationMae(), sparsity, outcome.chosenEpoch());
        }

        /**
         * The curve of a training whose sparsity by epoch is known: pruning ends in the first epoch with the last
         * sparsity.
         *
         * @param method for name and color
         * @param validationMae after every epoch, in units of the target
         * @param sparsity after every epoch, from 0 to 1; empty if nothing is pruned
         * @param takenEpoch the epoch that the network was taken from; 0 if none was trained
         */
        public static Curve of(Method method, List<Double> validationMae, List<Double> sparsity, int takenEpoch) {
            OptionalInt end = IntStream.rangeClosed(1, sparsity.size())
                    .filter(epoch -> sparsity.get(epoch - 1) >= sparsity.get(sparsity.size() - 1))
                    .findFirst();
            return new Curve(method.title(), MethodColors.of(method), validationMae, sparsity, end, takenEpoch);
        }

        private static double sparsityAt(PruningHistory history, double iteration) {
            PruningUpdate first = history.updates().get(0);
            double sparsity = (first.pruned() - first.prunedNow()) / (double) first.weights();
            for (PruningUpdate update : history.updates()) {
                if (update.step() <= Math.round(iteration)) {
                    sparsity = update.achievedSparsity();
                }
            }
            return sparsity;
        }
    }

    /**
     * Writes the picture as PNG.
     *
     * @param curves of at least one epoch each
     * @param lastValueMae error of the naive forecast on the validation part; it is drawn if it is near the curves, and
     *     named if not
     * @param unit of the target, for the axis; may be empty
     */
    public static void write(Path file, List<Curve> curves, double lastValueMae, String unit) {
        Plots.write(chart(curves, lastValueMae, unit), file);
    }

    /** The picture before it is written. */
    static XYChart chart(List<Curve> curves, double lastValueMae, String unit) {
        boolean pruned = curves.stream().anyMatch(curve -> !curve.sparsity().isEmpty());
        XYChart chart = Plots.chart(
                pruned ? "Validation error and sparsity over training" : "Validation error over training",
                "epoch",
                "validation MAE" + (unit.isEmpty() ? "" : " [" + unit + "]"));
        double[] errors = curves.stream()
                .flatMap(curve -> curve.validationMae().stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
        double least = DoubleStream.of(errors).min().orElse(lastValueMae);
        double most = DoubleStream.of(errors).max().orElse(lastValueMae);
        double span = most > least ? most - least : Math.max(Math.abs(most), Double.MIN_NORMAL) / 10;
        boolean near = lastValueMae > least - NEAR * span && lastValueMae < most + NEAR * span;
        double bottom = (near ? Math.min(least, lastValueMae) : least) - MARGIN * span;
        double top = (near ? Math.max(most, lastValueMae) : most) + MARGIN * span;
        chart.getStyler().setYAxisMin(0, bottom).setYAxisMax(0, top);
        int epochs = curves.stream()
                .mapToInt(curve -> curve.validationMae().size())
                .max()
                .orElse(1);
        chart.getStyler().setXAxisMin(Math.min(1.0, epochs - 1.0)).setXAxisMax((double) epochs);
        chart.getStyler()
                .setxAxisTickLabelsFormattingFunction(
                        epoch -> epoch == Math.rint(epoch) ? String.valueOf(Math.round(epoch)) : "");
        if (near) {
            Plots.style(
                    chart.addSeries("last value", List.of(1, epochs), List.of(lastValueMae, lastValueMae)),
                    Plots.REFERENCE,
                    Plots.DASHED);
        } else { // it would press the curves into a corner
            chart.setTitle(chart.getTitle() + " (last value: " + Digits.of(lastValueMae) + ", "
                    + (lastValueMae < least ? "below" : "above") + " this picture)");
        }
        curves.forEach(curve -> addErrors(chart, curve, bottom, top));
        if (pruned) {
            chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
            chart.setYAxisGroupTitle(1, "weights pruned [%]");
            chart.getStyler().setYAxisMin(1, 0.0).setYAxisMax(1, PERCENT);
            List<Curve> sparse =
                    curves.stream().filter(curve -> !curve.sparsity().isEmpty()).toList();
            sparse.forEach(curve -> addSparsity(chart, curve, sparse.size() == 1 ? Plots.TRUTH : curve.color()));
        }
        return chart;
    }

    private static List<Integer> epochs(Curve curve) {
        return IntStream.rangeClosed(1, curve.validationMae().size()).boxed().toList();
    }

    private static void addErrors(XYChart chart, Curve curve, double bottom, double top) {
        XYSeries errors = chart.addSeries(curve.name() + ": error", epochs(curve), curve.validationMae());
        Plots.style(errors, curve.color(), Plots.SOLID);
        errors.setLabel(curve.name() + (curve.takenEpoch() > 0 ? " (epoch " + curve.takenEpoch() + " taken)" : ""));
        if (curve.takenEpoch() > 0) {
            OptionalDouble error = OptionalDouble.of(curve.validationMae().get(curve.takenEpoch() - 1));
            XYSeries taken = chart.addSeries(
                    curve.name() + ": epoch taken (" + curve.takenEpoch() + ")",
                    List.of(curve.takenEpoch()),
                    List.of(error.getAsDouble()));
            taken.setMarker(SeriesMarkers.CIRCLE);
            taken.setMarkerColor(curve.color());
            taken.setLineColor(curve.color());
            taken.setShowInLegend(false); // the curve says it; a legend of all series would not fit under the picture
        }
        curve.pruningEnds().ifPresent(epoch -> {
            XYSeries end = chart.addSeries(
                    curve.name() + ": pruning ends (epoch " + epoch + ")", List.of(epoch, epoch), List.of(bottom, top));
            Plots.style(end, curve.color(), THIN);
            end.setLabel("pruning ends (" + epoch + ")");
        });
    }

    private static void addSparsity(XYChart chart, Curve curve, Color color) {
        XYSeries series = chart.addSeries(
                curve.name() + ": sparsity",
                epochs(curve),
                curve.sparsity().stream().map(share -> PERCENT * share).toList());
        Plots.style(series, color, Plots.DASHED);
        series.setYAxisGroup(1);
        series.setLabel("weights pruned");
    }
}
