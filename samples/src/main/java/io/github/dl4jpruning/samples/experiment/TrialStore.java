package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The results in a folder: {@code trials.jsonl}, a line per trial, and {@code trials.csv}, the same without lists. A
 * result is on the disk before the next trial begins; what a kill has cut off is dropped when the folder is opened
 * again.
 */
final class TrialStore implements AutoCloseable {
    private static final String LOCK = "trials.lock";

    private final Path folder;
    private final FileChannel lines;
    private final FileChannel table;
    private final FileChannel lock;
    private final Set<Trial> done = new HashSet<>();

    private TrialStore(Path folder, FileChannel lines, FileChannel table, FileChannel lock) {
        this.folder = folder;
        this.lines = lines;
        this.table = table;
        this.lock = lock;
    }

    /**
     * Opens a folder, which is made if it is not there. One with {@code trials.csv} alone, as results are shipped, goes
     * on from that.
     *
     * @throws InputException if it cannot be written to, another experiment is at work in it, or a line is damaged
     */
    static TrialStore open(Path folder) {
        Path file = folder.resolve("trials.jsonl");
        Path csv = folder.resolve("trials.csv");
        FileChannel lock = null;
        FileChannel lines = null;
        FileChannel table = null;
        try {
            Files.createDirectories(folder);
            lock = lock(folder);
            if (!Files.exists(file) && Files.exists(csv)) {
                goOnFrom(csv, file);
            }
            lines = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            List<TrialResult> results = whole(file, lines);
            StringBuilder text = new StringBuilder(TrialText.csvHeader());
            results.forEach(result -> text.append(TrialText.toCsv(result)));
            OutputFile.write(csv, temporary -> Files.writeString(temporary, text));
            table = FileChannel.open(csv, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            TrialStore store = new TrialStore(folder, lines, table, lock);
            results.forEach(result -> store.done.add(result.trial()));
            return store;
        } catch (IOException e) {
            close(e, table, lines, lock);
            throw new InputException(
                    "{{folder}} " + folder + " cannot be written to: " + Reasons.of(e) + ". Give another one.", e);
        } catch (RuntimeException e) {
            close(e, table, lines, lock);
            throw e;
        }
    }

    /** Results are shipped as a table alone. It would be written anew from the lines, so they are made of it first. */
    private static void goOnFrom(Path table, Path lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (TrialResult result : TrialTable.parse(table, Files.readString(table))) {
            text.append(TrialText.toJson(result)).append('\n');
        }
        OutputFile.write(lines, temporary -> Files.writeString(temporary, text));
    }

    private static void close(Exception cause, FileChannel... channels) {
        for (FileChannel channel : channels) {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /**
     * Takes a folder until the channel is closed or the process ends. The lock is on a file of its own that nothing
     * else opens: by POSIX, a process loses its locks on a file as soon as it closes any descriptor of that file.
     */
    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // told below: this process has it
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new InputException("{{folder}} " + folder
                + ": another experiment is at work there. Wait for it, or give another {{folder}}.");
    }

    /** The results so far; the channel stands behind the last whole line. */
    private static List<TrialResult> whole(Path file, FileChannel lines) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        lines.truncate(end);
        lines.position(end);
        List<TrialResult> results = new ArrayList<>();
        int number = 0;
        for (String line :
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            try {
                results.add(TrialLine.parse(line));
            } catch (IllegalArgumentException e) {
                throw new InputException(
                        file + ", line " + number + ", is no trial: " + e.getMessage()
                                + ". Delete the line to run that trial again, or give another {{folder}}.",
                        e);
            }
        }
        return results;
    }

    Path folder() {
        return folder;
    }

    /** The trials whose results are there. */
    Set<Trial> done() {
        return new LinkedHashSet<>(done);
    }

    /** Writes results down, and returns when the disk has them. */
    void add(List<TrialResult> results) {
        StringBuilder json = new StringBuilder();
        StringBuilder csv = new StringBuilder();
        for (TrialResult result : results) {
            json.append(TrialText.toJson(result)).append('\n');
            csv.append(TrialText.toCsv(result));
        }
        try {
            write(lines, json);
            write(table, csv);
        } catch (IOException e) {
            throw new InputException(
                    "cannot write to " + folder + ": " + e
                            + ". Make room, and run the experiment again: it goes on where it stopped.",
                    e);
        }
        results.forEach(result -> done.add(result.trial()));
    }

    private static void write(FileChannel channel, CharSequence text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        lines.close();
        table.close();
        lock.close();
    }
}
