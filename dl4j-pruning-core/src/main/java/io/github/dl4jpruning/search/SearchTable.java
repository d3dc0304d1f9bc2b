package io.github.dl4jpruning.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The epochs of a search: how sparse the model was at the end of each, its error on the validation data, and which
 * epoch is chosen. Immutable; {@link #add} gives a longer table.
 *
 * <pre>{@code
 * SearchTable table = SearchTable.of(SearchRule.sparsestWithin(0.02))
 *         .add(0.00, 0.251)
 *         .add(0.48, 0.240)
 *         .add(0.73, 0.243)
 *         .add(0.86, 0.290);
 * table.chosen();             // epoch 3: the sparsest of those with an error of at most 1.02 * 0.240
 * System.out.println(table);  // four lines under a header, the chosen one marked
 * }</pre>
 *
 * @param rule by which an epoch is chosen
 * @param lowerIsBetter false if the errors are scores that are to be as high as possible, such as an accuracy
 * @param rows in the order of the epochs
 */
public record SearchTable(SearchRule rule, boolean lowerIsBetter, List<Row> rows) {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One epoch.
     *
     * @param epoch how many epochs the model had been trained, from 1
     * @param sparsity fraction of the prunable weights that were pruned, in [0, 1]
     * @param error on the validation data; may be NaN or infinite
     */
    public record Row(long epoch, double sparsity, double error) {

        /**
         * Checks epoch and sparsity.
         *
         * @param epoch how many epochs the model had been trained, from 1
         * @param sparsity fraction of the prunable weights that were pruned, in [0, 1]
         * @param error on the validation data; may be NaN or infinite
         * @throws IllegalArgumentException if the epoch is below 1 or the sparsity lies outside [0, 1]
         */
        public Row {
            if (epoch < 1) {
                throw new IllegalArgumentException("epoch is " + epoch + " but epochs are counted from 1");
            }
            if (!(sparsity >= 0 && sparsity <= 1)) {
                throw new IllegalArgumentException("sparsity is " + sparsity + " but must lie in [0, 1]");
            }
        }
    }

    /**
     * Takes a copy of the rows and checks their order.
     *
     * @param rule by which an epoch is chosen
     * @param lowerIsBetter false if the errors are scores that are to be as high as possible, such as an accuracy
     * @param rows in the order of the epochs
     * @throws IllegalArgumentException if the rule is null, the epochs do not rise, or the sparsity falls although the
     *     rule has a tolerance: then the model to keep could not be told while the training runs
     */
    public SearchTable {
        if (rule == null) {
            throw new IllegalArgumentException("rule is null: give one, such as SearchRule.leastError()");
        }
        rows = List.copyOf(rows);
        for (int i = 1; i < rows.size(); i++) {
            Row before = rows.get(i - 1);
            Row row = rows.get(i);
            if (row.epoch <= before.epoch) {
                throw new IllegalArgumentException(
                        "epoch " + row.epoch + " comes after epoch " + before.epoch + ": the epochs must rise");
            }
            if (rule.tolerance() > 0 && row.sparsity < before.sparsity) {
                throw new IllegalArgumentException("the sparsity falls from " + before.sparsity + " to " + row.sparsity
                        + " in epoch " + row.epoch + ", but the rule '" + rule
                        + "' needs masks that only grow: use SearchRule.leastError()");
            }
        }
    }

    /**
     * An empty table for errors, which are to be as low as possible.
     *
     * @param rule by which an epoch is chosen
     * @return a table without rows
     * @throws IllegalArgumentException if the rule is null
     */
    public static SearchTable of(SearchRule rule) {
        return of(rule, true);
    }

    /**
     * An empty table.
     *
     * @param rule by which an epoch is chosen
     * @param lowerIsBetter false if the errors are scores that are to be as high as possible
     * @return a table without rows
     * @throws IllegalArgumentException if the rule is null
     */
    public static SearchTable of(SearchRule rule, boolean lowerIsBetter) {
        return new SearchTable(rule, lowerIsBetter, List.of());
    }

    /**
     * The table with one more epoch, the next one.
     *
     * @param sparsity fraction of the prunable weights that are pruned, in [0, 1]
     * @param error on the validation data
     * @return a longer table
     * @throws IllegalArgumentException as in {@link Row} and in the constructor
     */
    public SearchTable add(double sparsity, double error) {
        return add(new Row(lastEpoch() + 1, sparsity, error));
    }

    /**
     * The table with one more row.
     *
     * @param row of a later epoch than the last
     * @return a longer table
     * @throws IllegalArgumentException as in the constructor
     */
    public SearchTable add(Row row) {
        List<Row> more = new ArrayList<>(rows);
        more.add(row);
        return new SearchTable(rule, lowerIsBetter, more);
    }

    /**
     * The last epoch of the table.
     *
     * @return its number, 0 if the table has no rows
     */
    public long lastEpoch() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).epoch;
    }

    /**
     * The epoch that the rule chooses.
     *
     * @return its row, or nothing if there is no row whose error is a finite number
     */
    public Optional<Row> chosen() {
        double least = Double.POSITIVE_INFINITY;
        for (Row row : rows) {
            if (Double.isFinite(row.error)) {
                least = Math.min(least, loss(row));
            }
        }
        double limit = rule.limit(least);
        Row best = null;
        for (Row row : rows) {
            boolean eligible = Double.isFinite(row.error) && loss(row) <= limit;
            if (eligible && (best == null || isPreferred(row, best))) {
                best = row;
            }
        }
        return Optional.ofNullable(best);
    }

    private double loss(Row row) {
        return lowerIsBetter ? row.error : -row.error;
    }

    private boolean isPreferred(Row row, Row other) {
        return row.sparsity > other.sparsity || (row.sparsity == other.sparsity && loss(row) < loss(other));
    }

    /**
     * Whether the rule chooses an epoch.
     *
     * @param epoch from 1
     * @return true for one epoch of the table at most
     */
    public boolean isChosen(long epoch) {
        return chosen().filter(row -> row.epoch == epoch).isPresent();
    }

    /**
     * A table for people; the chosen epoch is marked.
     *
     * @return one line per epoch under a header
     */
    public String toText() {
        long chosen = chosen().map(Row::epoch).orElse(0L);
        StringBuilder text = new StringBuilder(
                String.format("%6s %9s %13s%n", "epoch", "sparsity", lowerIsBetter ? "error" : "score"));
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%6d %9.4f %13.6g%s%n",
                    row.epoch,
                    row.sparsity,
                    row.error,
                    row.epoch == chosen ? "  <- chosen" : ""));
        }
        return text.toString();
    }

    /**
     * A table for programs.
     *
     * @return comma-separated values with a header: epoch, sparsity, error, chosen
     */
    public String toCsv() {
        long chosen = chosen().map(Row::epoch).orElse(0L);
        StringBuilder csv = new StringBuilder("epoch,sparsity,error,chosen\n");
        for (Row row : rows) {
            csv.append(row.epoch).append(',');
            csv.append(row.sparsity).append(',');
            csv.append(row.error).append(',');
            csv.append(row.epoch == chosen).append('\n');
        }
        return csv.toString();
    }

    /**
     * The same as JSON, from which {@link #ofJson} makes an equal table.
     *
     * @return an object with the rule and an array of rows, keys as in the CSV; NaN and infinite errors are texts
     */
    public String toJson() {
        long chosen = chosen().map(Row::epoch).orElse(0L);
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("tolerance", rule.tolerance())
                .put("lower_is_better", lowerIsBetter);
        ArrayNode array = json.putArray("rows");
        for (Row row : rows) {
            ObjectNode object = array.addObject().put("epoch", row.epoch).put("sparsity", row.sparsity);
            if (Double.isFinite(row.error)) {
                object.put("error", row.error);
            } else {
                object.put("error", String.valueOf(row.error));
            }
            object.put("chosen", row.epoch == chosen);
        }
        return json.toString();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param text JSON
     * @return an equal table
     * @throws IllegalArgumentException if the text is no such table, or damaged
     */
    public static SearchTable ofJson(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the table of a search is damaged: " + e.getOriginalMessage(), e);
        }
        if (json.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException("the table of a search has format " + json.path("format")
                    + ", this version of dl4j-pruning reads format " + FORMAT + ": use a newer version of the library");
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : json.path("rows")) {
            rows.add(new Row(
                    required(row, "epoch").asLong(),
                    required(row, "sparsity").asDouble(),
                    number(required(row, "error"))));
        }
        return new SearchTable(
                new SearchRule(required(json, "tolerance").asDouble()),
                required(json, "lower_is_better").asBoolean(),
                rows);
    }

    private static JsonNode required(JsonNode json, String key) {
        if (!json.hasNonNull(key)) {
            throw new IllegalArgumentException("the table of a search is damaged: '" + key + "' is missing in " + json);
        }
        return json.get(key);
    }

    private static double number(JsonNode json) {
        if (json.isNumber()) {
            return json.asDouble();
        }
        try {
            return Double.parseDouble(json.asText());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the table of a search is damaged: an error is " + json, e);
        }
    }

    @Override
    public String toString() {
        return toText();
    }
}
