package io.github.dl4jpruning.dl4j;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Tells whether two networks have the same configuration, masks and counters left aside. */
final class ConfigurationDifference {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> COUNTERS = List.of("iterationCount", "epochCount");

    private ConfigurationDifference() {}

    /**
     * The first difference.
     *
     * @return where the networks differ and how; empty if they do not
     */
    static String of(Model given, Model other) {
        return between("", comparable(given), comparable(other));
    }

    private static JsonNode comparable(Model model) {
        try {
            JsonNode json = JSON.readTree(NetworkWriter.configuration(model));
            ModelFiles.removeMasks(json);
            removeCounters(json);
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the configuration of the network is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void removeCounters(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(COUNTERS);
        }
        node.forEach(ConfigurationDifference::removeCounters);
    }

    private static String between(String where, JsonNode given, JsonNode other) {
        if (given.equals(other)) {
            return "";
        }
        if (given.isObject() && other.isObject() && given.size() == other.size()) {
            for (var keys = given.fieldNames(); keys.hasNext(); ) {
                String key = keys.next();
                String found = between(where + "/" + key, given.get(key), other.path(key));
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        if (given.isArray() && other.isArray() && given.size() == other.size()) {
            for (int i = 0; i < given.size(); i++) {
                String found = between(where + "/" + i, given.get(i), other.get(i));
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return where + " is " + given + " instead of " + other;
    }
}
