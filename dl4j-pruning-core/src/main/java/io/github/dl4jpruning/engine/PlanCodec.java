package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.schedule.OneShotCurve;
import io.github.dl4jpruning.schedule.PolynomialCurve;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Importance;
import java.util.Set;
import java.util.function.Predicate;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Plans as JSON text, for the model's own file.
 *
 * <p>Predicates have no text form: which parameters are pruned is told by the masks that stand beside the plan. Of a curve
 * that is a function of the user's, 101 values are written, enough to tell whether a plan offered later has the same curve,
 * but not to go on without it.
 */
public final class PlanCodec {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SAMPLES = 100;

    private PlanCodec() {}

    /**
     * Writes a plan.
     *
     * @param plan to write
     * @return JSON text; equal for plans that are equal but for their predicates
     */
    public static String encode(PruningPlan plan) {
        PruningWindow window = plan.schedule().window();
        ObjectNode json = JSON.createObjectNode();
        json.set("curve", encode(plan.schedule().curve()));
        json.putObject("window")
                .put("unit", window.unit().name())
                .put("begin", window.begin())
                .put("end", window.end())
                .put("interval", window.interval());
        json.put("importance", plan.importance().name());
        json.put("allocation", plan.allocation().name());
        json.put("layerCap", plan.layerCap());
        return json.toString();
    }

    private static ObjectNode encode(SparsityCurve curve) {
        ObjectNode json = JSON.createObjectNode();
        if (curve instanceof PolynomialCurve polynomial) {
            json.put("type", "polynomial")
                    .put("initial", polynomial.initial())
                    .put("last", polynomial.last())
                    .put("degree", polynomial.degree())
                    .put("concave", polynomial.concave());
        } else if (curve instanceof OneShotCurve oneShot) {
            json.put("type", "oneShot").put("sparsity", oneShot.sparsity());
        } else {
            ArrayNode samples = json.put("type", "function").putArray("samples");
            for (int i = 0; i <= SAMPLES; i++) {
                samples.add(curve.at(i / (double) SAMPLES));
            }
        }
        return json;
    }

    /**
     * Reads a plan.
     *
     * @param text from {@link #encode}
     * @param pruned names of the parameters that have masks: the plan selects these and no others
     * @return the plan
     * @throws IllegalArgumentException if the text is damaged, or the curve was a function of the user's
     */
    public static PruningPlan decode(String text, Set<String> pruned) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the pruning plan in the model is damaged: " + e.getOriginalMessage(), e);
        }
        SparsityCurve curve = decodeCurve(field(json, "curve"));
        JsonNode window = field(json, "window");
        Set<String> names = Set.copyOf(pruned);
        Predicate<WeightParameter> chosen = p -> names.contains(p.name());
        try {
            return new PruningPlan(
                    new PruningSchedule(
                            curve,
                            new PruningWindow(
                                    PruningWindow.Unit.valueOf(
                                            field(window, "unit").asText()),
                                    field(window, "begin").asLong(),
                                    field(window, "end").asLong(),
                                    field(window, "interval").asInt())),
                    Importance.valueOf(field(json, "importance").asText()),
                    Allocation.valueOf(field(json, "allocation").asText()),
                    field(json, "layerCap").asDouble(),
                    chosen,
                    chosen.negate());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the pruning plan in the model is damaged: " + e.getMessage(), e);
        }
    }

    private static SparsityCurve decodeCurve(JsonNode json) {
        String type = field(json, "type").asText();
        return switch (type) {
            case "polynomial" ->
                new PolynomialCurve(
                        field(json, "initial").asDouble(),
                        field(json, "last").asDouble(),
                        field(json, "degree").asDouble(),
                        field(json, "concave").asBoolean());
            case "oneShot" -> new OneShotCurve(field(json, "sparsity").asDouble());
            case "function" ->
                throw new IllegalArgumentException(
                        "the plan in the model has a curve that is a function of yours, which no file can hold: give the plan"
                                + " again when you attach the listener, PruningListener.of(plan)");
            default ->
                throw new IllegalArgumentException("the pruning plan in the model is damaged: unknown curve " + type);
        };
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode value = json == null ? null : json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the pruning plan in the model is damaged: it has no " + name);
        }
        return value;
    }
}
