package io.github.dl4jpruning.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.graph.FlatArray;
import org.nd4j.graph.FlatGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class SameDiffFilesTest {

    private static final INDArray INPUT =
            Nd4j.linspace(DataType.FLOAT, -1, 0.1, 15).reshape(3, 5);
    private static final DataSet BATCH = new DataSet(INPUT, Nd4j.ones(DataType.FLOAT, 3, 2));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("model.fb");
    }

    private static SameDiff graph() {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 5);
        SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, 2);
        SDVariable w1 = sd.var("w1", Nd4j.linspace(DataType.FLOAT, -1, 0.05, 40).reshape(5, 8));
        SDVariable w2 = sd.var("w2", Nd4j.linspace(DataType.FLOAT, 1, -0.1, 16).reshape(8, 2));
        SDVariable out = sd.math.tanh(x.mmul(w1)).mmul("out", w2);
        sd.loss.meanSquaredError("loss", y, out, null);
        sd.setLossVariables("loss");
        sd.setTrainingConfig(new TrainingConfig.Builder()
                .updater(new Adam(0.01))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        return sd;
    }

    private static SameDiff trained() {
        SameDiff sd = graph();
        SameDiffPruning.of(PruningPlan.of(
                        new PruningSchedule(SparsityCurve.linear(0.2, 0.6), PruningWindow.iterations(1, 1000, 1))))
                .attachTo(sd);
        for (int i = 0; i < 4; i++) {
            sd.fit(BATCH);
        }
        return sd;
    }

    private static byte[] bytes(SameDiff sd) {
        ByteBuffer bytes = SameDiffFiles.bytes(sd, true);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    @Test
    void aGraphComesBackWithWeightsMasksAndUpdaterStateAndNothingElseIsLeft() throws Exception {
        SameDiff sd = trained();

        SameDiffFiles.save(sd, file);
        SameDiff read = SameDiffFiles.load(file);

        assertThat(read.output(Map.of("x", INPUT), "out").get("out"))
                .isEqualTo(sd.output(Map.of("x", INPUT), "out").get("out"));
        SameDiffPruning resumed = SameDiffPruning.resume().attachTo(read);
        assertThat(resumed.pruner().step()).isEqualTo(4);
        assertThat(resumed.report().warnings()).isEmpty();
        assertThat(read.getUpdaterMap().get("w1").getState().get("M"))
                .isEqualTo(sd.getUpdaterMap().get("w1").getState().get("M"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aGraphThatIsResumedWithoutUpdaterStateIsToldOf() throws Exception {
        SameDiff sd = trained();
        sd.save(file.toFile(), false);

        SameDiffPruning resumed = SameDiffPruning.resume().attachTo(SameDiffFiles.load(file));

        assertThat(resumed.report().warnings()).singleElement().asString().contains("its optimizer has no state");
    }

    @Test
    void whatIsMissingOrADirectoryOrNoGraphIsNamed() throws Exception {
        assertThatThrownBy(() -> SameDiffFiles.load(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(file + ": there is no such file");
        assertThatThrownBy(() -> SameDiffFiles.load(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("it is a directory");
        for (byte[] content : new byte[][] {{}, {1}, "weights, promise, and more".getBytes(), new byte[100]}) {
            Files.write(file, content);
            assertThatThrownBy(() -> SameDiffFiles.load(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " cannot be read as a SameDiff graph: ");
        }
    }

    @Test
    void aFileCutOffAnywhereIsRefused() throws Exception {
        byte[] whole = bytes(trained());
        for (int length = 0; length < whole.length - 1; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SameDiffFiles.read(cut, "cut"))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cut cannot be read as a SameDiff graph");
        }
    }

    /** Where the array of a variable, or of the updater, lies in the bytes. */
    private static FlatArray array(byte[] graph, String variable) {
        FlatGraph flat = FlatGraph.getRootAsFlatGraph(ByteBuffer.wrap(graph));
        for (int i = 0; i < flat.variablesLength(); i++) {
            if (flat.variables(i).name().equals(variable)) {
                return flat.variables(i).ndarray();
            }
        }
        throw new IllegalArgumentException(variable);
    }

    private static void refused(long[] information, int at, long number, String reason) {
        byte[] graph = bytes(trained());
        FlatArray array = array(graph, "w1");
        assertThat(array.shapeLength()).isEqualTo(information.length);
        int position = array.shapeAsByteBuffer().position() + at * Long.BYTES;
        ByteBuffer bytes = ByteBuffer.wrap(graph).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getLong(position)).isEqualTo(information[at]);
        bytes.putLong(position, number);

        assertThatThrownBy(() -> SameDiffFiles.read(graph, "graph"))
                .as("number %d of the shape information is %d", at, number)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("graph cannot be read as a SameDiff graph: ")
                .hasMessageContaining(reason);
    }

    @Test
    void anArrayWhoseShapeInformationIsWrongIsRefusedBeforeNd4jSeesIt() {
        long[] whole = {2, 5, 8, 8, 1, 8192, 1, 'c'};
        refused(whole, 0, 3, "shape information of 8 numbers for rank 3");
        refused(whole, 0, 1L << 40, "shape information of 8 numbers for rank");
        refused(whole, 0, -1, "shape information of 8 numbers for rank -1");
        refused(whole, 1, 6, "160 bytes for 48 values");
        refused(whole, 1, 1L << 40, "sizes or strides below 0, or more than");
        refused(whole, 1, -5, "sizes or strides below 0");
        refused(whole, 3, 9, "strides that lead out of its 40 values");
        refused(whole, 4, -1, "sizes or strides below 0");
        refused(whole, 5, 16384, "its shape information knows nothing");
        refused(whole, 5, 8192 | 8, "which do not go with its 40 values");
        refused(whole, 7, 'x', "which is neither 'c' nor 'f'");
    }

    @Test
    void aVectorOrStringOutsideOfTheFileIsRefused() {
        byte[] graph = bytes(trained());
        int buffer = array(graph, "w1").bufferAsByteBuffer().position() - Integer.BYTES; // its length stands before it
        ByteBuffer bytes = ByteBuffer.wrap(graph).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getInt(buffer)).isEqualTo(160);
        for (int length : new int[] {Integer.MAX_VALUE, -1, graph.length}) {
            bytes.putInt(buffer, length);
            assertThatThrownBy(() -> SameDiffFiles.read(graph, "graph"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("would lie outside of its " + graph.length + " bytes");
        }
    }

    @Test
    void updaterStateOfAnotherShapeIsRefused() {
        SameDiff sd = trained();
        INDArray other = Nd4j.zeros(DataType.FLOAT, 3, 3);
        sd.getUpdaterMap().get("w1").setState(Map.of("M", other, "V", other), false);
        byte[] graph = bytes(sd);

        assertThatThrownBy(() -> SameDiffFiles.read(graph, "graph"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "the updater of w1 has an array of FLOAT [3, 3], but the variable is FLOAT [5, 8]");
    }

    @Test
    void whatIsSavedWhileAnotherThreadTrainsResumesAndItsPrunedWeightsAreZero() throws Exception {
        SameDiff sd = trained();
        AtomicBoolean stop = new AtomicBoolean();
        Thread training = new Thread(() -> {
            while (!stop.get()) {
                sd.fit(BATCH);
                LockSupport.parkNanos(1_000_000); // lets the other in
            }
        });
        training.start();
        try {
            for (int saves = 0; saves < 5; saves++) {
                SameDiffFiles.save(sd, file);
                SameDiffPruning resumed = SameDiffPruning.resume().attachTo(SameDiffFiles.load(file));
                assertThat(resumed.pruner().zeroedAgain()).isZero();
                assertThat(resumed.pruner().notZero()).isZero();
            }
        } finally {
            stop.set(true);
            training.join();
        }
    }

    /** With the epoch begun and not ended, the file was written at its end, before this library was told of it. */
    @Test
    void aFileThatAListenerWritesInsideAnEpochKnowsThatItIs() throws Exception {
        SameDiff sd = trained();
        PruningCarrier carrier = new PruningCarrier(sd);
        assertThat(carrier.load().orElseThrow().position().insideEpoch()).isFalse();
        boolean[] inside = new boolean[1];
        sd.addListeners(new org.nd4j.autodiff.listeners.BaseListener() {
            @Override
            public boolean isActive(org.nd4j.autodiff.listeners.Operation operation) {
                return true;
            }

            @Override
            public void iterationDone(
                    SameDiff graph,
                    org.nd4j.autodiff.listeners.At at,
                    org.nd4j.linalg.dataset.api.MultiDataSet data,
                    org.nd4j.autodiff.listeners.Loss loss) {
                try {
                    SameDiffFiles.save(sd, file);
                    inside[0] = new PruningCarrier(SameDiffFiles.load(file))
                            .load()
                            .orElseThrow()
                            .position()
                            .insideEpoch();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });

        sd.fit(new ListDataSetIterator<>(List.of(BATCH), 1), 1);

        assertThat(inside[0]).isTrue();
        assertThat(carrier.load().orElseThrow().position().insideEpoch()).isFalse();
    }

    /** The text of the masks changes its length with the step; an old one must not shine through. */
    @Test
    void aShorterTextOfMasksReplacesALongerOne() {
        SameDiff sd = graph();
        SameDiffPruning.of(PruningPlan.of(new PruningSchedule(
                        SparsityCurve.linear(0.123456789, 0.6), PruningWindow.iterations(1, 1000, 1))))
                .attachTo(sd);
        long longer = sd.getVariable(PruningCarrier.MASKS).getArr().length();
        sd.setListeners();

        SameDiffPruning.restart(PruningPlan.of(
                        new PruningSchedule(SparsityCurve.linear(0, 0.5), PruningWindow.iterations(1, 9, 1))))
                .attachTo(sd);

        assertThat(sd.getVariable(PruningCarrier.MASKS).getArr().length()).isLessThan(longer);
        assertThat(new PruningCarrier(sd).load().orElseThrow().masks().weightCount())
                .isEqualTo(56);
    }
}
