package io.github.dl4jpruning.samples.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of the input that are made here, not read.
 *
 * @param calendar whether there are {@link CalendarFeatures}
 * @param lags the {@link Lags} of the target, in rows
 * @param withoutYear whether the calendar is that of the day and the week alone
 */
public record ExtraFeatures(boolean calendar, List<Integer> lags, boolean withoutYear) {
    /** Nothing but what was read. */
    public static final ExtraFeatures NONE = new ExtraFeatures(false, List.of(), false);
    /** Where a row stands in the day and the week. */
    public static final ExtraFeatures DAY_AND_WEEK = new ExtraFeatures(true, List.of(), true);

    /** Copies the list; no list is an empty one. */
    public ExtraFeatures {
        lags = lags == null ? List.of() : List.copyOf(lags);
    }

    /**
     * A series with these columns after its own, lags first.
     *
     * @param series without gaps
     * @param target whose lags are meant
     */
    public Series addTo(Series series, String target) {
        Series lagged = Lags.addTo(series, target, lags);
        return calendar ? CalendarFeatures.addTo(lagged, calendarColumns()) : lagged;
    }

    private List<String> calendarColumns() {
        return withoutYear ? CalendarFeatures.DAY_AND_WEEK : CalendarFeatures.COLUMNS;
    }

    /** The names of the columns, in order. */
    public List<String> names(String target) {
        List<String> names = new ArrayList<>(Lags.names(target, lags));
        if (calendar) {
            names.addAll(calendarColumns());
        }
        return List.copyOf(names);
    }
}
