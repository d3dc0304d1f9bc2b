package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The trials that are compared with each other: a block is a model, data set, length and seed in which every arm is
 * present.
 *
 * @param arms the columns
 * @param complete the blocks, one trial per arm in the order of the arms
 * @param missing how many blocks lack each arm, only those that do
 * @param dropped blocks that lack at least one arm and are left out
 */
record Blocks(List<String> arms, List<List<TrialResult>> complete, Map<String, Integer> missing, int dropped) {
    private record Key(String model, String data, int length, long seed) {
        static Key of(Trial trial) {
            return new Key(trial.model(), trial.data(), trial.length(), trial.seed());
        }
    }

    /** The blocks of trials with one setting per place; baselines are passed over. */
    static Blocks of(List<TrialResult> chosen, List<String> arms) {
        Map<Key, Map<String, TrialResult>> blocks = new LinkedHashMap<>();
        for (TrialResult result : chosen) {
            if (!Order.isBaseline(result.trial())
                    && arms.contains(result.trial().arm())) {
                blocks.computeIfAbsent(Key.of(result.trial()), key -> new LinkedHashMap<>())
                        .put(result.trial().arm(), result);
            }
        }
        List<List<TrialResult>> complete = new ArrayList<>();
        Map<String, Integer> missing = new LinkedHashMap<>();
        for (Map<String, TrialResult> block : blocks.values()) {
            arms.stream().filter(arm -> !block.containsKey(arm)).forEach(arm -> missing.merge(arm, 1, Integer::sum));
            if (block.size() == arms.size()) {
                complete.add(arms.stream().map(block::get).toList());
            }
        }
        return new Blocks(arms, complete, missing, blocks.size() - complete.size());
    }

    /** Test MAE in standard deviations of the training part: one row per block, one column per arm. */
    double[][] relativeErrors() {
        return complete.stream()
                .map(block -> block.stream()
                        .mapToDouble(r -> r.testMae() / r.deviation())
                        .toArray())
                .toArray(double[][]::new);
    }

    /** A figure of the first arm relative to the same of the second, less 1, in every complete block. */
    double[] changes(ToDoubleFunction<TrialResult> figure) {
        return complete.stream()
                .mapToDouble(block -> figure.applyAsDouble(block.get(0)) / figure.applyAsDouble(block.get(1)) - 1)
                .toArray();
    }

    /** What was left out, in words; empty if nothing was. */
    String droppedInWords() {
        if (dropped == 0) {
            return "";
        }
        List<String> reasons = new ArrayList<>();
        missing.forEach((arm, count) -> reasons.add(arm + " missing in " + count));
        return dropped + (dropped == 1 ? " block" : " blocks") + " left out (" + String.join(", ", reasons) + ")";
    }
}
