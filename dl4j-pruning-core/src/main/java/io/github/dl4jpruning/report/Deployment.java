package io.github.dl4jpruning.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an exported model takes on the disk and for a forecast.
 *
 * <pre>{@code
 * Deployment deployment = ModelExport.of(net).measure(24);
 * System.out.println(listener.report().with(deployment)); // sparsity, size and time in one report
 * }</pre>
 *
 * @param sizes of the files
 * @param latency of a forecast
 */
public record Deployment(SizeReport sizes, Latency latency) {

    /**
     * All figures by name, for programs.
     *
     * @return whole numbers of bytes and units, milliseconds as fractions, and the name of the framework, in an order
     *     that stays
     */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("zip_bytes", sizes.zip());
        fields.put("stripped_bytes", sizes.stripped());
        fields.put("file_bytes", sizes.file());
        fields.put("entropy_bound_bytes", sizes.bound());
        fields.put("largest_weight_error", sizes.largestError());
        fields.put("removed_units", sizes.removedUnits());
        fields.put("forecast_millis", latency.runtimeMillis());
        fields.put("framework_millis", latency.frameworkMillis());
        fields.put("framework", latency.framework());
        return Collections.unmodifiableMap(fields);
    }

    /**
     * Two lines for people.
     *
     * @return size, then latency
     */
    @Override
    public String toString() {
        return "size: " + sizes + System.lineSeparator() + "latency: " + latency;
    }
}
