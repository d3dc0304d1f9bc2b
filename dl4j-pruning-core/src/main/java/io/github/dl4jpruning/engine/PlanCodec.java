package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.schedule.GeometricCurve;
import io.github.dl4jpruning.schedule.OneShotCurve;
import io.github.dl4jpruning.schedule.PolynomialCurve;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import io.github.dl4jpruning.selection.Importance;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.json.JsonMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Plans as JSON text, for the model's own file.
 *
 * <p>Predicates have no text form: which parameters are pruned is told by the masks that stand beside the plan. Of a
 * curve that is a function of the user's, 101 values are written, enough to tell whether a plan offered later has the
 * same curve, but not to go on without it. The block size is written for blocks only: a text without one is of a plan
 * of single weights.
 */
public final class PlanCodec {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String POLYNOMIAL = "polynomial";
    private static final String ONE_SHOT = "oneShot";
    private static final String GEOMETRIC = "geometric";
    private static final String FUNCTION = "function";
    private static final String BLOCK_SIZE = "blockSize";
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
        if (!plan.granularity().equals(Granularity.WEIGHTS)) {
            json.put(BLOCK_SIZE, plan.granularity().blockSize());
        }
        return json.toString();
    }

    private static ObjectNode encode(SparsityCurve curve) {
        ObjectNode json = JSON.createObjectNode();
        if (curve instanceof PolynomialCurve polynomial) {
            json.put("type", POLYNOMIAL)
                    .put("initial", polynomial.initial())
                    .put("last", polynomial.last())
                    .put("degree", polynomial.degree())
                    .put("concave", polynomial.concave());
        } else if (curve instanceof OneShotCurve oneShot) {
            json.put("type", ONE_SHOT).put("sparsity", oneShot.sparsity());
        } else if (curve instanceof GeometricCurve geometric) {
            json.put("type", GEOMETRIC).put("last", geometric.last());
        } else {
            ArrayNode samples = json.put("type", FUNCTION).putArray("samples");
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
        JsonNode json = parse(text);
        if (field(field(json, "curve"), "type").asText().equals(FUNCTION)) {
            throw new IllegalArgumentException(
                    "the plan in the model has a curve that is a function of yours, which no file can hold: give the plan"
                            + " again when you attach the listener, PruningListener.of(plan)");
        }
        Set<String> names = Set.copyOf(pruned);
        Predicate<WeightParameter> chosen = p -> names.contains(p.name());
        JsonNode window = field(json, "window");
        String unit = text(window, "unit");
        long begin = integer(window, "begin");
        long end = integer(window, "end");
        long interval = integer(window, "interval");
        String importance = text(json, "importance");
        String allocation = text(json, "allocation");
        double layerCap = number(json, "layerCap");
        long blockSize = json.has(BLOCK_SIZE) ? integer(json, BLOCK_SIZE) : Granularity.WEIGHTS.blockSize();
        SparsityCurve curve = decodeCurve(field(json, "curve"));
        try {
            return new PruningPlan(
                    new PruningSchedule(
                            curve,
                            new PruningWindow(PruningWindow.Unit.valueOf(unit), begin, end, Math.toIntExact(interval))),
                    Importance.valueOf(importance),
                    Allocation.valueOf(allocation),
                    layerCap,
                    new Granularity(Math.toIntExact(blockSize)),
                    chosen,
                    chosen.negate());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private static JsonNode parse(String text) {
        if (text == null) {
            throw damaged("it is missing", null);
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw damaged(e.getOriginalMessage(), e);
        }
    }

    private static SparsityCurve decodeCurve(JsonNode json) {
        String type = text(json, "type");
        switch (type) {
            case POLYNOMIAL -> {
                double initial = number(json, "initial");
                double last = number(json, "last");
                double degree = number(json, "degree");
                boolean concave = flag(json, "concave");
                return checked(() -> new PolynomialCurve(initial, last, degree, concave));
            }
            case ONE_SHOT -> {
                double sparsity = number(json, "sparsity");
                return checked(() -> new OneShotCurve(sparsity));
            }
            case GEOMETRIC -> {
                double last = number(json, "last");
                return checked(() -> new GeometricCurve(last));
            }
            default -> throw damaged("unknown curve " + type, null);
        }
    }

    private static SparsityCurve checked(Supplier<SparsityCurve> curve) {
        try {
            return curve.get();
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private static IllegalArgumentException damaged(String how, Exception cause) {
        return new IllegalArgumentException("the pruning plan in the model is damaged: " + how, cause);
    }

    private static JsonNode field(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            throw damaged("it has no " + name, null);
        }
        return value;
    }

    private static JsonNode field(JsonNode json, String name, String kind, Predicate<JsonNode> isOfKind) {
        JsonNode value = field(json, name);
        if (!isOfKind.test(value)) {
            throw damaged(name + " is " + value + ", not " + kind, null);
        }
        return value;
    }

    private static String text(JsonNode json, String name) {
        return field(json, name, "a text", JsonNode::isTextual).asText();
    }

    private static boolean flag(JsonNode json, String name) {
        return field(json, name, "true or false", JsonNode::isBoolean).asBoolean();
    }

    private static double number(JsonNode json, String name) {
        return field(json, name, "a number", JsonNode::isNumber).asDouble();
    }

    private static long integer(JsonNode json, String name) {
        return field(json, name, "a whole number", value -> value.isIntegralNumber() && value.canConvertToLong())
                .asLong();
    }
}
