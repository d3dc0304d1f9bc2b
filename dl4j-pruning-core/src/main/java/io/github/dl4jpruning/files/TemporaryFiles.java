package io.github.dl4jpruning.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of temporary files, which tell the process that writes them, so that those of killed processes can be told from
 * those of processes that are alive. The names are short, whatever the name of the target.
 */
final class TemporaryFiles {

    private static final System.Logger LOG = System.getLogger(TemporaryFiles.class.getName());
    private static final Pattern NAME =
            Pattern.compile("\\.dl4jpruning-([0-9a-f]{1,8})-([0-9]{1,18})-([0-9]{1,18})-[0-9a-f]{1,16}\\.tmp");

    /**
     * The file of a process that cannot be seen from here, on another machine or in another container, is left for so
     * long.
     */
    private static final Duration ABANDONED_ELSEWHERE = Duration.ofDays(1);

    private static final String MACHINE = Integer.toHexString(machine().hashCode());
    private static final Set<Path> SEARCHED = ConcurrentHashMap.newKeySet();

    private TemporaryFiles() {}

    /** A name that no file has. */
    static Path in(Path folder) {
        ProcessHandle self = ProcessHandle.current();
        return folder.resolve(name(MACHINE, self.pid(), started(self), UUID.randomUUID()));
    }

    static String name(String machine, long process, long started, UUID random) {
        return ".dl4jpruning-" + machine + "-" + process + "-" + started + "-"
                + Long.toHexString(random.getMostSignificantBits()) + ".tmp";
    }

    static String thisMachine() {
        return MACHINE;
    }

    /** Milliseconds of a clock; 0 where the operating system does not tell. */
    static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Deletes what killed processes left in a folder. A process looks through each folder once. */
    static void deleteAbandoned(Path folder) {
        if (SEARCHED.add(folder)) {
            search(folder);
        }
    }

    static void search(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".dl4jpruning-*.tmp")) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && isAbandoned(file, name)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Of another user, or in a folder that may be written to but not listed: left, as this is no reason not to
            // save.
            LOG.log(System.Logger.Level.DEBUG, "temporary files of killed processes are left in " + folder, e);
        }
    }

    private static boolean isAbandoned(Path file, Matcher name) throws IOException {
        if (!name.group(1).equals(MACHINE)) {
            try {
                return Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(Instant.now().minus(ABANDONED_ELSEWHERE));
            } catch (NoSuchFileException e) {
                return false; // moved to its target meanwhile
            }
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(name.group(2)));
        return process.isEmpty()
                || !process.get().isAlive()
                || started(process.get()) != Long.parseLong(name.group(3)); // the number was given to another process
    }

    /** What tells apart machines and containers: a process is known by its number only within one. */
    private static String machine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) { // not Linux
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "unknown";
            }
        }
    }
}
