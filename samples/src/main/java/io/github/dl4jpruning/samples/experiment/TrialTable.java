package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads {@code trials.csv}: trials without their curves and forecasts, as they are shipped with the results. */
public final class TrialTable {
    private TrialTable() {}

    /**
     * The trials of a table. Numbers that it has no column for are not known; lists are empty.
     *
     * @param file it was read from, for messages
     * @param text of it
     * @throws InputException if a column of a trial is missing, or a cell cannot be understood; the message names the
     *     line
     */
    public static List<TrialResult> parse(Path file, String text) {
        List<TrialResult> results = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())
                .get()) {
            for (CSVRecord row : parser) {
                try {
                    Trial trial = record(Trial.class, row, null);
                    results.add(record(TrialResult.class, row, trial));
                } catch (IllegalArgumentException e) {
                    throw new InputException(
                            file + ", line " + parser.getCurrentLineNumber() + ": " + e.getMessage()
                                    + ". Give the folder as the experiment wrote it.",
                            e);
                }
            }
        } catch (IOException e) {
            throw new InputException(file + " cannot be read as CSV: " + e.getMessage(), e);
        }
        return results;
    }

    private static <T extends Record> T record(Class<T> type, CSVRecord row, Trial trial) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(component, row, trial))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static Object value(RecordComponent component, CSVRecord row, Trial trial) {
        Class<?> type = component.getType();
        String name = component.getName();
        if (type == Trial.class) {
            return trial;
        } else if (type == List.class) {
            return List.of();
        } else if (type == Map.class) {
            return Map.of();
        }
        boolean there = row.isSet(name);
        if (type == double.class) {
            return !there || row.get(name).isEmpty() ? Double.NaN : number(name, row.get(name));
        } else if (!there) {
            throw new IllegalArgumentException("there is no column or cell '" + name + "'");
        } else if (type == String.class) {
            return row.get(name);
        }
        double number = number(name, row.get(name));
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException(
                    "'" + row.get(name) + "' in column '" + name + "' is not a whole number");
        }
        return type == int.class ? (Object) (int) number : (Object) (long) number;
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' in column '" + name + "' is not a number", e);
        }
    }
}
