package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialLine;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.experiment.TrialTable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trials that a folder of the experiment holds.
 *
 * @param file they were read from
 * @param results in the order of the file, each trial once, the test error of each a number
 * @param notes what was left out and why, a sentence each
 */
public record TrialRows(Path file, List<TrialResult> results, List<String> notes) {
    /** Name of the file in the folder. */
    public static final String FILE = "trials.jsonl";

    private static final String TABLE = "trials.csv";

    /**
     * Reads {@code trials.jsonl}, or {@code trials.csv} where that alone is there. A last line without its end was cut
     * when the run was stopped: it is left out and told. So are trials whose test error is no number. Of a trial that
     * is there twice the later counts.
     *
     * @throws InputException if there is no such file, no trial in it, or a line cannot be understood; the message
     *     names the line
     */
    public static TrialRows read(Path directory) {
        Path file = file(directory);
        if (file.endsWith(TABLE)) {
            return ofTable(file);
        }
        String text = text(file);
        List<String> notes = new ArrayList<>();
        Map<Trial, TrialResult> byTrial = new LinkedHashMap<>();
        List<Trial> twice = new ArrayList<>();
        List<Trial> failed = new ArrayList<>();
        List<String> lines = text.lines().toList();
        boolean ended = text.endsWith("\n") || text.endsWith("\r");
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            TrialResult result;
            try {
                result = TrialLine.parse(lines.get(i));
            } catch (IllegalArgumentException e) {
                if (i == lines.size() - 1 && !ended) {
                    notes.add("line " + (i + 1) + " of " + FILE
                            + " is cut short (the run was stopped while writing it) and is left out.");
                    break;
                }
                throw new InputException(
                        file + ", line " + (i + 1) + ": " + e.getMessage()
                                + ". Delete the line and run its trial again.",
                        e);
            }
            if (byTrial.remove(result.trial()) != null || failed.remove(result.trial())) {
                twice.add(result.trial());
            }
            if (Double.isFinite(result.testMae())) {
                byTrial.put(result.trial(), result);
            } else {
                failed.add(result.trial());
            }
        }
        if (!twice.isEmpty()) {
            notes.add(counted(twice) + " more than once; the last time counts.");
        }
        if (!failed.isEmpty()) {
            notes.add(counted(failed) + " with a test error that is no number (the training diverged), left out.");
        }
        return whole(file, byTrial, notes);
    }

    /** The file of a folder that {@link #read} reads: the table if there is nothing else. */
    public static Path file(Path directory) {
        Path lines = directory.resolve(FILE);
        Path table = directory.resolve(TABLE);
        return !Files.exists(lines) && Files.isRegularFile(table) ? table : lines;
    }

    private static TrialRows ofTable(Path file) {
        Map<Trial, TrialResult> byTrial = new LinkedHashMap<>();
        List<TrialResult> all = TrialTable.parse(file, text(file));
        all.stream()
                .filter(result -> Double.isFinite(result.testMae()))
                .forEach(result -> byTrial.put(result.trial(), result));
        List<String> notes = new ArrayList<>();
        notes.add(FILE + " is not there; " + TABLE + " has the same trials without curves, forecasts and layers.");
        if (byTrial.size() < all.size()) {
            notes.add(all.size() - byTrial.size()
                    + " rows have no test error, or a later row of the same trial; they are left out.");
        }
        return whole(file, byTrial, notes);
    }

    private static TrialRows whole(Path file, Map<Trial, TrialResult> byTrial, List<String> notes) {
        if (byTrial.isEmpty()) {
            throw new InputException(
                    file + " holds no finished trial. Run the experiment first, or give the folder that it wrote to.");
        }
        return new TrialRows(file, List.copyOf(byTrial.values()), List.copyOf(notes));
    }

    private static String counted(List<Trial> trials) {
        return (trials.size() == 1 ? "one trial is" : trials.size() + " trials are") + " there (" + trials.get(0)
                + (trials.size() > 1 ? " and others)" : ")");
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no such file. Give the folder that the experiment wrote to.");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException(
                    file + " is not text in UTF-8, so it is not what the experiment wrote. Give another folder.", e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e, e);
        }
    }
}
