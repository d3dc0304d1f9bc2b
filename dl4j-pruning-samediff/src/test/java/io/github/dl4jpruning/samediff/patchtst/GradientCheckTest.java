package io.github.dl4jpruning.samediff.patchtst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dl4jpruning.samediff.GradientGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients against central differences, in double precision, for every switch of the configurations. */
class GradientCheckTest {

    private static final PatchTstConfig BASE = new PatchTstConfig(
            14,
            3,
            2,
            new Patches(4, 2, true),
            new EncoderSize(6, 2, 5, 2),
            Dropouts.none(),
            Norm.BATCH,
            true,
            RevIn.PLAIN,
            Head.SHARED);

    private static final PatchTransformerConfig TRANSFORMER =
            new PatchTransformerConfig(8, 2, 3, 2, 2, new EncoderSize(6, 3, 5, 2), 0, Activation.GELU);

    static Stream<Arguments> patchTst() {
        return Stream.of(
                arguments("the published one", BASE),
                arguments("layer norm", BASE.with(Norm.LAYER)),
                arguments("no residual attention", BASE.withResidualAttention(false)),
                arguments("affine RevIN", BASE.with(RevIn.AFFINE)),
                arguments("no RevIN", BASE.with(RevIn.NONE)),
                arguments("individual heads", BASE.with(Head.INDIVIDUAL)),
                arguments("no padding", BASE.with(new Patches(4, 2, false))),
                arguments("patches side by side", BASE.with(new Patches(7, 7, false))),
                arguments("one patch", BASE.with(new Patches(14, 1, false))),
                arguments("dropout on the attention", BASE.with(new Dropouts(0.3, 0, 0))),
                arguments("dropout on the residuals", BASE.with(new Dropouts(0, 0.3, 0))),
                arguments("dropout on the head", BASE.with(new Dropouts(0, 0, 0.3))),
                arguments(
                        "everything else",
                        BASE.with(Norm.LAYER)
                                .with(RevIn.AFFINE)
                                .with(Head.INDIVIDUAL)
                                .with(new Dropouts(0.2, 0.2, 0.2))));
    }

    @ParameterizedTest(name = "PatchTST with {0}")
    @MethodSource
    void patchTst(String name, PatchTstConfig config) {
        SameDiff sd = PatchTstGraph.build(config, DataType.DOUBLE, new Random(3));
        check(sd, 4);
    }

    static Stream<Arguments> patchTransformer() {
        return Stream.of(
                arguments("GELU", TRANSFORMER),
                arguments("dropout", TRANSFORMER.withDropout(0.3)),
                arguments("ReLU", new PatchTransformerConfig(8, 2, 3, 2, 2, TRANSFORMER.encoder(), 0, Activation.RELU)),
                arguments(
                        "patches of one step",
                        new PatchTransformerConfig(4, 1, 1, 1, 1, TRANSFORMER.encoder(), 0, Activation.GELU)),
                arguments(
                        "one patch",
                        new PatchTransformerConfig(1, 1, 3, 1, 1, TRANSFORMER.encoder(), 0, Activation.GELU)));
    }

    @ParameterizedTest(name = "the patch transformer with {0}")
    @MethodSource
    void patchTransformer(String name, PatchTransformerConfig config) {
        check(PatchTransformerGraph.build(config, DataType.DOUBLE, new Random(3)), 4);
    }

    private static void check(SameDiff sd, int batch) {
        Random random = new Random(5);
        for (SDVariable variable : sd.variables()) { // away from the special values that some begin with
            if (variable.getVariableType() == VariableType.VARIABLE) {
                variable.getArr().addi(noise(random, variable.getArr().shape()).muli(0.1));
            }
        }
        Map<String, INDArray> data = Map.of(
                "input", noise(random, shape(sd, "input", batch)), "target", noise(random, shape(sd, "target", batch)));
        SameDiff graph = GradientGraph.of(sd);
        List<String> names = new ArrayList<>();
        for (SDVariable variable : sd.variables()) {
            if (variable.getVariableType() == VariableType.VARIABLE) {
                names.add(variable.name());
            }
        }
        Arena arena = new Arena();
        Plan backward =
                new Plan(graph, names.stream().map(name -> name + "-grad").toList(), data, arena);
        Plan forward = new Plan(graph, List.of("loss"), data, new Arena());
        backward.run(data, sameMasks(graph));
        for (String name : names) {
            INDArray gradient = backward.get(name + "-grad");
            INDArray weights = sd.getVariable(name).getArr();
            for (int i = 0; i < 4; i++) {
                long at = (long) (random.nextDouble() * weights.length());
                assertThat(gradient.getDouble(at))
                        .as("gradient %d of %s", at, name)
                        .isCloseTo(slope(forward, graph, data, weights, at), within(1e-7));
            }
        }
    }

    private static double slope(Plan forward, SameDiff graph, Map<String, INDArray> data, INDArray weights, long at) {
        double step = 1e-5;
        double before = weights.getDouble(at);
        weights.putScalar(at, before + step);
        double above = loss(forward, graph, data);
        weights.putScalar(at, before - step);
        double below = loss(forward, graph, data);
        weights.putScalar(at, before);
        return (above - below) / (2 * step);
    }

    private static double loss(Plan forward, SameDiff graph, Map<String, INDArray> data) {
        forward.run(data, sameMasks(graph));
        return forward.get("loss").getDouble(0);
    }

    private static Plan.Observer sameMasks(SameDiff graph) {
        DropoutSeeds seeds = new DropoutSeeds(11);
        return new Plan.Observer() {
            @Override
            public void before(SameDiffOp op, OpContext context) {
                seeds.preOpExecution(graph, At.defaultAt(), op, context);
            }

            @Override
            public void after(SameDiffOp op, OpContext context, INDArray[] outputs) {}
        };
    }

    private static long[] shape(SameDiff sd, String placeholder, int batch) {
        long[] shape = sd.getVariable(placeholder).getShape().clone();
        shape[0] = batch;
        return shape;
    }

    private static INDArray noise(Random random, long... shape) {
        INDArray array = Nd4j.create(DataType.DOUBLE, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }
}
