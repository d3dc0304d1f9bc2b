package io.github.dl4jpruning.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class GradientGraphTest {

    private static String printed(Runnable action) {
        return printed(console -> action.run());
    }

    private static String printed(Consumer<PrintStream> action) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream original = System.out;
        System.setOut(console);
        try {
            action.accept(console);
            assertThat(System.out).isSameAs(console);
        } finally {
            System.setOut(original);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static SameDiff graph() {
        SameDiff sd = SameDiff.create();
        SDVariable w = sd.var("w", Nd4j.rand(3, 2));
        sd.math.tanh(w).sum("loss");
        sd.setLossVariables("loss");
        return sd;
    }

    @Test
    void deeplearning4jPrintsALinePerOp() {
        SameDiff sd = graph();

        assertThat(printed(() -> sd.createGradFunction())).contains("Added differentiated op ");
    }

    @Test
    void itIsMadeInSilence() {
        SameDiff sd = graph();

        assertThat(printed(() -> GradientGraph.of(sd))).isEmpty();
        assertThat(sd.hasGradientFunction()).isTrue();
        assertThat(sd.calculateGradients(null, "w").get("w").shape()).containsExactly(3, 2);
    }

    @Test
    void itIsMadeOnce() {
        SameDiff sd = graph();

        assertThat(GradientGraph.of(sd)).isSameAs(GradientGraph.of(sd));
    }

    @Test
    void aFitOverSeveralBatchesTakesTheStepsOfTheGradients() {
        SameDiff fitted = twoLayers();
        GradientGraph.of(fitted);

        assertThat(differenceToStepsByHand(fitted)).isLessThan(1e-6);
    }

    @Test
    void withoutItTheGradientsOfLaterBatchesAreWrong() {
        assertThat(differenceToStepsByHand(twoLayers())).isGreaterThan(0.01);
    }

    private static SameDiff twoLayers() {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 6);
        SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, 4);
        SDVariable hidden = sd.math.tanh(sd.nn.linear(x, sd.var("w", numbers(1, 6, 5)), sd.var("b", numbers(2, 5))));
        SDVariable out = sd.nn.linear(hidden, sd.var("v", numbers(3, 5, 4)), sd.var("c", numbers(4, 4)));
        sd.loss.meanSquaredError("loss", y, out, null);
        sd.setLossVariables("loss");
        sd.setTrainingConfig(TrainingConfig.builder()
                .updater(new Sgd(0.1))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        return sd;
    }

    /** Fits batches that follow each other, and takes the steps one by one with a copy. */
    private static double differenceToStepsByHand(SameDiff fitted) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            batches.add(new DataSet(numbers(10 + i, 8, 6), numbers(20 + i, 8, 4)));
        }
        SameDiff copy = twoLayers();
        for (DataSet batch : batches) {
            Map<String, INDArray> arrays = Map.of("x", batch.getFeatures(), "y", batch.getLabels());
            copy.calculateGradients(arrays, "w", "b", "v", "c")
                    .forEach((name, gradient) -> copy.getVariable(name).getArr().subi(gradient.mul(0.1)));
        }
        fitted.fit(new ViewIterator(DataSet.merge(batches), 8), 1);
        double largest = 0;
        for (String name : List.of("w", "b", "v", "c")) {
            INDArray difference =
                    fitted.getVariable(name).getArr().sub(copy.getVariable(name).getArr());
            largest = Math.max(largest, difference.amaxNumber().doubleValue());
        }
        return largest;
    }

    private static INDArray numbers(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    @Test
    void theConsoleComesBackAfterAFailure() {
        SameDiff sd = SameDiff.create();
        sd.var("w", Nd4j.rand(3, 2));

        assertThat(printed(() -> assertThatThrownBy(() -> GradientGraph.of(sd)).isInstanceOf(RuntimeException.class)))
                .isEmpty();
        assertThatThrownBy(() -> GradientGraph.of(null)).hasMessageContaining("sd is null");
    }

    @Test
    void everythingElseIsPrintedAsItWouldBe() {
        Consumer<PrintStream> speaker = out -> {
            out.println("grün");
            out.print("Added differentiated op");
            out.println();
            out.println((String) null);
            out.println((Object) "ö");
            out.println(new char[] {'ä', 'ß'});
            out.println('ü');
            out.print("é");
            out.print((Object) 1);
            out.print(new char[] {'ê'});
            out.print('è');
            out.println(1.5);
            out.printf("%s %.1f%n", "č", 2.0);
            out.format(Locale.GERMANY, "%.1f", 2.0).append("ž").write('!');
            out.flush();
        };

        String direct = printed(speaker);
        String filtered = printed(console -> {
            PrintStream quiet = new QuietConsole(console);
            speaker.accept(quiet);
            quiet.println("Added differentiated op tanh");
            quiet.flush();
        });

        assertThat(filtered).isEqualTo(direct).contains("grün", "2,0ž!");
    }
}
