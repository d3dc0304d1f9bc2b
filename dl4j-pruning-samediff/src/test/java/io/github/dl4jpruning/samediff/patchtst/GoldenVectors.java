package io.github.dl4jpruning.samediff.patchtst;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The vectors of golden/patchtst.npz, computed with PyTorch, in the names and layouts of {@link PatchTst}. */
final class GoldenVectors {

    static final PatchTstConfig CONFIG =
            PatchTstConfig.of(96, 24, 3).with(new EncoderSize(16, 4, 32, 2)).with(Dropouts.none());

    private final Map<String, INDArray> arrays;

    GoldenVectors() {
        try {
            File file = new File(
                    GoldenVectors.class.getResource("/golden/patchtst.npz").toURI());
            arrays = Nd4j.createFromNpzFile(file);
        } catch (Exception e) { // that is what ND4J declares
            throw new IllegalStateException(e);
        }
    }

    INDArray get(String key) {
        INDArray array = arrays.get(key);
        if (array == null) {
            throw new IllegalArgumentException(key + " is not among " + arrays.keySet());
        }
        return array;
    }

    /** Every weight, or its gradient, under its name in the graph. */
    Map<String, INDArray> weights(String prefix) {
        Map<String, INDArray> weights = new LinkedHashMap<>();
        linear(weights, "embedding", prefix + "embed");
        weights.put("position", get(prefix + "pos"));
        for (int i = 0; i < CONFIG.encoder().layers(); i++) {
            String mine = "layer" + i + "/";
            String theirs = prefix + "layers." + i + ".";
            INDArray[] w = new INDArray[3];
            INDArray[] b = new INDArray[3];
            for (int part = 0; part < 3; part++) {
                String name = theirs + "attn." + "qkv".charAt(part);
                w[part] = get(name + ".weight").transpose();
                b[part] = get(name + ".bias");
            }
            weights.put(mine + "attention/qkv/W", Nd4j.concat(1, w));
            weights.put(mine + "attention/qkv/b", Nd4j.concat(0, b));
            linear(weights, mine + "attention/out", theirs + "attn.o");
            linear(weights, mine + "ff/in", theirs + "ff1");
            linear(weights, mine + "ff/out", theirs + "ff2");
            for (String norm : new String[] {"norm1", "norm2"}) {
                weights.put(mine + norm + "/gain", get(theirs + norm + ".weight"));
                weights.put(mine + norm + "/b", get(theirs + norm + ".bias"));
            }
        }
        int patches = CONFIG.patchCount();
        int features = CONFIG.encoder().features();
        INDArray head = get(prefix + "head.weight").reshape(CONFIG.horizon(), features, patches);
        weights.put("head/W", head.permute(2, 1, 0).dup('c').reshape(patches * features, CONFIG.horizon()));
        weights.put("head/b", get(prefix + "head.bias"));
        return weights;
    }

    private void linear(Map<String, INDArray> weights, String mine, String theirs) {
        weights.put(mine + "/W", get(theirs + ".weight").transpose());
        weights.put(mine + "/b", get(theirs + ".bias"));
    }
}
