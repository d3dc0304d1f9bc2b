package io.github.dl4jpruning.samediff.patchtst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samediff.GradientGraph;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** More models against PyTorch: see golden/make_variants.py. */
class GoldenVariantsTest {

    private static Map<String, INDArray> golden() throws Exception {
        return Nd4j.createFromNpzFile(new File(
                GoldenVariantsTest.class.getResource("/golden/variants.npz").toURI()));
    }

    @Test
    void patchTstWithEverythingThatThePublishedOneHasNot() throws Exception {
        PatchTstConfig config = new PatchTstConfig(
                24,
                4,
                2,
                new Patches(8, 4, false),
                new EncoderSize(8, 2, 12, 2),
                Dropouts.none(),
                Norm.LAYER,
                false,
                RevIn.AFFINE,
                Head.INDIVIDUAL);
        compare("affine", new PatchTst(config, 1));
    }

    @Test
    void thePatchTransformerWithRelu() throws Exception {
        compare("relu", transformer(Activation.RELU));
    }

    @Test
    void thePatchTransformerWithGelu() throws Exception {
        compare("gelu", transformer(Activation.GELU));
    }

    private static PatchTransformer transformer(Activation activation) {
        return new PatchTransformer(
                new PatchTransformerConfig(8, 2, 3, 2, 2, new EncoderSize(8, 2, 12, 2), 0, activation), 1);
    }

    private static void compare(String kind, Forecaster model) throws Exception {
        Map<String, INDArray> golden = golden();
        SameDiff sd = model.sameDiff();
        String prefix = kind + "__weight__";
        List<String> names = new ArrayList<>();
        long parameters = 0;
        for (String key : golden.keySet()) {
            if (key.startsWith(prefix)) {
                String name = key.substring(prefix.length()).replace("__", "/");
                names.add(name);
                parameters += golden.get(key).length();
                assertThat(sd.getVariable(name).getArr().shape())
                        .as(name)
                        .isEqualTo(golden.get(key).shape());
                sd.getVariable(name).getArr().assign(golden.get(key));
            }
        }
        assertThat(parameters).isEqualTo(model.parameterCount());
        INDArray input = golden.get(kind + "__input");
        Map<String, INDArray> batch = Map.of("input", input, "target", golden.get(kind + "__target"));
        List<String> outputs = new ArrayList<>(List.of("loss"));
        names.forEach(name -> outputs.add(name + "-grad"));
        Plan plan = new Plan(GradientGraph.of(sd), outputs, batch, new Arena());
        plan.run(batch, null);

        INDArray forecast = model.predict(input);
        assertThat(largest(forecast.sub(golden.get(kind + "__forecast")))).isLessThan(1e-5);
        assertThat(plan.get("loss").getDouble(0))
                .isCloseTo(golden.get(kind + "__loss").getDouble(0), within(1e-5));
        for (String name : names) {
            INDArray gradient = golden.get(kind + "__gradient__" + name.replace("/", "__"));
            assertThat(largest(plan.get(name + "-grad").sub(gradient)) / largest(gradient))
                    .as(name)
                    .isLessThan(1e-4);
        }
    }

    private static double largest(INDArray array) {
        return array.amaxNumber().doubleValue();
    }
}
