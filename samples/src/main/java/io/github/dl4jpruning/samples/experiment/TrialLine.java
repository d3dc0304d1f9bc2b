package io.github.dl4jpruning.samples.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** One line of {@code trials.jsonl}. Read by hand: bound to the record, a missing number would silently be 0. */
public final class TrialLine {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode node;

    private TrialLine(JsonNode node) {
        this.node = node;
    }

    /**
     * Reads a line. Numbers that do not exist may be {@code null}, {@code "NaN"} or {@code NaN}, and those of the
     * export may be missing, as in lines of older versions; fields that are not known are
     * passed over.
     *
     * @throws IllegalArgumentException if it is no JSON, or a field is missing or of the wrong kind; the message names
     *     it
     */
    public static TrialResult parse(String line) {
        return of(read(line));
    }

    /** The same of a list of results in one line, as a worker answers. */
    static List<TrialResult> parseAll(String line) {
        JsonNode list = read(line);
        if (!list.isArray()) {
            throw new IllegalArgumentException("no JSON list");
        }
        List<TrialResult> results = new ArrayList<>();
        list.forEach(node -> results.add(of(node)));
        return List.copyOf(results);
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON (" + e.getOriginalMessage() + ")", e);
        }
    }

    private static TrialResult of(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("no JSON object");
        }
        return new TrialLine(node).result();
    }

    private TrialResult result() {
        TrialResult result = new TrialResult(
                new TrialLine(field("trial")).trial(),
                string("unit"),
                real("validationMae"),
                real("validationRmse"),
                real("testMae"),
                real("testRmse"),
                real("deviation"),
                real("sparsityAsked"),
                real("sparsityReached"),
                integer("weights"),
                (int) integer("epochsTrained"),
                (int) integer("chosenEpoch"),
                real("seconds"),
                real("megabytes"),
                realIfKnown("fileBytes"),
                realIfKnown("forecastMillis"),
                realIfKnown("frameworkMillis"),
                real("coverage"),
                real("width"),
                (int) integer("rows"),
                reals("validationCurve"),
                reals("lossCurve"),
                reals("sparsityCurve"),
                realsByName("layerSparsity"),
                reals("actual"),
                reals("forecast"),
                strings("deviations"),
                stringsByName("versions"));
        if (result.testMae() < 0) {
            throw new IllegalArgumentException("\"testMae\" is " + result.testMae() + "; an error is not negative");
        }
        if (!(result.deviation() > 0)) {
            throw new IllegalArgumentException(
                    "\"deviation\" is " + result.deviation() + "; errors are divided by it, so it is above 0");
        }
        return result;
    }

    private Trial trial() {
        return new Trial(
                string("protocol"),
                string("data"),
                string("model"),
                (int) integer("length"),
                string("arm"),
                string("setting"),
                integer("seed"),
                (int) integer("epochs"));
    }

    private JsonNode field(String name) {
        JsonNode field = node.get(name);
        if (field == null) {
            throw new IllegalArgumentException("\"" + name + "\" is missing");
        }
        return field;
    }

    private String string(String name) {
        JsonNode field = field(name);
        if (!field.isTextual()) {
            throw wrong(name, field, "text");
        }
        return field.textValue();
    }

    private double real(String name) {
        return real(name, field(name));
    }

    /** NaN if the field is missing, as in lines of versions that did not know it. */
    private double realIfKnown(String name) {
        return node.has(name) ? real(name) : Double.NaN;
    }

    private static double real(String name, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isNull()) {
            return Double.NaN;
        }
        return switch (value.asText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw wrong(name, value, "a number");
        };
    }

    private long integer(String name) {
        JsonNode field = field(name);
        if (!field.isIntegralNumber() || !field.canConvertToLong()) {
            throw wrong(name, field, "a whole number");
        }
        return field.longValue();
    }

    private JsonNode list(String name) {
        JsonNode field = field(name);
        if (!field.isArray()) {
            throw wrong(name, field, "a list");
        }
        return field;
    }

    private List<Double> reals(String name) {
        List<Double> values = new ArrayList<>();
        list(name).forEach(v -> values.add(real(name, v)));
        return List.copyOf(values);
    }

    private List<String> strings(String name) {
        List<String> values = new ArrayList<>();
        list(name).forEach(v -> values.add(v.asText()));
        return List.copyOf(values);
    }

    private Map<String, Double> realsByName(String name) {
        Map<String, Double> values = new LinkedHashMap<>();
        map(name).fields().forEachRemaining(e -> values.put(e.getKey(), real(name, e.getValue())));
        return Collections.unmodifiableMap(values);
    }

    private Map<String, String> stringsByName(String name) {
        Map<String, String> values = new LinkedHashMap<>();
        map(name)
                .fields()
                .forEachRemaining(e -> values.put(e.getKey(), e.getValue().asText()));
        return Collections.unmodifiableMap(values);
    }

    private JsonNode map(String name) {
        JsonNode field = field(name);
        if (!field.isObject()) {
            throw wrong(name, field, "an object");
        }
        return field;
    }

    private static IllegalArgumentException wrong(String name, JsonNode value, String expected) {
        return new IllegalArgumentException("\"" + name + "\" is " + value + ", not " + expected);
    }
}
