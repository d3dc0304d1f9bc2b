package io.github.dl4jpruning.samples.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** With what a trial was run. */
final class Versions {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Map<String, String> HERE = collect();

    private Versions() {}

    static Map<String, String> here() {
        return HERE;
    }

    private static Map<String, String> collect() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("dl4j", jarVersion(MultiLayerNetwork.class));
        versions.put("java", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.version"));
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        versions.put("cpu", processor());
        return Map.copyOf(versions);
    }

    /** From the name of the jar, as DL4J's manifest has no version. */
    private static String jarVersion(Class<?> type) {
        String jar = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .getFileName()
                .toString();
        return jar.replaceFirst("^.*?-(\\d.*)\\.jar$", "$1");
    }

    private static String processor() {
        if (Files.isReadable(CPU_INFO)) {
            try {
                return Files.readAllLines(CPU_INFO).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown");
            } catch (IOException e) {
                return "unknown (" + e.getMessage() + ")";
            }
        }
        return "unknown";
    }
}
