package io.github.dl4jpruning.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.dl4jpruning.runtime.SparseForecaster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files say what was written, or that they are damaged; nothing else. */
class ModelFileTest {

    private static final int MUTATIONS = 150_000;
    private static final int BYTES_PER_BYTE = 64; // of memory, of file; docs/format.md promises it
    private static final int CONSTANT = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void aModelIsReadAsItWasWritten() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Model model = SampleModels.all(seed);
            byte[] bytes = ModelWriter.write(model, ValueFormat.FLOAT32);
            assertThat(ModelReader.read(bytes)).isEqualTo(model);
            assertThat(ModelWriter.write(ModelReader.read(bytes), ValueFormat.FLOAT32))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void matricesOfEverySparsityAndShapeAreReadAsWritten() throws IOException {
        Random random = new Random(2);
        for (int i = 0; i < 400; i++) {
            double sparsity = i % 5 == 0 ? i % 2 : 1 - Math.pow(random.nextDouble(), 3);
            int inputs = 1 + random.nextInt(i % 40 == 0 ? 60_000 : 90);
            Model model =
                    SampleModels.model(inputs, SampleModels.dense(random, inputs, 1 + random.nextInt(30), sparsity));
            assertThat(ModelReader.read(ModelWriter.write(model, ValueFormat.FLOAT32)))
                    .isEqualTo(model);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ValueFormat.class,
            names = {"FLOAT16", "BFLOAT16"})
    void sixteenBitsAreRoundedToTheNearest(ValueFormat format) throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(40) - 28));
            float rounded = format.round(value);
            for (int neighbour = -1; neighbour <= 1; neighbour += 2) {
                float other = format.decode(format.encode(value) + neighbour & 0xffff);
                if (Float.isFinite(other)) { // below zero there is none
                    assertThat(Math.abs(rounded - (double) value))
                            .isLessThanOrEqualTo(Math.abs(other - (double) value));
                }
            }
            assertThat(format.round(rounded)).isEqualTo(rounded);
        }
        Model model = SampleModels.all(4);
        Layer.Dense dense = (Layer.Dense) model.network().layers().get(6);
        Model read = ModelReader.read(ModelWriter.write(model, format));
        Matrix weights = ((Layer.Dense) read.network().layers().get(6)).weights();
        for (int i = 0; i < weights.count(); i++) {
            assertThat(weights.value(i)).isEqualTo(format.round(dense.weights().value(i)));
        }
    }

    @Test
    void knownHalvesAreEncodedAsTheStandardSays() {
        assertThat(ValueFormat.FLOAT16.encode(1)).isEqualTo(0x3c00);
        assertThat(ValueFormat.FLOAT16.encode(-2)).isEqualTo(0xc000);
        assertThat(ValueFormat.FLOAT16.encode(65504)).isEqualTo(0x7bff);
        assertThat(ValueFormat.FLOAT16.encode(5.9604645e-8f)).isEqualTo(1);
        assertThat(ValueFormat.FLOAT16.encode(6.1035156e-5f)).isEqualTo(0x0400);
        assertThat(ValueFormat.FLOAT16.encode(2049)).isEqualTo(0x6800);
        assertThat(ValueFormat.BFLOAT16.encode(1)).isEqualTo(0x3f80);
        assertThatThrownBy(() -> ValueFormat.FLOAT16.encode(65520)).hasMessageContaining("too large for float16");
        assertThatThrownBy(() -> ValueFormat.BFLOAT16.encode(Float.MAX_VALUE)).hasMessageContaining("bfloat16");
    }

    @Test
    void ofTwoEquallyNearNumbersTheOneWithAnEvenLastBitIsTaken() {
        assertThat(ValueFormat.BFLOAT16.encode(1 + 1 / 256f)).isEqualTo(0x3f80);
        assertThat(ValueFormat.BFLOAT16.encode(1 + 3 / 256f)).isEqualTo(0x3f82);
        assertThat(ValueFormat.FLOAT16.encode(1 + 1 / 2048f)).isEqualTo(0x3c00);
        assertThat(ValueFormat.FLOAT16.encode(1 + 3 / 2048f)).isEqualTo(0x3c02);
    }

    @Test
    void numbersOfAnySizeBeyondThatOfAHalfAreRefused() {
        for (int exponent = 16; exponent < 128; exponent++) {
            float value = Math.scalb(1.5f, exponent);
            assertThatThrownBy(() -> ValueFormat.FLOAT16.encode(value)).hasMessageContaining("too large for float16");
            assertThatThrownBy(() -> ValueFormat.FLOAT16.encode(-value)).hasMessageContaining("too large for float16");
        }
    }

    @Test
    void theHeaderIsAsDocumented() {
        byte[] bytes = ModelWriter.write(SampleModels.all(1), ValueFormat.FLOAT32);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(Arrays.copyOf(bytes, 8)).containsExactly(0x89, 'S', 'P', 'F', '\r', '\n', 0x1a, '\n');
        assertThat(buffer.getShort(8)).isEqualTo((short) 1);
        int json = buffer.getInt(12);
        assertThat(24 + json + buffer.getLong(16) + 4).isEqualTo(bytes.length);
        assertThat(new String(bytes, 24, json, StandardCharsets.UTF_8))
                .startsWith("{\"format\":\"dl4j-pruning forecaster\",\"inputs\":3,\"layers\":[{\"type\":\"scale\"");
    }

    @Test
    void everyFlippedBitAndEveryCutIsTold() {
        byte[] bytes = ModelWriter.write(SampleModels.all(1), ValueFormat.FLOAT32);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> ModelReader.read(damaged)).isInstanceOf(ModelFormatException.class);
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ModelReader.read(cut)).isInstanceOf(ModelFormatException.class);
        }
    }

    /** Mutations with a checksum that is right, so that they come to where the content is read. */
    @Test
    void hostileFilesGiveAnErrorAndTakeNoMoreMemoryThanTheirSizeWarrants() {
        Random random = new Random(5);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file = FileMutations.mutated(
                    ModelWriter.write(SampleModels.all(i % 50), ValueFormat.values()[i % 3]), random);
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                SparseForecaster forecaster = SparseForecaster.of(ModelReader.read(file));
                forecaster.predict(new float[2 * forecaster.inputs()]);
                read++;
            } catch (ModelFormatException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
            assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                    .isLessThan(CONSTANT + (long) BYTES_PER_BYTE * file.length);
        }
        assertThat(read).isGreaterThan(MUTATIONS / 100);
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
    }

    /** The smallest files that ask for the most. */
    @Test
    void fewBytesThatAskForMuchAreRefused() {
        String bias = "{\"length\":1}";
        String huge = "{\"rows\":65535,\"columns\":65535,\"count\":0,\"values\":\"float32\",\"positions\":\"rice\","
                + "\"rice\":0,\"bytes\":0}";
        String dense = "{\"format\":\"dl4j-pruning forecaster\",\"inputs\":65535,\"layers\":[{\"type\":\"dense\","
                + "\"weights\":1,\"bias\":0,\"activation\":{\"kind\":\"tanh\"}}],\"provenance\":{\"sparsity\":0,"
                + "\"data\":\"\",\"versions\":{}},\"tensors\":[" + bias + "," + huge + "]}";
        refuse(dense, 4, "no integer from 1 to 1");
        refuse("[".repeat(100_000), 0, "more than 32 values inside each other");
        refuse("{\"a\":1,\"a\":2}", 0, "a second time");
        refuse("{\"a\":1e999}", 0, "too large");
        refuse("{\"tensors\":[{\"length\":5}]}", 4, "ends behind the end");
        refuse("{\"tensors\":[]}", 4, "bytes are left");
        refuse("{\"tensors\":[]} x", 0, "text after the end");
    }

    private static void refuse(String description, int payload, String message) {
        byte[] json = description.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(28 + json.length + payload).order(ByteOrder.LITTLE_ENDIAN);
        file.put(Header.MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(json.length)
                .putLong(payload)
                .put(json);
        assertThatThrownBy(() -> ModelReader.read(FileMutations.sealed(file.array())))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theMessageNamesTheFileAndTheWayOut() throws IOException {
        Path file = folder.resolve("model.dlp");
        assertThatThrownBy(() -> ModelReader.read(file)).hasMessageContaining("model.dlp: there is no such file");
        Files.writeString(file, "not a model, but long enough to be looked at");
        assertThatThrownBy(() -> ModelReader.read(file))
                .hasMessageContaining("model.dlp: this is no exported forecaster");
        byte[] bytes = ModelWriter.write(SampleModels.all(1), ValueFormat.FLOAT32);
        bytes[8] = 3;
        Files.write(file, bytes);
        assertThatThrownBy(() -> ModelReader.read(file)).hasMessageContaining("use a later version of the library");
        bytes[8] = 1;
        bytes[bytes.length - 5]++;
        Files.write(file, bytes);
        assertThatThrownBy(() -> ModelReader.read(file)).hasMessageContaining("take an undamaged copy");
    }
}
