package io.github.dl4jpruning.samples.data;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as they stand in data files: plain decimals, no grouping, no hexadecimal, no {@code NaN}. */
final class Numbers {
    private static final Pattern POINT = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern COMMA = Pattern.compile("[+-]?(\\d+,?\\d*|,\\d+)([eE][+-]?\\d+)?");

    private Numbers() {}

    /** The finite number a cell holds, or nothing if it holds something else. */
    static OptionalDouble parse(String cell, boolean decimalComma) {
        if (!(decimalComma ? COMMA : POINT).matcher(cell).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(decimalComma ? cell.replace(',', '.') : cell);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
