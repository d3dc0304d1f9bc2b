package io.github.dl4jpruning.samples.data;

import java.util.regex.Pattern;

/**
 * Watches the cells of a column for numbers that can be read two ways: 999 followed by 1.004 may be a fall to one or a
 * rise to a thousand and four.
 */
final class ThousandsWatch {
    private static final Pattern LOOKS_GROUPED = Pattern.compile("[+-]?[1-9]\\d{0,2}_\\d{3}");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
    private static final int SMALLEST = 100; // of whole numbers that come beside thousands

    private final char decimal;
    private String grouped;
    private String whole;
    private boolean decided;

    ThousandsWatch(boolean decimalComma) {
        decimal = decimalComma ? ',' : '.';
    }

    void see(String cell) {
        if (decided || cell.isEmpty()) {
            return;
        }
        if (cell.indexOf(decimal) >= 0) {
            if (LOOKS_GROUPED.matcher(cell.replace(decimal, '_')).matches()) {
                grouped = grouped == null ? cell : grouped;
            } else {
                decided = true; // 1.5, 0.999 and 1.0042 are decimals, and so are the others
            }
        } else if (WHOLE.matcher(cell).matches()) {
            String digits = cell.replaceFirst("^[+-]", "");
            decided = digits.length() > 3; // 1500 would be written with the mark
            if (digits.length() == 3 && Integer.parseInt(digits) >= SMALLEST) {
                whole = whole == null ? cell : whole;
            }
        }
    }

    /** Whether all that was seen may be thousands as well as decimals, with reason to think of thousands. */
    boolean ambiguous() {
        return !decided && grouped != null && whole != null;
    }

    char decimal() {
        return decimal;
    }

    /** A cell that can be read both ways. */
    String grouped() {
        return grouped;
    }

    /** A whole number of three digits. */
    String whole() {
        return whole;
    }
}
