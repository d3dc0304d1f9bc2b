package io.github.dl4jpruning.samples.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.console.Progress;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.forecast.Arm;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.samples.forecast.Method;
import io.github.dl4jpruning.samples.forecast.Outcome;
import io.github.dl4jpruning.samples.forecast.Trainer;
import io.github.dl4jpruning.samples.forecast.Training;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class TrainingPlotTest {
    private static final TrainingPlot.Curve PRUNED = new TrainingPlot.Curve(
            "pruning",
            Color.GREEN,
            List.of(104.0, 102.0, 103.0, 102.5),
            List.of(0.0, 0.3, 0.6, 0.6),
            OptionalInt.of(3),
            2);

    @TempDir
    private Path directory;

    @Test
    void errorAndSparsityStandOverOneAxisWithTheEndOfPruningAndTheEpochTakenMarked() {
        XYChart chart = TrainingPlot.chart(List.of(PRUNED), 103.5, "MW");
        assertThat(chart.getSeriesMap().keySet())
                .containsExactlyInAnyOrder(
                        "last value",
                        "pruning: error",
                        "pruning: epoch taken (2)",
                        "pruning: pruning ends (epoch 3)",
                        "pruning: sparsity");
        assertThat(chart.getSeriesMap().get("pruning: sparsity").getYData()).containsExactly(0, 30, 60, 60);
        assertThat(chart.getSeriesMap().get("pruning: sparsity").getYAxisGroup())
                .isEqualTo(1);
        assertThat(chart.getSeriesMap().get("pruning: epoch taken (2)").getYData())
                .containsExactly(102);
        assertThat(chart.getSeriesMap().get("pruning: pruning ends (epoch 3)").getXData())
                .containsExactly(3, 3);
    }

    @Test
    void theAxisOfTheErrorBeginsNearTheLeastOneAndNotAtZero() {
        XYChart chart = TrainingPlot.chart(List.of(PRUNED), 103.5, "MW");
        assertThat(chart.getStyler().getYAxisMin(0)).isBetween(101.0, 102.0);
        assertThat(chart.getStyler().getYAxisMax(0)).isBetween(104.0, 105.0);
    }

    @Test
    void aNaiveForecastThatIsFarAwayIsNamedInThePlaceOfALine() {
        XYChart chart = TrainingPlot.chart(List.of(PRUNED), 12, "MW");
        assertThat(chart.getSeriesMap().keySet()).doesNotContain("last value");
        assertThat(chart.getTitle()).contains("last value: 12.00, below this picture");
        assertThat(chart.getStyler().getYAxisMin(0)).isGreaterThan(101);
    }

    @Test
    void trainingsOfOneEpochAndEqualErrorsAndWithoutPruningAreDrawn() throws IOException {
        Path file = directory.resolve("one.png");
        TrainingPlot.write(
                file,
                List.of(new TrainingPlot.Curve("none", Color.BLUE, List.of(5.0), List.of(), OptionalInt.empty(), 1)),
                5,
                "");
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1200);
    }

    @Test
    void epochsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new TrainingPlot.Curve(
                        "x", Color.BLUE, List.of(1.0, 2.0), List.of(0.5), OptionalInt.empty(), 1))
                .hasMessageContaining("2 validation errors and 1 sparsities");
        assertThatThrownBy(
                        () -> new TrainingPlot.Curve("x", Color.BLUE, List.of(1.0), List.of(), OptionalInt.empty(), 2))
                .hasMessageContaining("epoch 2 was taken, but 1 were trained");
    }

    @Test
    void theCurveOfATrainingTellsItsSparsityAfterEveryEpoch() {
        ForecastTask task = ForecastTask.of(HourlyLoad.ofDays(10, 1), HourlyLoad.COLUMN, List.of(), 6, Change.LEVEL);
        Arm arm = Arm.fresh(Method.PRUNING, Cell.RNN, 1, 4, 1, Optional.of(PruningPlan.paperRnn(5)));
        Outcome outcome = new Trainer(task, new Training(5, 16, 1, false), Progress.silent()).train(arm, "test");

        TrainingPlot.Curve curve = TrainingPlot.Curve.of(outcome);

        assertThat(curve.validationMae()).hasSize(5);
        assertThat(curve.sparsity()).isSorted().hasSize(5);
        assertThat(curve.sparsity().get(0)).isZero();
        assertThat(curve.sparsity().get(4)).isEqualTo(outcome.sparsity());
        assertThat(curve.pruningEnds()).hasValue(5);
        assertThat(curve.takenEpoch()).isEqualTo(5);
    }
}
