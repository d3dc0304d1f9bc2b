package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.STEPS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.UNITS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.attentionGraph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.bits;
import static io.github.dl4jpruning.dl4j.SmallNetworks.configurationJson;
import static io.github.dl4jpruning.dl4j.SmallNetworks.dense;
import static io.github.dl4jpruning.dl4j.SmallNetworks.denseNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.graph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstm;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstmNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.network;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.random;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;
import static io.github.dl4jpruning.dl4j.SmallNetworks.updaterState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class ModelFilesTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("model.zip");
    }

    private static <M extends Model> M pruned(M model, IntFunction<DataSet> batches, int steps) {
        model.addListeners(PruningListener.of(plan()));
        for (int i = 0; i < steps; i++) {
            fit(model, batches.apply(i));
        }
        return model;
    }

    private List<String> filesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<String, byte[]> entries(Path zipFile) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(zipFile.toFile())) {
            Enumeration<? extends ZipEntry> all = zip.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static void writeZip(Path target, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private static String configuration(Path zipFile) throws IOException {
        return new String(entries(zipFile).get("configuration.json"), StandardCharsets.UTF_8);
    }

    /** A network whose updater state cannot be had, so that its writing fails after configuration and parameters. */
    @SuppressWarnings("overrides") // of DL4J itself
    private static final class Unwritable extends MultiLayerNetwork {
        private boolean broken;

        Unwritable(MultiLayerConfiguration configuration) {
            super(configuration);
        }

        @Override
        public Updater getUpdater() {
            if (broken) {
                throw new IllegalStateException("no updater today");
            }
            return super.getUpdater();
        }
    }

    @Nested
    class Saving {

        @Test
        void aNetworkComesBackWithParametersUpdaterCountersAndMasks() throws Exception {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 4);

            ModelFiles.save(net, file);
            MultiLayerNetwork loaded = ModelFiles.loadMultiLayerNetwork(file);

            assertThat(bits(loaded.params())).isEqualTo(bits(net.params()));
            assertThat(bits(updaterState(loaded))).isEqualTo(bits(updaterState(net)));
            assertThat(loaded.getIterationCount()).isEqualTo(4);
            assertThat(NetworkModel.of(loaded).load(false))
                    .isEqualTo(NetworkModel.of(net).load(false))
                    .isPresent();
            assertThat(filesInFolder()).containsExactly("model.zip");
        }

        @Test
        void aGraphComesBackWithParametersUpdaterCountersAndMasks() throws Exception {
            ComputationGraph net = pruned(attentionGraph(), SmallNetworks::series, 4);

            ModelFiles.save(net, file);
            ComputationGraph loaded = ModelFiles.loadComputationGraph(file);

            assertThat(bits(loaded.params())).isEqualTo(bits(net.params()));
            assertThat(bits(updaterState(loaded))).isEqualTo(bits(updaterState(net)));
            assertThat(loaded.getIterationCount()).isEqualTo(4);
            assertThat(NetworkModel.of(loaded).load(false))
                    .isEqualTo(NetworkModel.of(net).load(false))
                    .isPresent();
        }

        @Test
        void theNormalizerIsKeptWithTheNetwork() throws Exception {
            NormalizerStandardize normalizer = new NormalizerStandardize();
            normalizer.fit(rows(3));

            ModelFiles.save(denseNetwork(), normalizer, file);

            NormalizerStandardize loaded = ModelSerializer.restoreNormalizerFromFile(file.toFile());
            assertThat(bits(loaded.getMean())).isEqualTo(bits(normalizer.getMean()));
        }

        @Test
        void anOlderFileIsReplaced() throws Exception {
            ModelFiles.save(lstmNetwork(), file);
            MultiLayerNetwork net = denseNetwork();

            ModelFiles.save(net, file);

            assertThat(bits(ModelFiles.loadMultiLayerNetwork(file).params())).isEqualTo(bits(net.params()));
            assertThat(filesInFolder()).containsExactly("model.zip");
        }

        @Test
        void aWriteThatFailsInTheMiddleLeavesTheOlderFileAndNoTemporaryOne() throws Exception {
            ModelFiles.save(denseNetwork(), file);
            byte[] older = Files.readAllBytes(file);
            Unwritable net = new Unwritable(denseNetwork().getLayerWiseConfigurations());
            net.init();
            net.broken = true;

            assertThatThrownBy(() -> ModelFiles.save(net, file)).hasMessageContaining("no updater today");

            assertThat(Files.readAllBytes(file)).isEqualTo(older);
            assertThat(filesInFolder()).containsExactly("model.zip");
        }

        @Test
        void aFolderThatDoesNotExistIsNamed() {
            Path nowhere = folder.resolve("missing").resolve("model.zip");

            assertThatThrownBy(() -> ModelFiles.save(denseNetwork(), nowhere))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(nowhere.toString())
                    .hasMessageContaining("folder does not exist: create it first");
            assertThat(nowhere.getParent()).doesNotExist();
        }

        @Test
        void aTargetThatCannotBeReplacedLeavesNoTemporaryFile() throws Exception {
            Files.createDirectories(file.resolve("in the way"));

            assertThatThrownBy(() -> ModelFiles.save(denseNetwork(), file)).isInstanceOf(IOException.class);

            assertThat(filesInFolder()).containsExactly("model.zip");
            assertThat(file.resolve("in the way")).isDirectory();
        }

        @Test
        void aReadOnlyFolderLeavesTheOlderFileWhole() throws Exception {
            ModelFiles.save(denseNetwork(), file);
            byte[] older = Files.readAllBytes(file);
            assumeTrue(folder.toFile().setWritable(false));
            try {
                assumeFalse(Files.isWritable(folder), "this user may write everywhere");

                assertThatThrownBy(() -> ModelFiles.save(lstmNetwork(), file)).isInstanceOf(IOException.class);

                assertThat(Files.readAllBytes(file)).isEqualTo(older);
                assertThat(filesInFolder()).containsExactly("model.zip");
            } finally {
                folder.toFile().setWritable(true);
            }
        }

        @Test
        void aSavedFileMayBeReadByWhoeverMayReadANewFile() throws Exception {
            assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
            Path ordinary = Files.writeString(folder.resolve("ordinary"), "");

            ModelFiles.save(denseNetwork(), file);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(ordinary)));
        }

        @Test
        void aProcessThatIsKilledWhileItSavesLeavesACompleteVersion() throws Exception {
            Random random = new Random();
            int version = 0;
            for (int kill = 0; kill < 4; kill++) {
                Process child = ChildJvm.start(
                        ChildJvm.classPath(), EndlessSaving.class, file.toString(), String.valueOf(version + 1));
                try (BufferedReader lines = child.inputReader()) {
                    assertThat(nextLine(lines, "saved ")).isNotNull();
                    // Into a save: the child does nothing else, and one takes it tens of milliseconds.
                    Thread.sleep(random.nextInt(400));
                } finally {
                    child.destroyForcibly();
                    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
                }

                MultiLayerNetwork net = ModelFiles.loadMultiLayerNetwork(file);
                assertThat(net.getIterationCount()).isGreaterThan(version);
                version = net.getIterationCount();
                assertThat(net.params().minNumber().intValue()).isEqualTo(version);
                assertThat(net.params().maxNumber().intValue()).isEqualTo(version);
                assertThat(updaterState(net).minNumber().intValue()).isEqualTo(version);
                assertThat(updaterState(net).maxNumber().intValue()).isEqualTo(version);
            }
        }
    }

    private static String nextLine(BufferedReader lines, String start) throws IOException {
        String line;
        do {
            line = lines.readLine();
        } while (line != null && !line.startsWith(start));
        return line;
    }

    @Nested
    class Loading {

        @Test
        void aMissingFileIsNamed() {
            assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("there is no such file");
            assertThatThrownBy(() -> ModelFiles.loadComputationGraph(file))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(file.toString());
        }

        @Test
        void aFileThatIsNoZipIsRefused() throws Exception {
            Files.writeString(file, "weights, promise");

            assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("is not a DL4J model file, or is damaged or cut off");
        }

        @Test
        void anEmptyFileIsRefused() throws Exception {
            Files.createFile(file);

            assertThatThrownBy(() -> ModelFiles.loadComputationGraph(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("is not a DL4J model file, or is damaged or cut off");
        }

        @Test
        void aFileCutOffAnywhereIsRefused() throws Exception {
            ModelFiles.save(denseNetwork(), file);
            byte[] whole = Files.readAllBytes(file);
            for (int length : new int[] {10, whole.length / 3, whole.length / 2, whole.length - 1}) {
                Files.write(file, Arrays.copyOf(whole, length));

                assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining("cut off");
            }
        }

        @Test
        void aFlippedBitIsRefusedOrDoesNotMatter() throws Exception {
            MultiLayerNetwork network = denseNetwork();
            ModelFiles.save(network, file);
            byte[] whole = Files.readAllBytes(file);
            int refused = 0;
            for (int position = 0; position < whole.length; position += 7) {
                byte[] damaged = whole.clone();
                damaged[position] ^= 0x10;
                Files.write(file, damaged);
                try {
                    assertThat(ModelFiles.loadMultiLayerNetwork(file).params())
                            .as("byte %d", position)
                            .isEqualTo(network.params());
                } catch (IOException e) {
                    refused++;
                    assertThat(e).hasMessageContaining(file.toString());
                }
            }
            assertThat(refused).isGreaterThan(whole.length / 7 / 2);
        }

        @Test
        void aZipFileThatIsNoModelIsRefused() throws Exception {
            writeZip(file, Map.of("letter.txt", "Dear".getBytes(StandardCharsets.UTF_8)));

            assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("is a zip file but no DL4J model")
                    .hasMessageContaining("configuration.json");
        }

        @Test
        void aNetworkIsNotLoadedAsAGraph() throws Exception {
            ModelFiles.save(denseNetwork(), file);

            assertThatThrownBy(() -> ModelFiles.loadComputationGraph(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("holds a MultiLayerNetwork, not a ComputationGraph")
                    .hasMessageContaining("loadMultiLayerNetwork");
        }

        @Test
        void aGraphIsNotLoadedAsANetwork() throws Exception {
            ModelFiles.save(attentionGraph(), file);

            assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("holds a ComputationGraph, not a MultiLayerNetwork")
                    .hasMessageContaining("loadComputationGraph");
        }

        @Test
        void aConfigurationThatIsNoJsonIsRefusedWithTheNameOfTheFile() throws Exception {
            saveWithConfiguration("garbage");

            assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("configuration.json");
            assertThatThrownBy(() -> ModelFiles.strip(file, file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("configuration.json");
        }

        @Test
        void aConfigurationOfSomethingElseIsRefusedWithTheNameOfTheFile() throws Exception {
            for (String json : new String[] {"{\"confs\": 12}", "{\"model\": \"yes\"}", "[]", "7", ""}) {
                saveWithConfiguration(json);

                assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                        .as("configuration %s", json)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(file.toString());
            }
        }

        @Test
        void aConfigurationOfNeitherKindIsNotTakenForANetwork() throws Exception {
            saveWithConfiguration("{\"model\": \"yes\"}");

            assertThatThrownBy(() -> ModelFiles.loadComputationGraph(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .message()
                    .doesNotContain("holds a MultiLayerNetwork");
        }

        @Test
        void parametersCutOffInsideAWholeZipFileAreRefused() throws Exception {
            ModelFiles.save(denseNetwork(), file);
            Map<String, byte[]> entries = entries(file);
            entries.compute("coefficients.bin", (name, bytes) -> Arrays.copyOf(bytes, bytes.length / 2));
            writeZip(file, entries);

            assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " cannot be read as a model")
                    .hasMessageContaining("take an undamaged copy")
                    .message()
                    .doesNotContain("null");
        }

        @Test
        void parametersOfAnotherNetworkAreRefused() throws Exception {
            ModelFiles.save(lstmNetwork(), file);
            byte[] others = entries(file).get("coefficients.bin");
            ModelFiles.save(denseNetwork(), file);
            Map<String, byte[]> entries = entries(file);
            entries.put("coefficients.bin", others);
            writeZip(file, entries);

            assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " cannot be read as a model")
                    .hasMessageContaining("expected length 44, got length 278");
        }

        @Test
        void aFileWithoutParametersIsRefused() throws Exception {
            ModelFiles.save(denseNetwork(), file);
            Map<String, byte[]> entries = entries(file);
            entries.remove("coefficients.bin");
            writeZip(file, entries);

            assertThatThrownBy(() -> ModelFiles.loadMultiLayerNetwork(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " cannot be read as a model")
                    .hasMessageContaining("it has no coefficients.bin");
        }

        private void saveWithConfiguration(String json) throws IOException {
            ModelFiles.save(denseNetwork(), file);
            Map<String, byte[]> entries = entries(file);
            entries.put("configuration.json", json.getBytes(StandardCharsets.UTF_8));
            writeZip(file, entries);
        }
    }

    @Nested
    class StrippingAFile {

        private Path plain;

        @BeforeEach
        void nameTheTarget() {
            plain = folder.resolve("plain.zip");
        }

        @Test
        void takesEveryTraceOfThisLibraryOutAndLeavesTheRestAsItWas() throws Exception {
            NormalizerStandardize normalizer = new NormalizerStandardize();
            normalizer.fit(series(3));
            byte[] note = "mine".getBytes(StandardCharsets.UTF_8);
            ModelFiles.save(
                    pruned(lstmNetwork(), SmallNetworks::series, 4), normalizer, Map.of("notes/note.txt", note), file);
            byte[] source = Files.readAllBytes(file);
            assertThat(configuration(file)).contains("dl4jpruning");

            int layers = ModelFiles.strip(file, plain);

            assertThat(layers).isEqualTo(2);
            assertThat(Files.readAllBytes(file)).isEqualTo(source);
            assertThat(filesInFolder()).containsExactly("model.zip", "plain.zip");
            Map<String, byte[]> before = entries(file);
            Map<String, byte[]> after = entries(plain);
            assertThat(before.keySet())
                    .containsExactly(
                            "configuration.json",
                            "coefficients.bin",
                            "updaterState.bin",
                            "normalizer.bin",
                            "notes/note.txt");
            assertThat(after.keySet())
                    .containsExactly("configuration.json", "coefficients.bin", "normalizer.bin", "notes/note.txt");
            after.forEach((name, bytes) -> {
                if (name.equals("configuration.json")) {
                    assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("dl4jpruning");
                } else {
                    assertThat(bytes).as(name).isEqualTo(before.get(name));
                }
            });
            NormalizerStandardize loaded = ModelSerializer.restoreNormalizerFromFile(plain.toFile());
            assertThat(bits(loaded.getMean())).isEqualTo(bits(normalizer.getMean()));
            assertThat(ModelFiles.entry(plain, "notes/note.txt")).contains(note);
            assertThat(ModelFiles.entry(plain, "notes/other.txt")).isEmpty();
        }

        @Test
        void leavesTheConfigurationOfANetworkThatWasNeverPruned() throws Exception {
            assertStrippedIsLikeNeverPruned(pruned(lstmNetwork(), SmallNetworks::series, 4), lstmNetwork());
        }

        @Test
        void leavesTheConfigurationOfAGraphThatWasNeverPruned() throws Exception {
            assertStrippedIsLikeNeverPruned(pruned(attentionGraph(), SmallNetworks::series, 4), attentionGraph());
        }

        private void assertStrippedIsLikeNeverPruned(Model model, Model twin) throws Exception {
            for (int i = 0; i < 4; i++) {
                fit(twin, series(i));
            }
            ModelFiles.save(model, file);

            ModelFiles.strip(file, plain);

            ObjectMapper json = new ObjectMapper();
            JsonNode expected = json.readTree(configurationJson(twin));
            assertThat(expected.get("iterationCount").asInt()).isEqualTo(4);
            assertThat(json.readTree(configuration(plain))).isEqualTo(expected);
        }

        @Test
        void leavesTheConstraintsOfTheUser() throws Exception {
            ModelFiles.save(
                    pruned(
                            network(
                                    settings(),
                                    dense(FEATURES, UNITS)
                                            .constrainWeights(new MaxNormConstraint(1.5, 1))
                                            .build(),
                                    output(UNITS).build()),
                            SmallNetworks::rows,
                            2),
                    file);

            assertThat(ModelFiles.strip(file, plain)).isEqualTo(2);

            MultiLayerNetwork loaded = ModelFiles.loadMultiLayerNetwork(plain);
            assertThat(loaded.getLayerWiseConfigurations().getConf(0).getLayer().getConstraints())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            MaxNormConstraint.class,
                            constraint -> assertThat(constraint.getMaxNorm()).isEqualTo(1.5));
        }

        @Test
        void leavesTheConstraintsOfTheUserInAGraph() throws Exception {
            ComputationGraph graph = graph(settings()
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer("lstm", new LastTimeStep(lstm(FEATURES, UNITS).build()), "in")
                    .addLayer(
                            "out",
                            output(UNITS)
                                    .constrainWeights(new MaxNormConstraint(1.5, 1))
                                    .build(),
                            "lstm")
                    .setOutputs("out")
                    .build());
            ModelFiles.save(pruned(graph, SmallNetworks::series, 2), file);

            assertThat(ModelFiles.strip(file, plain)).isEqualTo(2);

            ComputationGraph loaded = ModelFiles.loadComputationGraph(plain);
            assertThat(loaded.getLayer("out").conf().getLayer().getConstraints())
                    .singleElement()
                    .isInstanceOf(MaxNormConstraint.class);
        }

        @Test
        void countsTheLayersInsideWrappersAsTheStrippingOfANetworkDoes() throws Exception {
            MultiLayerNetwork net = pruned(
                    network(
                            settings(),
                            new LastTimeStep(
                                    new Bidirectional(lstm(FEATURES, UNITS).build())),
                            output(2 * UNITS).build()),
                    SmallNetworks::series,
                    2);
            ModelFiles.save(net, file);

            int layers = ModelFiles.strip(file, plain);

            net.setListeners();
            assertThat(layers).isEqualTo(2).isEqualTo(ModelFiles.strip(net));
            assertThat(configuration(plain)).doesNotContain("dl4jpruning");
        }

        @Test
        void worksInPlace() throws Exception {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 3);
            ModelFiles.save(net, file);

            assertThat(ModelFiles.strip(file, file)).isEqualTo(2);

            assertThat(configuration(file)).doesNotContain("dl4jpruning");
            assertThat(bits(ModelFiles.loadMultiLayerNetwork(file).params())).isEqualTo(bits(net.params()));
            assertThat(filesInFolder()).containsExactly("model.zip");
        }

        @Test
        void ofAPlainFileFindsNothingAndCopiesIt() throws Exception {
            MultiLayerNetwork net = lstmNetwork();
            ModelFiles.save(net, file);

            assertThat(ModelFiles.strip(file, plain)).isZero();

            MultiLayerNetwork loaded = ModelFiles.loadMultiLayerNetwork(plain);
            assertThat(bits(loaded.params())).isEqualTo(bits(net.params()));
            assertThat(configurationJson(loaded)).isEqualTo(configurationJson(net));
        }

        @Test
        void isRefusedForWhatIsNoModel() throws Exception {
            assertThatThrownBy(() -> ModelFiles.strip(file, plain))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(file.toString());
            writeZip(file, Map.of("letter.txt", "Dear".getBytes(StandardCharsets.UTF_8)));
            assertThatThrownBy(() -> ModelFiles.strip(file, plain))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no DL4J model");
            assertThat(plain).doesNotExist();
        }

        @Test
        void intoAFolderThatDoesNotExistIsRefused() throws Exception {
            ModelFiles.save(denseNetwork(), file);
            Path nowhere = folder.resolve("missing").resolve("plain.zip");

            assertThatThrownBy(() -> ModelFiles.strip(file, nowhere))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(nowhere.toString())
                    .hasMessageContaining("create it first");
        }

        @Test
        void ofADamagedFileLeavesTheTargetAsItWas() throws Exception {
            ModelFiles.save(denseNetwork(), plain);
            byte[] older = Files.readAllBytes(plain);
            ModelFiles.save(pruned(denseNetwork(), SmallNetworks::rows, 2), file);
            byte[] damaged = Files.readAllBytes(file);
            int inParameters = positionOf(damaged, "coefficients.bin") + "coefficients.bin".length() + 30;
            Arrays.fill(damaged, inParameters, inParameters + 40, (byte) 0xFF);
            Files.write(file, damaged);

            assertThatThrownBy(() -> ModelFiles.strip(file, plain)).isInstanceOf(IOException.class);

            assertThat(Files.readAllBytes(plain)).isEqualTo(older);
            assertThat(filesInFolder()).containsExactly("model.zip", "plain.zip");
        }
    }

    private static int positionOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Nested
    class StrippingANetwork {

        @Test
        void removesTheMasksInPlaceAndLeavesTheWeights() {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 4);
            int[] params = bits(net.params());
            net.setListeners();

            assertThat(ModelFiles.strip(net)).isEqualTo(2);

            assertThat(configurationJson(net)).doesNotContain("dl4jpruning");
            assertThat(bits(net.params())).isEqualTo(params);
            assertThat(NetworkModel.of(net).load(false)).isEmpty();
            assertThat(ModelFiles.strip(net)).isZero();
        }

        @Test
        void removesTheMasksOfAGraphAndOfItsVertices() {
            ComputationGraph net = pruned(attentionGraph(), SmallNetworks::series, 4);
            assertThat(configurationJson(net)).contains("attention_Wq");
            net.setListeners();

            assertThat(ModelFiles.strip(net)).isEqualTo(2);

            assertThat(configurationJson(net)).doesNotContain("dl4jpruning").doesNotContain("attention_Wq");
        }

        @Test
        void leavesTheConstraintsOfTheUser() {
            MultiLayerNetwork net = pruned(
                    network(
                            settings(),
                            dense(FEATURES, UNITS)
                                    .constrainWeights(new MaxNormConstraint(1.5, 1))
                                    .build(),
                            output(UNITS).build()),
                    SmallNetworks::rows,
                    2);
            net.setListeners();

            ModelFiles.strip(net);

            assertThat(net.getLayer(0).conf().getLayer().getConstraints())
                    .singleElement()
                    .isInstanceOf(MaxNormConstraint.class);
        }

        @Test
        void letsPrunedWeightsGrowAgain() {
            MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 4);
            net.setListeners();
            ModelFiles.strip(net);
            long zeros = zeros(net);
            assertThat(zeros).isPositive();

            for (int i = 0; i < 3; i++) {
                fit(net, rows(i));
            }

            assertThat(zeros(net)).isLessThan(zeros);
        }

        private static long zeros(MultiLayerNetwork net) {
            return Arrays.stream(bits(net.getParam("0_W")))
                    .filter(bits -> bits == 0)
                    .count();
        }

        @Test
        void isRefusedWhileAListenerWouldPutTheMasksBack() {
            MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 2);

            assertThatThrownBy(() -> ModelFiles.strip(net))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("PruningListener is still attached")
                    .hasMessageContaining("setListeners");
            assertThat(configurationJson(net)).contains("dl4jpruning");

            ComputationGraph graph = pruned(attentionGraph(), SmallNetworks::series, 2);
            assertThatThrownBy(() -> ModelFiles.strip(graph))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("PruningListener is still attached");
        }
    }

    @Nested
    class Deployment {

        @Test
        void aStrippedFilePredictsTheSameBitsWithDl4jAloneAndAnUnstrippedOneNamesTheMissingClass() throws Exception {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 4);
            ComputationGraph graph = pruned(attentionGraph(), SmallNetworks::series, 4);
            INDArray input = random(5, 3, FEATURES, STEPS);
            Nd4j.saveBinary(input, folder.resolve("input.bin").toFile());
            ModelFiles.save(net, folder.resolve("net.zip"));
            ModelFiles.save(graph, folder.resolve("graph.zip"));
            ModelFiles.strip(folder.resolve("net.zip"), folder.resolve("plain-net.zip"));
            ModelFiles.strip(folder.resolve("graph.zip"), folder.resolve("plain-graph.zip"));

            List<String> lines = predictWithDl4jAlone(
                    List.of("network", "plain-net.zip"),
                    List.of("graph", "plain-graph.zip"),
                    List.of("network", "net.zip"),
                    List.of("graph", "graph.zip"));

            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).isEqualTo("bits " + PlainPrediction.hex(net.output(input)));
            assertThat(lines.get(1)).isEqualTo("bits " + PlainPrediction.hex(graph.outputSingle(input)));
            assertThat(lines.get(2)).startsWith("error ").contains("io.github.dl4jpruning.dl4j.PruningMask");
            assertThat(lines.get(3)).startsWith("error ").contains("io.github.dl4jpruning.dl4j.PruningMask");
        }

        @SafeVarargs
        private List<String> predictWithDl4jAlone(List<String>... models) throws Exception {
            List<String> arguments = new ArrayList<>();
            for (List<String> model : models) {
                arguments.add(model.get(0));
                arguments.add(folder.resolve(model.get(1)).toString());
                arguments.add(folder.resolve("input.bin").toString());
            }
            Process child = ChildJvm.start(
                    ChildJvm.classPathWithoutThisLibrary(folder, PlainPrediction.class),
                    PlainPrediction.class,
                    arguments.toArray(new String[0]));
            List<String> lines = new ArrayList<>();
            try (BufferedReader out = child.inputReader()) {
                assertThat(nextLine(out, "alone")).isNotNull();
                out.lines()
                        .filter(line -> line.startsWith("bits ") || line.startsWith("error"))
                        .forEach(lines::add);
            }
            assertThat(child.waitFor()).isZero();
            return lines;
        }
    }
}
