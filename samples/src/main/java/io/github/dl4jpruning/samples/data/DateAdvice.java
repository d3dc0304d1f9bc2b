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

    private record Candidate(String pattern, Dates dates, List<String> unread) {}

    /**
     * Patterns that read a column.
     *
     * @param patterns that read the same texts; none if there is no such pattern
     * @param unread the texts that they do not read
     */
    record Found(List<String> patterns, List<String> unread) {}

    /**
     * The patterns that read most of the texts; those that keep them in order, if there are any.
     *
     * @param texts all that stand in the column
     * @param mostUnread texts that may be left over
     */
    static Found patterns(List<String> texts, int mostUnread) {
        List<Candidate> left = new ArrayList<>();
        for (String pattern : all()) {
            left.add(new Candidate(pattern, Dates.ofPattern(pattern), new ArrayList<>()));
        }
        int most = Math.min(mostUnread, texts.size() - 1);
        for (String text : texts) {
            left.stream()
                    .filter(c -> !isPlausible(c, text))
                    .forEach(c -> c.unread().add(text));
            left.removeIf(c -> c.unread().size() > most);
        }
        int fewest = left.stream().mapToInt(c -> c.unread().size()).min().orElse(0);
        List<Candidate> best =
                left.stream().filter(c -> c.unread().size() == fewest).toList();
        List<Candidate> ordered =
                best.stream().filter(c -> isAscendingOneWay(times(texts, c))).toList();
        List<Candidate> chosen = ordered.isEmpty() ? best : ordered;
        List<List<LocalDateTime>> seen = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        for (Candidate candidate : chosen) {
            List<LocalDateTime> times = times(texts, candidate);
            if (!seen.contains(times)) {
                seen.add(times);
                patterns.add(candidate.pattern());
            }
        }
        return new Found(patterns, chosen.isEmpty() ? texts : chosen.get(0).unread());
    }

    private static List<LocalDateTime> times(List<String> texts, Candidate candidate) {
        return texts.stream()
                .filter(text -> !candidate.unread().contains(text))
                .map(text -> candidate.dates().parse(text).orElseThrow())
                .toList();
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

    private static boolean isAscendingOneWay(List<LocalDateTime> times) {
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
