package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Magnitudes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the masks that a model carries with its weights. */
public final class MaskCheck {

    private static final Logger log = LoggerFactory.getLogger(MaskCheck.class);

    private MaskCheck() {}

    /**
     * Masks that fit the weights of a model, and what became of the others.
     *
     * @param masks that fit, those of frozen parameters left out
     * @param dropped one reason per mask that does not fit, each with the name of its parameter
     */
    record Fit(Masks masks, List<String> dropped) {}

    /**
     * Sorts out the masks that do not belong to the weights: of parameters that the model does not have, of another
     * length, or with not a single zero where they prune. Pruned weights are zero, however long they have trained;
     * weights that transfer learning has initialised, or of another network, are not.
     */
    static Fit fit(PrunableModel model, Masks masks) {
        Map<String, WeightParameter> parameters = new LinkedHashMap<>();
        model.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
        Map<String, WeightMask> fitting = new LinkedHashMap<>();
        List<String> dropped = new ArrayList<>();
        masks.asMap().forEach((name, mask) -> {
            WeightParameter parameter = parameters.get(name);
            if (parameter == null) {
                dropped.add(name + " (the model has no such parameter)");
            } else if (mask.length() != parameter.length()) {
                dropped.add(name + " (the mask is for " + mask.length() + " weights, the parameter has "
                        + parameter.length() + ")");
            } else if (parameter.status() != Status.NEVER) {
                long revived = mask.prunedCount() == 0 ? 0 : notZero(model.magnitudes(parameter), mask);
                if (revived > 0 && revived == mask.prunedCount()) {
                    dropped.add(name + " (none of the " + revived + " weights that the mask prunes is zero)");
                } else {
                    fitting.put(name, mask);
                }
            }
        });
        return new Fit(new Masks(fitting), dropped);
    }

    /**
     * Counts the weights that are not zero although a mask prunes them.
     *
     * @param model with the weights
     * @param masks of some of its parameters; those of other parameters, or of another length, are not looked at
     * @return a count, 0 as it should be
     */
    public static long notZero(PrunableModel model, Masks masks) {
        long found = 0;
        for (WeightParameter parameter : model.parameters()) {
            WeightMask mask = masks.asMap().get(parameter.name());
            if (mask != null && mask.length() == parameter.length() && mask.prunedCount() > 0) {
                found += notZero(model.magnitudes(parameter), mask);
            }
        }
        return found;
    }

    private static long notZero(Magnitudes weights, WeightMask mask) {
        long[] found = new long[1];
        weights.forEach((position, key) -> {
            if (key != 0 && mask.isPruned(position)) {
                found[0]++;
            }
        });
        return found[0];
    }

    /**
     * Warns if a model is about to be used in a way that takes its masks at their word, and they are not true.
     *
     * @param model with the weights
     * @param masks that it carries
     * @param use what is being done, for example "saved"
     * @return the number of weights that are not zero although a mask prunes them
     */
    public static long warnOfDisagreement(PrunableModel model, Masks masks, String use) {
        long found = notZero(model, masks);
        if (found > 0) {
            log.warn(
                    "the model is {} with {} weights that are not zero, though its masks prune them ({} pruned): the weights"
                            + " were changed after the last iteration, for example by setParams or an average of several"
                            + " networks, or the masks are those of another network; attach a pruning listener with resume(),"
                            + " which sets these weights to zero, or remove the masks with strip(model)",
                    use,
                    found,
                    masks.prunedCount());
        }
        return found;
    }

    /**
     * Counts the zeros of parameters that no mask covers. Parameters that are zero throughout are not
     * counted: they were initialised so.
     */
    static long zerosWithoutMask(PrunableModel model, List<WeightParameter> parameters, Masks masks) {
        long found = 0;
        for (WeightParameter parameter : parameters) {
            WeightMask mask = masks.asMap().get(parameter.name());
            long[] zeros = new long[2];
            model.magnitudes(parameter).forEach((position, key) -> {
                if (key == 0) {
                    zeros[0]++;
                    zeros[1] += mask != null && mask.isPruned(position) ? 0 : 1;
                }
            });
            found += zeros[0] == parameter.length() ? 0 : zeros[1];
        }
        return found;
    }

    /** The zeros of all parameters that a plan selects, as masks. */
    static Masks zeros(PrunableModel model, PruningPlan plan) {
        Map<String, WeightMask> masks = new LinkedHashMap<>();
        for (WeightParameter parameter : model.parameters()) {
            if (plan.selects(parameter)) {
                long[] words = new long[Math.toIntExact((parameter.length() + 63) / 64)];
                model.magnitudes(parameter).forEach((position, key) -> {
                    if (key == 0) {
                        words[(int) (position >>> 6)] |= 1L << position;
                    }
                });
                masks.put(parameter.name(), WeightMask.ofWords(parameter.length(), words));
            }
        }
        return new Masks(masks);
    }
}
