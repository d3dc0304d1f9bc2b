package io.github.dl4jpruning.dl4j;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts programs in a JVM of their own. */
final class ChildJvm {

    private ChildJvm() {}

    /** Entries of the class path that tests run on. */
    static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /**
     * What the tests run on, less what holds classes of this library, plus the one class of the program, which is
     * copied to a folder.
     */
    static List<Path> classPathWithoutThisLibrary(Path folder, Class<?> main) throws IOException {
        String program = main.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve("classes").resolve(program);
        Files.createDirectories(copy.getParent());
        try (InputStream in = main.getClassLoader().getResourceAsStream(program)) {
            Files.copy(in, copy);
        }
        List<Path> entries = new ArrayList<>(List.of(folder.resolve("classes")));
        for (Path entry : classPath()) {
            if (!holdsThisLibrary(entry)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    static boolean holdsThisLibrary(Path entry) throws IOException {
        String root = ModelFiles.class.getPackageName().replace('.', '/');
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve(root.replace('/', File.separatorChar)));
        }
        if (!Files.exists(entry)) {
            return false;
        }
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
            return Files.exists(jar.getPath(root));
        }
    }

    /** Starts a program; what it writes to standard output can be read, what it writes to standard error is shown. */
    static Process start(List<Path> classPath, Class<?> program, String... arguments) throws IOException {
        return start(classPath, program, Map.of(), arguments);
    }

    /** The same with system properties. */
    static Process start(List<Path> classPath, Class<?> program, Map<String, String> properties, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                program.getName()));
        properties.forEach((name, value) -> command.add(1, "-D" + name + "=" + value));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }
}
