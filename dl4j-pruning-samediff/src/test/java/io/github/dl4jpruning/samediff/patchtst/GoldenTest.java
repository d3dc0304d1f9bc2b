package io.github.dl4jpruning.samediff.patchtst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samediff.GradientGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The numbers of PyTorch, from the same weights. */
class GoldenTest {

    private final GoldenVectors golden = new GoldenVectors();
    private final PatchTst model = new PatchTst(GoldenVectors.CONFIG, 1);

    @BeforeEach
    void sameWeights() {
        Map<String, INDArray> weights = golden.weights("init__");
        assertThat(weights.values().stream().mapToLong(INDArray::length).sum()).isEqualTo(model.parameterCount());
        weights.forEach((name, array) -> {
            INDArray mine = model.sameDiff().getVariable(name).getArr();
            assertThat(mine.shape()).as(name).isEqualTo(array.shape());
            mine.assign(array);
        });
    }

    @Test
    void theForecastIsTheSame() {
        INDArray forecast = model.predict(golden.get("x"));

        assertThat(largest(forecast.sub(golden.get("eval_output")))).isLessThan(1e-5);
    }

    @Test
    void theForecastWithBatchStatisticsAndTheLossAreTheSame() {
        Plan plan = trainingPass(List.of("training/prediction", "loss"));

        assertThat(largest(plan.get("training/prediction").sub(golden.get("train_output"))))
                .isLessThan(1e-5);
        double expected = golden.get("train_loss").getDouble(0);
        assertThat(plan.get("loss").getDouble(0)).isCloseTo(expected, within(1e-5 * expected));
    }

    @Test
    void everyGradientIsTheSame() {
        Map<String, INDArray> expected = golden.weights("grad__");
        Plan plan = trainingPass(
                expected.keySet().stream().map(name -> name + "-grad").toList());

        expected.forEach((name, gradient) -> {
            // The mean of the batch takes such a bias out again: its gradient is 0, and what remains is rounding.
            boolean vanishes = name.endsWith("out/b");
            double scale = vanishes ? 1 : largest(gradient);
            assertThat(largest(plan.get(name + "-grad").sub(gradient)) / scale)
                    .as(name)
                    .isLessThan(vanishes ? 1e-6 : 1e-4);
        });
    }

    @Test
    void fiftyStepsOfAdamHaveTheSameLosses() {
        List<Double> losses = new ArrayList<>();
        Windows batch = new Windows(new DataSet(golden.get("x"), golden.get("y")));
        model.fit(
                batch,
                Training.epochs(50)
                        .withLearningRate(LearningRates.constant(1e-3))
                        .withProgress(report -> losses.add(report.trainingLoss())));

        double[] expected = golden.get("adam_losses").toDoubleVector();
        for (int i = 0; i < expected.length; i++) {
            assertThat(losses.get(i)).as("step %d", i).isCloseTo(expected[i], within(1e-3 * expected[i]));
        }
    }

    private Plan trainingPass(List<String> outputs) {
        Map<String, INDArray> batch = Map.of("input", golden.get("x"), "target", golden.get("y"));
        Plan plan = new Plan(GradientGraph.of(model.sameDiff()), outputs, batch, new Arena());
        plan.run(batch, null);
        return plan;
    }

    private static double largest(INDArray array) {
        return array.amaxNumber().doubleValue();
    }
}
