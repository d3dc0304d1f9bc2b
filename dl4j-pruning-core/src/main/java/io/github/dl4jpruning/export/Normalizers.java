package io.github.dl4jpruning.export;

import io.github.dl4jpruning.runtime.format.Scaler;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** Translates DL4J's normalizers: all that are affine are a mean and a deviation per column. */
final class Normalizers {

    private Normalizers() {}

    /**
     * The scaler that does what a normalizer does.
     *
     * @param normalizer fitted
     * @param labels whether its statistics of the labels are meant, not those of the features
     * @return one mean and one deviation per column
     * @throws IllegalArgumentException if it is of another kind, or was not fitted to the labels
     */
    static Scaler scaler(DataNormalization normalizer, boolean labels) {
        if (normalizer instanceof NormalizerStandardize standardize) {
            requireLabels(labels, standardize.isFitLabel());
            double[] deviation = columns(labels ? standardize.getLabelStd() : standardize.getStd());
            for (int i = 0; i < deviation.length; i++) {
                deviation[i] = deviation[i] == 0 ? 1 : deviation[i]; // as DL4J does
            }
            return Scaler.of(columns(labels ? standardize.getLabelMean() : standardize.getMean()), deviation);
        }
        if (normalizer instanceof NormalizerMinMaxScaler range) {
            requireLabels(labels, range.isFitLabel());
            double[] mean = columns(labels ? range.getLabelMin() : range.getMin());
            double[] deviation = columns(labels ? range.getLabelMax() : range.getMax());
            double from = range.getTargetMin();
            double width = range.getTargetMax() - from;
            for (int i = 0; i < mean.length; i++) { // (x - min) / (max - min) * width + from
                deviation[i] = (deviation[i] - mean[i]) / width;
                mean[i] -= from * deviation[i];
            }
            return Scaler.of(mean, deviation);
        }
        throw new IllegalArgumentException(
                "a " + (normalizer == null ? null : normalizer.getClass().getSimpleName())
                        + " cannot be put into the file: give a NormalizerStandardize or a NormalizerMinMaxScaler, or means and"
                        + " deviations");
    }

    private static void requireLabels(boolean labels, boolean fitted) {
        if (labels && !fitted) {
            throw new IllegalArgumentException(
                    "the normalizer knows nothing of the outputs: call fitLabel(true) before fit(..),"
                            + " or give the mean and the deviation of the target");
        }
    }

    private static double[] columns(INDArray statistics) {
        return statistics.dup('c').data().asDouble();
    }
}
