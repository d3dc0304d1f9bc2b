package io.github.dl4jpruning.samples.data;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as they stand in data files: decimals, with grouped thousands if that is said, percent, with a minus before
 * or behind them or in brackets as accountants write it; {@code true} and {@code false} are 1 and 0. No hexadecimal, no
 * {@code NaN}.
 */
final class Numbers {
    private static final Pattern PLAIN = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern GROUPED = Pattern.compile("(\\d{1,3}(_\\d{3})+)(\\.\\d*)?");
    private static final Pattern SIGNED = Pattern.compile("([+-]?)\\s*([^()+-].*?)\\s*(-?)|\\((.+)\\)");
    /** What is beyond would overflow when it is squared. */
    static final double LARGEST = 1e100;

    private Numbers() {}

    /** Whether a cell is a percentage. */
    static boolean isPercent(String cell) {
        return cell.endsWith("%");
    }

    /** The finite number a cell holds, without its percent sign, or nothing if it holds something else. */
    static OptionalDouble parse(String cell, boolean decimalComma, Grouping grouping) {
        String text = isPercent(cell) ? cell.substring(0, cell.length() - 1) : cell;
        Matcher signed = SIGNED.matcher(text.replace('\u2212', '-').strip());
        if (!signed.matches()) {
            return OptionalDouble.empty();
        }
        boolean brackets = signed.group(4) != null;
        boolean behind = !brackets && !signed.group(3).isEmpty();
        if (behind && !signed.group(1).isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble size = size(brackets ? signed.group(4).strip() : signed.group(2), decimalComma, grouping);
        boolean negative = brackets || behind || signed.group(1).equals("-");
        return size.isPresent() && negative ? OptionalDouble.of(-size.getAsDouble()) : size;
    }

    private static OptionalDouble size(String text, boolean decimalComma, Grouping grouping) {
        char decimal = decimalComma ? ',' : '.';
        String plain = text;
        if (decimalComma) {
            plain = plain.replace('.', '\uFFFF').replace(',', '.').replace('\uFFFF', ',');
        }
        if (grouping.mark().isPresent() && grouping.mark().get() != decimal) {
            char mark = grouping.mark().get();
            char swapped = decimalComma && mark == '.' ? ',' : mark;
            StringBuilder canonical = new StringBuilder(plain.length());
            plain.chars().forEach(c -> canonical.append(Grouping.canonical((char) c) == swapped ? '_' : (char) c));
            Matcher grouped = GROUPED.matcher(canonical);
            if (grouped.matches()) {
                plain = canonical.toString().replace("_", "");
            }
        }
        if (!PLAIN.matcher(plain).matches()) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> OptionalDouble.of(1);
                case "false" -> OptionalDouble.of(0);
                default -> OptionalDouble.empty();
            };
        }
        double value = Double.parseDouble(plain);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
