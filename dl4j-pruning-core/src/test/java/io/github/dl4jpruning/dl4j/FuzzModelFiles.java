package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.UNITS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.dense;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.graph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.network;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Damages DL4J's zip files, makes their checksums right again, and reads them by every door. A program for a JVM of its
 * own, which dies if ND4J writes outside of its memory. 100,000 files take about
 * half an hour, in a folder in memory:
 *
 * <pre>
 * mvn -pl dl4j-pruning-core -am test-compile dependency:build-classpath -Dmdep.outputFile=/tmp/cp
 * java -Xmx512m -cp dl4j-pruning-core/target/test-classes:dl4j-pruning-core/target/classes:dl4j-pruning-runtime/target/classes:$(cat /tmp/cp) \
 *     io.github.dl4jpruning.dl4j.FuzzModelFiles 100000 1 /dev/shm/fuzz
 * </pre>
 */
public final class FuzzModelFiles {

    private FuzzModelFiles() {}

    /**
     * Fuzzes.
     *
     * @param arguments number of files, first seed, folder for the file at hand
     */
    public static void main(String[] arguments) throws IOException {
        List<Map<String, byte[]>> whole = new ArrayList<>();
        Path file = Files.createTempFile("whole", ".zip");
        for (Model model : models()) {
            ModelFiles.save(model, file);
            whole.add(ZipFiles.entries(file));
        }
        Files.delete(file);
        Path plain = Files.createDirectories(Path.of(arguments[2]))
                .resolve("plain-" + ProcessHandle.current().pid());
        FuzzReport.run(arguments, "DL4J zip files", random -> damaged(whole, random), path -> read(path, plain));
    }

    private static List<Model> models() {
        MultiLayerNetwork dense = SmallNetworks.denseNetwork();
        MultiLayerNetwork lstm = SmallNetworks.lstmNetwork();
        MultiLayerNetwork images = new MultiLayerNetwork(settings()
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).build())
                .layer(new BatchNormalization())
                .layer(output(0).build())
                .setInputType(InputType.convolutionalFlat(2, 2, 1))
                .build());
        images.init();
        ComputationGraph graph = graph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("left", dense(FEATURES, UNITS).build(), "in")
                .addLayer("right", dense(FEATURES, UNITS).build(), "in")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("out", output(2 * UNITS).build(), "both")
                .setOutputs("out")
                .build());
        List<Model> models = List.of(
                dense,
                lstm,
                images,
                graph,
                network(settings(), output(FEATURES).build()),
                SmallNetworks.attentionGraph());
        for (Model model : models) {
            DataSet batch = model == lstm || model == models.get(5) ? series(1) : rows(1);
            PruningListener.of(plan()).attachTo(model);
            for (int i = 0; i < 4; i++) {
                fit(model, batch);
            }
        }
        return models;
    }

    private static byte[] damaged(List<Map<String, byte[]>> whole, Random random) {
        Damage damage = new Damage(random);
        int kind = random.nextInt(20);
        Map<String, byte[]> entries =
                new LinkedHashMap<>(whole.get(kind == 0 ? 4 : kind % whole.size())); // the slow one seldom
        String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> entries.computeIfPresent("coefficients.bin", (name, bytes) -> damage.bytes(bytes, false));
            case 3, 4 -> entries.computeIfPresent("updaterState.bin", (name, bytes) -> damage.bytes(bytes, false));
            case 5, 6, 7 -> entries.put("configuration.json", damage.json(json).getBytes(StandardCharsets.UTF_8));
            case 8 -> entries.computeIfPresent("configuration.json", (name, bytes) -> damage.bytes(bytes, false));
            default -> {
                List<String> names = List.copyOf(entries.keySet());
                String from = names.get(random.nextInt(names.size()));
                byte[] content = entries.remove(from);
                if (random.nextBoolean()) {
                    entries.put(names.get(random.nextInt(names.size())), content);
                }
            }
        }
        byte[] file = ZipFiles.bytes(entries);
        return random.nextInt(20) == 0 ? damage.bytes(file, true) : file;
    }

    private static void read(Path file, Path plain) throws IOException {
        IOException refused = null;
        try {
            ModelFiles.strip(file, plain);
        } catch (IOException e) {
            refused = e; // may be whole but for what strip does not read
        }
        Model model = ModelFiles.load(file);
        if (refused != null) {
            throw refused;
        }
        try {
            PruningListener.resume().attachTo(model);
        } catch (IllegalArgumentException e) {
            // The documented end of masks that are damaged.
            if (e.getMessage() == null) {
                throw e;
            }
        }
    }
}
