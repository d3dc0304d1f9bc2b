package io.github.dl4jpruning.report;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.WeightParameter;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * What is pruned in a network at one moment.
 *
 * <pre>{@code
 * SparsityReport report = listener.report();
 * System.out.println(report);                 // a table
 * report.total().achievedSparsity();          // 0.7
 * }</pre>
 *
 * @param step iterations of the run so far
 * @param finished whether the schedule has come to its end and the last sparsity is reached, to within a block
 * @param layers one row per layer that is pruned
 * @param total the sum over these layers
 * @param zeroedAgain how many times a pruned weight was found not to be zero and set to zero again, also when the
 *     listener was attached; should be 0
 * @param notZero how many pruned weights are not zero at this moment, because something changed them after the last
 *     iteration; should be 0
 * @param warnings what to know about the results, see {@link Pruner#warnings}
 * @param skipped parameters that are left alone, each with its reason
 * @param granularity what is pruned as a whole
 * @param deployment size and latency of the exported model; empty if nothing was measured, see {@link #with}
 */
public record SparsityReport(
        long step,
        boolean finished,
        List<Row> layers,
        Row total,
        long zeroedAgain,
        long notZero,
        List<String> warnings,
        List<WeightParameter> skipped,
        Granularity granularity,
        Optional<Deployment> deployment) {

    /**
     * Takes copies.
     *
     * @param step as above
     * @param finished as above
     * @param layers as above
     * @param total as above
     * @param zeroedAgain as above
     * @param notZero as above
     * @param warnings as above
     * @param skipped as above
     * @param granularity as above
     * @param deployment as above
     */
    public SparsityReport {
        layers = List.copyOf(layers);
        warnings = List.copyOf(warnings);
        skipped = List.copyOf(skipped);
    }

    /**
     * One layer, or all together.
     *
     * @param layer name
     * @param layerType simple class name of the layer
     * @param weights number of prunable weights
     * @param pruned number of pruned ones
     * @param targetSparsity what the schedule asks for now; for a layer only if every layer has the same target
     * @param prunedAtLastUpdate how many went in the last update of the masks
     * @param unitsWithoutInput units of the layer that no weight feeds any more (all gates and the recurrent weights
     *     included), so that only the bias is left; empty where the weights are not ordered by unit
     * @param inputsWithoutOutput inputs of the layer, that is units of the layer before, that no weight of this layer
     *     reads any more; empty where the weights are not ordered by input
     * @param parameters sparsity of each parameter by its name in the layer
     * @param gates sparsity of each gate of an LSTM; empty for others
     */
    public record Row(
            String layer,
            String layerType,
            long weights,
            long pruned,
            OptionalDouble targetSparsity,
            long prunedAtLastUpdate,
            OptionalLong unitsWithoutInput,
            OptionalLong inputsWithoutOutput,
            Map<String, Double> parameters,
            Map<String, Double> gates) {

        /**
         * The fraction of weights that are zero.
         *
         * @return pruned / weights
         */
        public double achievedSparsity() {
            return weights == 0 ? 0 : pruned / (double) weights;
        }
    }

    /**
     * Looks at a pruner.
     *
     * @param pruner at work on a model
     * @return what it has pruned
     */
    public static SparsityReport of(Pruner pruner) {
        PruningPlan plan = pruner.plan();
        double target = plan.schedule().targetAt(pruner.step(), pruner.epoch());
        OptionalDouble layerTarget =
                plan.allocation() == Allocation.UNIFORM ? OptionalDouble.of(target) : OptionalDouble.empty();
        Map<String, List<WeightParameter>> byLayer = pruner.chosen().stream()
                .collect(Collectors.groupingBy(WeightParameter::layer, LinkedHashMap::new, Collectors.toList()));
        List<Row> rows = new ArrayList<>();
        byLayer.forEach((layer, parameters) -> rows.add(row(pruner, layer, parameters, layerTarget)));
        Row total = new Row(
                "total",
                "",
                pruner.masks().weightCount(),
                pruner.masks().prunedCount(),
                OptionalDouble.of(target),
                rows.stream().mapToLong(Row::prunedAtLastUpdate).sum(),
                sum(rows.stream().map(Row::unitsWithoutInput).toList()),
                sum(rows.stream().map(Row::inputsWithoutOutput).toList()),
                Map.of(),
                Map.of());
        boolean finished = plan.schedule().window().progress(pruner.step(), pruner.epoch()) >= 1
                && pruner.hasReached(plan.schedule().finalSparsity());
        return new SparsityReport(
                pruner.step(),
                finished,
                rows,
                total,
                pruner.zeroedAgain(),
                pruner.notZero(),
                pruner.warnings(),
                pruner.skipped(),
                plan.granularity(),
                Optional.empty());
    }

    /**
     * The same with what was measured of the exported model, so that size and latency stand next to the sparsity: in
     * two lines of the text, in further columns of the CSV, and in the JSON.
     *
     * @param measured by {@code ModelExport.measure}
     * @return rows and all else as they are here
     */
    public SparsityReport with(Deployment measured) {
        return new SparsityReport(
                step,
                finished,
                layers,
                total,
                zeroedAgain,
                notZero,
                warnings,
                skipped,
                granularity,
                Optional.of(measured));
    }

    private static OptionalLong sum(List<OptionalLong> values) {
        return values.stream().anyMatch(OptionalLong::isPresent)
                ? OptionalLong.of(
                        values.stream().mapToLong(value -> value.orElse(0)).sum())
                : OptionalLong.empty();
    }

    private static Row row(Pruner pruner, String layer, List<WeightParameter> parameters, OptionalDouble target) {
        Connections connections = new Connections();
        Map<String, Double> byParameter = new LinkedHashMap<>();
        long weights = 0;
        long pruned = 0;
        long last = 0;
        for (WeightParameter parameter : parameters) {
            var mask = pruner.masks().of(parameter.name());
            connections.add(parameter.layout(), mask);
            byParameter.put(parameter.parameter(), mask.sparsity());
            weights += mask.length();
            pruned += mask.prunedCount();
            last += pruner.prunedAtLastUpdate(parameter.name());
        }
        return new Row(
                layer,
                parameters.get(0).layerType(),
                weights,
                pruned,
                target,
                last,
                connections.unitsWithoutInput(),
                connections.inputsWithoutOutput(),
                byParameter,
                connections.gates());
    }

    /**
     * A table for people.
     *
     * @return one line per layer under a header, the total, the gates of LSTM layers, what was skipped, and size and
     *     latency if they were measured
     */
    public String toText() {
        StringBuilder text = new StringBuilder();
        String format = "%-20s %-22s %10s %10s %9s %9s %12s %9s %9s%n";
        text.append(String.format(
                format,
                "layer",
                "type",
                "weights",
                "pruned",
                "sparsity",
                "target",
                "last update",
                "no input",
                "unread"));
        for (Row row : rowsAndTotal()) {
            text.append(String.format(
                    format,
                    row.layer,
                    row.layerType,
                    row.weights,
                    row.pruned,
                    String.format(Locale.ROOT, "%.4f", row.achievedSparsity()),
                    row.targetSparsity.isPresent()
                            ? String.format(Locale.ROOT, "%.4f", row.targetSparsity.getAsDouble())
                            : "-",
                    row.prunedAtLastUpdate,
                    show(row.unitsWithoutInput),
                    show(row.inputsWithoutOutput)));
        }
        for (Row row : layers) {
            if (!row.gates.isEmpty()) {
                text.append(row.layer)
                        .append(" by gate: ")
                        .append(percent(row.gates))
                        .append(System.lineSeparator());
            }
        }
        text.append(
                        "last update: pruned in it; no input: units that no weight feeds; unread: inputs that no weight reads")
                .append(System.lineSeparator());
        text.append("weights zeroed again: ").append(zeroedAgain).append(System.lineSeparator());
        warnings.forEach(warning -> text.append("warning: ").append(warning).append(System.lineSeparator()));
        if (notZero > 0) {
            text.append("pruned weights that are not zero: ")
                    .append(notZero)
                    .append(", changed since the last iteration; the next one sets them to zero")
                    .append(System.lineSeparator());
        }
        text.append("schedule: step ")
                .append(step)
                .append(finished ? ", finished" : ", not finished: the last sparsity is not reached yet")
                .append(System.lineSeparator());
        if (!granularity.equals(Granularity.WEIGHTS)) {
            text.append("granularity: ").append(granularity).append(System.lineSeparator());
        }
        if (!skipped.isEmpty()) {
            text.append("not pruned: ")
                    .append(skipped.stream().map(SparsityReport::show).collect(Collectors.joining(", ")))
                    .append(System.lineSeparator());
        }
        deployment.ifPresent(measured -> text.append(measured).append(System.lineSeparator()));
        return text.toString();
    }

    private List<Row> rowsAndTotal() {
        List<Row> rows = new ArrayList<>(layers);
        rows.add(total);
        return rows;
    }

    private static String show(OptionalLong value) {
        return value.isPresent() ? String.valueOf(value.getAsLong()) : "-";
    }

    private static String show(WeightParameter parameter) {
        return parameter.name() + " (" + (parameter.reason().isEmpty() ? "excluded by the plan" : parameter.reason())
                + ")";
    }

    private static String percent(Map<String, Double> sparsities) {
        return sparsities.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.1f%%", entry.getKey(), 100 * entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /**
     * A table for programs.
     *
     * @return comma-separated values with a header, one row per layer, the total last; empty fields where there is no
     *     value. If they were measured, the total has columns of size and latency behind the others
     */
    public String toCsv() {
        StringBuilder csv = new StringBuilder(
                "layer,type,weights,pruned,target_sparsity,achieved_sparsity,pruned_at_last_update,units_without_input,"
                        + "inputs_without_output,gates");
        deployment.ifPresent(measured ->
                measured.fields().keySet().forEach(name -> csv.append(',').append(name)));
        csv.append('\n');
        for (Row row : rowsAndTotal()) {
            csv.append(quote(row.layer)).append(',');
            csv.append(quote(row.layerType)).append(',');
            csv.append(row.weights).append(',');
            csv.append(row.pruned).append(',');
            csv.append(row.targetSparsity.isPresent() ? row.targetSparsity.getAsDouble() : "")
                    .append(',');
            csv.append(row.achievedSparsity()).append(',');
            csv.append(row.prunedAtLastUpdate).append(',');
            csv.append(row.unitsWithoutInput.isPresent() ? row.unitsWithoutInput.getAsLong() : "")
                    .append(',');
            csv.append(row.inputsWithoutOutput.isPresent() ? row.inputsWithoutOutput.getAsLong() : "")
                    .append(',');
            csv.append(quote(row.gates.entrySet().stream()
                    .map(gate -> gate.getKey() + "=" + gate.getValue())
                    .collect(Collectors.joining(";"))));
            deployment.ifPresent(measured -> measured.fields()
                    .values()
                    .forEach(value -> csv.append(',').append(row == total ? quote(value.toString()) : "")));
            csv.append('\n');
        }
        return csv.toString();
    }

    private static String quote(String field) {
        return field.matches("[^,\"\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /**
     * The whole report as JSON.
     *
     * @return an object
     */
    public String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("step", step)
                .put("finished", finished)
                .put("zeroed_again", zeroedAgain)
                .put("not_zero", notZero)
                .put("block_size", granularity.blockSize());
        var told = json.putArray("warnings");
        warnings.forEach(told::add);
        var rows = json.putArray("layers");
        layers.forEach(row -> rows.add(json(row)));
        json.set("total", json(total));
        var left = json.putArray("skipped");
        skipped.forEach(parameter -> left.addObject()
                .put("name", parameter.name())
                .put("layer", parameter.layer())
                .put("type", parameter.layerType())
                .put("reason", parameter.reason().isEmpty() ? "excluded by the plan" : parameter.reason()));
        deployment.ifPresent(measured -> {
            ObjectNode fields = json.putObject("deployment");
            measured.fields().forEach((name, value) -> fields.putPOJO(name, value));
        });
        return json.toString();
    }

    private static ObjectNode json(Row row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("layer", row.layer)
                .put("type", row.layerType)
                .put("weights", row.weights)
                .put("pruned", row.pruned);
        row.targetSparsity.ifPresent(value -> json.put("target_sparsity", value));
        json.put("achieved_sparsity", row.achievedSparsity()).put("pruned_at_last_update", row.prunedAtLastUpdate);
        row.unitsWithoutInput.ifPresent(value -> json.put("units_without_input", value));
        row.inputsWithoutOutput.ifPresent(value -> json.put("inputs_without_output", value));
        ObjectNode parameters = json.putObject("parameters");
        row.parameters.forEach(parameters::put);
        ObjectNode gates = json.putObject("gates");
        row.gates.forEach(gates::put);
        return json;
    }

    @Override
    public String toString() {
        return toText();
    }
}
