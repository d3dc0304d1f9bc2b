package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the pattern of dates by trying those in use on all of them. */
final class DateAdvice {
    private static final List<String> DAYS = List.of(
            "d/M/yyyy",
            "M/d/yyyy",
            "d.M.yyyy",
            "d-M-yyyy",
            "M-d-yyyy",
            "yyyy/M/d",
            "yyyy.M.d",
            "yyyy-M-d",
            "yyyyMMdd",
            "d/M/yy",
            "M/d/yy",
            "d.M.yy",
            "d-MMM-yyyy",
            "d-MMM-yy",
            "d MMM yyyy",
            "d MMMM yyyy",
            "d. MMM yyyy",
            "MMM d, yyyy",
            "MMMM d, yyyy",
            "EEE d MMM yyyy",
            "EEE, d MMM yyyy",
            "yyyyDDD",
            "yyyy-DDD");
    private static final List<String> TIMES = List.of(
            "",
            " H:mm",
            " H:mm:ss",
            " H:mm:ss.SSS",
            " h:mm a",
            " h:mm:ss a",
            " h a",
            " H.mm",
            " H.mm.ss",
            " HHmm",
            " HHmmss",
            " HH",
            " H",
            "'T'H:mm",
            "'T'H:mm:ss",
            ", H:mm",
            ", H:mm:ss",
            "HHmm",
            "HHmmss",
            " H:mm X",
            " H:mm:ss X",
            " H:mm XX",
            " H:mm:ss XX",
            " H:mm XXX",
            " H:mm:ss XXX",
            " H:mm z",
            " H:mm:ss z");
    private static final List<String> PERIODS = List.of(
            "M/yyyy",
            "MM/yyyy",
            "MM.yyyy",
            "MM-yyyy",
            "yyyy/MM",
            "yyyy.MM",
            "yyyyMM",
            "MMM yyyy",
            "MMMM yyyy",
            "MMM-yyyy",
            "MMM-yy",
            "MMM yy",
            "yyyy MMM",
            "yyyy-MMM",
            "QQQ yyyy",
            "QQQ-yyyy",
            "yyyy/'Q'Q",
            "'Q'Q/yyyy",
            "YYYY/ww",
            "ww/YYYY",
            "YYYYww",
            "YYYY-ww",
            "'W'ww YYYY",
            "yyyy",
            "yy");
    private static final List<String> COUNTS = List.of(Dates.EPOCH_SECONDS, Dates.EPOCH_MILLIS, Dates.EXCEL);

    private DateAdvice() {}

    private record Candidate(String pattern, Dates dates) {}

    /**
     * The patterns that read all texts; those that keep them in order, if there are any.
     *
     * @param texts all that stand in the column
     */
    static List<String> patterns(List<String> texts) {
        List<Candidate> left = new ArrayList<>();
        for (String pattern : all()) {
            left.add(new Candidate(pattern, Dates.ofPattern(pattern)));
        }
        for (String text : texts) {
            left.removeIf(c -> !isPlausible(c, text));
            if (left.isEmpty()) {
                return List.of();
            }
        }
        List<String> ordered = left.stream()
                .filter(c -> isOrdered(texts, c.dates()))
                .map(Candidate::pattern)
                .toList();
        return ordered.isEmpty() ? left.stream().map(Candidate::pattern).toList() : ordered;
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(COUNTS);
        all.addAll(PERIODS);
        for (String day : DAYS) {
            for (String time : TIMES) {
                all.add(day + time);
            }
        }
        return all;
    }

    /** Whether a pattern reads a text as a time between 1900 and 2100, or 1700 if it says its year in full. */
    private static boolean isPlausible(Candidate candidate, String text) {
        Optional<LocalDateTime> time = candidate.dates().parse(text);
        if (time.isEmpty() || time.get().getYear() > 2100) {
            return false;
        }
        boolean counted = COUNTS.contains(candidate.pattern());
        return time.get().getYear() >= (counted ? 1971 : 1700);
    }

    private static boolean isOrdered(List<String> texts, Dates dates) {
        List<LocalDateTime> times =
                texts.stream().map(t -> dates.parse(t).orElseThrow()).toList();
        return isAscending(times) || isAscending(reversed(times));
    }

    private static List<LocalDateTime> reversed(List<LocalDateTime> times) {
        List<LocalDateTime> reversed = new ArrayList<>(times);
        Collections.reverse(reversed);
        return reversed;
    }

    private static boolean isAscending(List<LocalDateTime> times) {
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i).isBefore(times.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    /** Whether ISO 8601 reads all texts. */
    static boolean isIso(List<String> texts) {
        try {
            Dates iso = Dates.iso();
            return texts.stream().allMatch(t -> iso.parse(t).isPresent());
        } catch (InputException e) {
            return false;
        }
    }
}
