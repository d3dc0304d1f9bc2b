package io.github.dl4jpruning.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples in the Javadoc of all modules compile. */
class JavadocExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);

    /** What examples take for granted. */
    private static final String GIVEN = """
            org.deeplearning4j.nn.conf.MultiLayerConfiguration configuration;
            org.deeplearning4j.nn.multilayer.MultiLayerNetwork net;
            PruningPlan plan;
            PruningListener listener;
            PruningHistory history;
            int epochs;
            int step;
            String csv;
            java.io.File file;
            org.nd4j.linalg.dataset.api.iterator.DataSetIterator iterator;
            org.nd4j.linalg.dataset.api.iterator.DataSetIterator data;
            org.nd4j.linalg.dataset.api.iterator.DataSetIterator training;
            org.nd4j.linalg.dataset.api.iterator.DataSetIterator validation;
            float[] means;
            float[] deviations;
            float targetMean;
            float targetDeviation;
            float[] window;
            void update(org.deeplearning4j.nn.multilayer.MultiLayerNetwork net) {}
            """;

    private static final String EARLY_STOPPING = """
            import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
            import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
            import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
            import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
            import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
            """;

    private static final String GIVEN_WITH_SAMEDIFF = GIVEN + """
            org.nd4j.autodiff.samediff.SameDiff sd;
            org.nd4j.autodiff.samediff.TrainingConfig config;
            PatchTst model;
            org.nd4j.linalg.api.ndarray.INDArray windows;
            double error(
                    org.nd4j.autodiff.samediff.SameDiff sd,
                    org.nd4j.linalg.dataset.api.iterator.DataSetIterator data) {
                return 0;
            }
            """;

    @ParameterizedTest
    @CsvSource({
        "dl4j-pruning-runtime, 1, dl4j-pruning-runtime",
        "dl4j-pruning-core, 18, dl4j-pruning-core",
        "dl4j-pruning-samediff, 11, dl4j-pruning-samediff dl4j-pruning-core",
        "samples, 2, samples dl4j-pruning-samediff dl4j-pruning-core"
    })
    void everyExampleCompiles(String module, int atLeast, String imported) throws IOException {
        Path root = Path.of("..").toRealPath();
        List<JavaFileObject> examples = new ArrayList<>();
        for (Path file : sources(root.resolve(module))) {
            Matcher matcher = EXAMPLE.matcher(Files.readString(file));
            while (matcher.find()) {
                String body = matcher.group(1).replaceAll("(?m)^ *\\* ?", "");
                examples.add(source("Example" + examples.size(), body, file, imports(root, file, module, imported)));
            }
        }
        assertThat(examples).hasSizeGreaterThanOrEqualTo(atLeast);

        StringWriter messages = new StringWriter();
        Path classes = Files.createTempDirectory("examples");
        try {
            boolean compiled = ToolProvider.getSystemJavaCompiler()
                    .getTask(
                            messages,
                            null,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            examples)
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        } finally {
            try (Stream<Path> all = Files.walk(classes)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static List<Path> sources(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }

    /** The class itself, what it imports, and the packages a user of the module would. */
    private static String imports(Path root, Path file, String module, String imported) throws IOException {
        Set<String> packages = new TreeSet<>(Set.of("java.nio.file", "java.util"));
        for (String each : imported.split(" ")) {
            for (Path source : sources(root.resolve(each))) {
                packages.add(packageOf(source));
            }
        }
        String name = file.getFileName().toString().replace(".java", "");
        return "import " + packageOf(file) + "." + name + ";\n"
                + packages.stream().map(each -> "import " + each + ".*;\n").collect(Collectors.joining())
                + (name.equals("SparseForecaster") ? "" : "import io.github.dl4jpruning.runtime.SparseForecaster;\n")
                + (imported.contains("samediff") ? "import org.nd4j.autodiff.listeners.records.History;\n" : "")
                + (imported.contains("samediff") ? "import org.nd4j.linalg.api.ndarray.INDArray;\n" : "")
                + (imported.contains("samediff") ? "import org.nd4j.autodiff.samediff.SameDiff;\n" : "")
                + (imported.contains("core") ? EARLY_STOPPING : "")
                + (imported.contains("core") ? "import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;\n" : "");
    }

    private static String packageOf(Path source) {
        String path = source.getParent().toString().replace('\\', '/');
        return path.substring(path.indexOf("src/main/java/") + "src/main/java/".length())
                .replace('/', '.');
    }

    private static JavaFileObject source(String name, String body, Path file, String imports) {
        String given = imports.contains("dl4jpruning.samediff") ? GIVEN_WITH_SAMEDIFF : GIVEN;
        String text = "// " + file.getFileName() + "\n" + imports + "class " + name + " {\n"
                + (imports.contains("dl4jpruning.dl4j") ? given : "float[] window;\n")
                + "void example() throws Exception {\n" + body + "\n}\n}\n";
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
