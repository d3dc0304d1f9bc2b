package io.github.dl4jpruning.samediff.patchtst;

import java.lang.reflect.Method;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.learning.GradientUpdater;

/** The updaters of a SameDiff instance, where its own {@code fit} and {@code save} have them. */
@SuppressWarnings("rawtypes") // SameDiff has them raw
final class Updaters {

    private Updaters() {}

    /** The updaters by variable, made now if there are none. Only {@code fit} can make them: the method is not public. */
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
}
