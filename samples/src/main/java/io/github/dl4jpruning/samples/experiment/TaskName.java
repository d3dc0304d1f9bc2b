package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A forecasting task in a few characters: {@code air-quality}, {@code air-quality:all}, {@code etth1:target+24@4000}.
 *
 * @param series name in the catalogue
 * @param inputs what a model sees
 * @param ahead steps from the last row of a window to the row that is forecast
 * @param rows how many of the newest rows are used; 0 for all
 */
public record TaskName(String series, Inputs inputs, int ahead, int rows) {

    /** What a model sees beside the target. */
    public enum Inputs {
        /** The usual features of the catalogue. */
        USUAL(""),
        /** Every column with numbers, and the calendar. */
        ALL(":all"),
        /** The calendar alone. */
        TARGET(":target");

        private final String suffix;

        Inputs(String suffix) {
            this.suffix = suffix;
        }
    }

    private static final Pattern TEXT =
            Pattern.compile("([^:+@]+)(:all|:target)?(?:\\+([0-9]{1,4}))?(?:@([0-9]{1,9}))?");

    /** Checks the numbers. */
    public TaskName {
        if (ahead < 1) {
            throw new InputException("task '" + series + "': steps ahead must be at least 1, but are " + ahead);
        }
        if (rows < 0) {
            throw new InputException("task '" + series + "': rows must not be negative, but are " + rows);
        }
    }

    /**
     * From its text.
     *
     * @throws InputException if it cannot be understood
     */
    public static TaskName of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InputException(
                    "'" + text + "' is not a task. Give the name of a series, then ':all' or ':target' for its"
                            + " inputs, '+24' to forecast 24 steps ahead, '@4000' for its newest 4000 rows: 'etth1:all+24@4000'.");
        }
        String suffix = matcher.group(2) == null ? "" : matcher.group(2);
        Inputs inputs = suffix.isEmpty() ? Inputs.USUAL : suffix.equals(Inputs.ALL.suffix) ? Inputs.ALL : Inputs.TARGET;
        return new TaskName(
                matcher.group(1),
                inputs,
                matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3)),
                matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4)));
    }

    /** The same task with other inputs. */
    public TaskName with(Inputs other) {
        return new TaskName(series, other, ahead, rows);
    }

    /** Its text, which {@link #of} reads. */
    @Override
    public String toString() {
        return series + inputs.suffix + (ahead == 1 ? "" : "+" + ahead) + (rows == 0 ? "" : "@" + rows);
    }
}
