package io.github.dl4jpruning.report;

import io.github.dl4jpruning.engine.PruningUpdate;
import java.util.List;
import java.util.Locale;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;

/**
 * The updates of the masks in a training.
 *
 * @param updates in order of time
 */
public record PruningHistory(List<PruningUpdate> updates) {

    /**
     * Takes a copy.
     *
     * @param updates as above
     */
    public PruningHistory {
        updates = List.copyOf(updates);
    }

    /**
     * A table for people.
     *
     * @return one line per update under a header
     */
    public String toText() {
        StringBuilder text = new StringBuilder(String.format(
                "%10s %6s %9s %9s %12s %10s %12s%n",
                "step", "epoch", "target", "achieved", "pruned", "now", "threshold"));
        for (PruningUpdate update : updates) {
            text.append(String.format(
                    Locale.ROOT,
                    "%10d %6d %9.4f %9.4f %12d %10d %12.4g%n",
                    update.step(),
                    update.epoch(),
                    update.targetSparsity(),
                    update.achievedSparsity(),
                    update.pruned(),
                    update.prunedNow(),
                    update.threshold()));
        }
        return text.toString();
    }

    /**
     * A table for programs.
     *
     * @return comma-separated values with a header
     */
    public String toCsv() {
        StringBuilder csv = new StringBuilder(
                "step,epoch,target_sparsity,achieved_sparsity,pruned,weights,pruned_now,threshold,nan_count,micros\n");
        for (PruningUpdate update : updates) {
            csv.append(update.step()).append(',');
            csv.append(update.epoch()).append(',');
            csv.append(update.targetSparsity()).append(',');
            csv.append(update.achievedSparsity()).append(',');
            csv.append(update.pruned()).append(',');
            csv.append(update.weights()).append(',');
            csv.append(update.prunedNow()).append(',');
            csv.append(update.threshold()).append(',');
            csv.append(update.nanCount()).append(',');
            csv.append(update.micros()).append('\n');
        }
        return csv.toString();
    }

    /**
     * The same as JSON.
     *
     * @return an array of objects, keys as in the CSV
     */
    public String toJson() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (PruningUpdate update : updates) {
            json.addObject()
                    .put("step", update.step())
                    .put("epoch", update.epoch())
                    .put("target_sparsity", update.targetSparsity())
                    .put("achieved_sparsity", update.achievedSparsity())
                    .put("pruned", update.pruned())
                    .put("weights", update.weights())
                    .put("pruned_now", update.prunedNow())
                    .put("threshold", update.threshold())
                    .put("nan_count", update.nanCount())
                    .put("micros", update.micros());
        }
        return json.toString();
    }

    @Override
    public String toString() {
        return toText();
    }
}
