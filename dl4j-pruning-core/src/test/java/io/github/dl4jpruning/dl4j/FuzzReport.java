package io.github.dl4jpruning.dl4j;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;

/**
 * Reads damaged files, one after the other, and counts what happens. Anything but an {@link IOException} that names the
 * file, or a file that is read, ends the program with status 1; so do a file that takes longer than ten seconds, and a
 * heap that is too small. The file at hand stays in the folder, so that it is there when the JVM dies.
 */
public final class FuzzReport {

    private static final long LONGEST_MILLIS = 10_000;

    private final Path folder;
    private final TreeMap<String, Integer> outcomes = new TreeMap<>();
    private long worst;
    private int files;

    private FuzzReport(Path folder) {
        this.folder = folder;
    }

    /** Makes a damaged file. */
    public interface Maker {
        byte[] make(Random random);
    }

    /** Reads a file by all doors; may end in an exception that a caller has to expect. */
    public interface Door {
        void read(Path file) throws IOException;
    }

    /**
     * Runs.
     *
     * @param arguments number of files, first seed, folder for the file at hand
     */
    public static void run(String[] arguments, String name, Maker maker, Door door) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        FuzzReport report = new FuzzReport(Files.createDirectories(Path.of(arguments[2])));
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            report.one(seed + i, name, maker, door);
            if ((i + 1) % 1000 == 0) {
                System.out.println("after " + (i + 1) + ": worst " + report.worst + " ms");
            }
        }
        System.out.printf(
                "fuzzed %d %s in %d s: worst %d ms, %s%n",
                report.files, name, (System.nanoTime() - start) / 1_000_000_000, report.worst, report.outcomes);
        System.exit(0); // whatever threads ND4J has
    }

    private void one(long seed, String name, Maker maker, Door door) throws IOException {
        Path file = folder.resolve("at-hand-" + ProcessHandle.current().pid());
        Files.write(file, maker.make(new Random(seed)));
        long start = cpuTime(); // not the time of day: other programs may want the processor
        String outcome;
        try {
            door.read(file);
            outcome = "read";
        } catch (IOException e) {
            if (e.getMessage() == null || !e.getMessage().contains(file.toString())) {
                fail(name, seed, e);
            }
            outcome = "refused";
        } catch (Throwable e) {
            fail(name, seed, e);
            return;
        }
        long millis = (cpuTime() - start) / 1_000_000;
        if (millis > LONGEST_MILLIS) {
            fail(name, seed, new IllegalStateException("took " + millis + " ms"));
        }
        worst = Math.max(worst, millis);
        outcomes.merge(outcome, 1, Integer::sum);
        files++;
        Files.delete(file);
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void fail(String name, long seed, Throwable e) {
        System.out.println("failed: seed " + seed + " of " + name + ": " + e);
        e.printStackTrace(System.out);
        System.exit(1);
    }
}
