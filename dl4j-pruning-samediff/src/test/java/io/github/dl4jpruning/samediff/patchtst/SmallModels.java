package io.github.dl4jpruning.samediff.patchtst;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** Models and data of a size for tests. */
final class SmallModels {

    static final PatchTstConfig CONFIG = PatchTstConfig.of(24, 4, 2)
            .with(new Patches(8, 4, true))
            .with(new EncoderSize(8, 2, 16, 2))
            .with(Dropouts.none());

    static final PatchTstConfig WITH_DROPOUT = CONFIG.with(new Dropouts(0.1, 0.3, 0.1));

    private SmallModels() {}

    static Windows windows(int... sizes) {
        return Windows.waves(CONFIG.lookBack(), CONFIG.horizon(), CONFIG.channels(), 1, sizes);
    }

    /** Copies of all weights and constants. */
    static Map<String, INDArray> arrays(SameDiff sd) {
        Map<String, INDArray> arrays = new TreeMap<>();
        for (SDVariable variable : sd.variables()) {
            if (variable.getVariableType() == VariableType.VARIABLE || variable.isConstant()) {
                arrays.put(variable.name(), variable.getArr().dup());
            }
        }
        return arrays;
    }

    /** All that training depends on: weights, constants, updater state. */
    @SuppressWarnings("rawtypes") // SameDiff has them raw
    static Map<String, INDArray> everything(SameDiff sd) {
        Map<String, INDArray> arrays = arrays(sd);
        for (Map.Entry<String, GradientUpdater> updater : sd.getUpdaterMap().entrySet()) {
            for (Object entry : updater.getValue().getState().entrySet()) {
                Map.Entry<?, ?> state = (Map.Entry<?, ?>) entry;
                INDArray array = (INDArray) state.getValue();
                arrays.put(updater.getKey() + " " + state.getKey(), array.dup());
            }
        }
        return arrays;
    }
}
