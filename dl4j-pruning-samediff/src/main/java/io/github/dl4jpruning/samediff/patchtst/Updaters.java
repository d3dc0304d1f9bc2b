package io.github.dl4jpruning.samediff.patchtst;

import java.lang.reflect.Method;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/** The updaters of a SameDiff instance, where its own {@code fit} and {@code save} have them. */
@SuppressWarnings({"rawtypes", "unchecked"}) // SameDiff has them raw
final class Updaters {

    private Updaters() {}

    /**
     * The updaters by variable, made now if there are none. Only {@code fit} can make them: the method is not public.
     */
    static Map<String, GradientUpdater> of(SameDiff sd) {
        if (!sd.isInitializedTraining()) {
            try {
                Method initialize = SameDiff.class.getDeclaredMethod("initializeTraining");
                initialize.setAccessible(true);
                initialize.invoke(sd);
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new IllegalStateException(
                        "cannot make the updaters of SameDiff: it has been tested with Deeplearning4j 1.0.0-M2.1", e);
            }
        }
        return sd.getUpdaterMap();
    }

    /**
     * Makes the updaters follow the training configuration that the graph has now. By itself each would keep the
     * settings that it was made with, and a new configuration would change nothing. The state stays, unless the updater
     * is of another kind.
     */
    static void follow(SameDiff sd) {
        IUpdater settings = sd.getTrainingConfig().getUpdater();
        of(sd).replaceAll((name, updater) -> {
            if (updater.getConfig() == settings) {
                return updater;
            }
            return updater.getConfig().getClass() == settings.getClass()
                    ? settings.instantiate(updater.getState(), false)
                    : fresh(settings, sd.getVariable(name).getArr());
        });
    }

    private static GradientUpdater fresh(IUpdater settings, INDArray weights) {
        long size = settings.stateSize(weights.length());
        INDArray state = size == 0 ? null : Nd4j.createUninitialized(weights.dataType(), 1, size);
        GradientUpdater updater = settings.instantiate(state, false);
        updater.setStateViewArray(state, weights.shape(), weights.ordering(), true);
        return updater;
    }
}
