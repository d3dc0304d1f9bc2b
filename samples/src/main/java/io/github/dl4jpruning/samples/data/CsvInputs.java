package io.github.dl4jpruning.samples.data;

import java.util.List;

/**
 * The columns of a CSV file that a forecaster can use as inputs beside the target, and those that it cannot.
 *
 * @param features names that {@link CsvSource#read} takes: columns of numbers in the order of the file, then the
 *     indicators of categories
 * @param categories names of the columns of texts that became indicators
 * @param leftOut the columns that are not used, with the reason, such as "'name' holds 312 different texts"
 */
public record CsvInputs(List<String> features, List<String> categories, List<String> leftOut) {

    /** Copies the lists. */
    public CsvInputs {
        features = List.copyOf(features);
        categories = List.copyOf(categories);
        leftOut = List.copyOf(leftOut);
    }
}
