package io.github.dl4jpruning.samples.experiment;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Jobs and results as text; {@link TrialLine} reads results. A number that is none is {@code "NaN"} in JSON and empty
 * in CSV.
 */
final class TrialText {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    private static final List<RecordComponent> TRIAL = Arrays.asList(Trial.class.getRecordComponents());
    private static final List<RecordComponent> SCALARS = Arrays.stream(TrialResult.class.getRecordComponents())
            .filter(c -> c.getType() != List.class && c.getType() != Map.class && c.getType() != Trial.class)
            .toList();

    private TrialText() {}

    static String toJson(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value, e);
        }
    }

    static Job job(String line) throws JsonProcessingException {
        return JSON.readValue(line, Job.class);
    }

    static String csvHeader() {
        List<String> names = new ArrayList<>();
        TRIAL.forEach(component -> names.add(component.getName()));
        SCALARS.forEach(component -> names.add(component.getName()));
        return String.join(",", names) + "\n";
    }

    static String toCsv(TrialResult result) {
        List<String> cells = new ArrayList<>();
        TRIAL.forEach(component -> cells.add(cell(component, result.trial())));
        SCALARS.forEach(component -> cells.add(cell(component, result)));
        return String.join(",", cells) + "\n";
    }

    private static String cell(RecordComponent component, Object of) {
        try {
            Object value = component.getAccessor().invoke(of);
            return value instanceof Double number && number.isNaN() ? "" : String.valueOf(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
