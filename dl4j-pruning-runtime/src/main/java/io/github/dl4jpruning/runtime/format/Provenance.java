package io.github.dl4jpruning.runtime.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a forecaster comes from. Free text: nothing is computed with it.
 *
 * @param plan of the pruning, as JSON text; "" if there was none
 * @param sparsity share of the prunable weights that are zero, from 0 to 1
 * @param data a description of the data
 * @param versions of the software, by name
 */
public record Provenance(String plan, double sparsity, String data, Map<String, String> versions) {

    /** Says nothing. */
    public static final Provenance NONE = new Provenance("", 0, "", Map.of());

    /**
     * Checks the sparsity.
     *
     * @param plan as above
     * @param sparsity as above
     * @param data as above
     * @param versions as above
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public Provenance {
        if (!(sparsity >= 0 && sparsity <= 1)) {
            throw new IllegalArgumentException("a sparsity of " + sparsity + " cannot be: it is a share from 0 to 1");
        }
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /**
     * The same with a description of the data.
     *
     * @param description for whoever finds the file
     * @return plan, sparsity and versions as they are here
     */
    public Provenance withData(String description) {
        return new Provenance(plan, sparsity, description, versions);
    }

    /**
     * The version of the software that a class is part of.
     *
     * @param type one of its classes
     * @return as the manifest of its jar says, or "unknown" if that says nothing, as in a build folder
     */
    public static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
