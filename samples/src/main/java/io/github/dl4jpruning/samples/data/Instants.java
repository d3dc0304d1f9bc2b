package io.github.dl4jpruning.samples.data;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/** Times of rows on a line without clock changes. */
final class Instants {
    private static final long MICROS = 1_000_000;

    private Instants() {}

    /**
     * Microseconds since 1970 of times in order. Of an hour that a clock shows twice, the first pass is meant until the
     * time goes back.
     *
     * @param times as they were written
     * @param zone whose clock showed them; if there is none, they are taken as they are
     */
    static long[] of(LocalDateTime[] times, Optional<ZoneId> zone) {
        long[] instants = new long[times.length];
        for (int i = 0; i < times.length; i++) {
            LocalDateTime time = times[i];
            if (zone.isEmpty()) {
                instants[i] = micros(time, ZoneOffset.UTC);
                continue;
            }
            ZoneOffsetTransition change = zone.get().getRules().getTransition(time);
            boolean twice = change != null && change.isOverlap();
            ZoneOffset offset =
                    twice ? change.getOffsetBefore() : zone.get().getRules().getOffset(time);
            long instant = micros(time, offset);
            instants[i] =
                    twice && i > 0 && instant <= instants[i - 1] ? micros(time, change.getOffsetAfter()) : instant;
        }
        return instants;
    }

    /** Whether a clock of the zone never showed the time, because it went forward then. */
    static boolean isSkipped(LocalDateTime time, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        return change != null && change.isGap();
    }

    private static long micros(LocalDateTime time, ZoneOffset offset) {
        return time.toEpochSecond(offset) * MICROS + time.getNano() / 1000;
    }
}
