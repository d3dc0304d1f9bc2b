package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.attentionGraph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.denseNetwork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files that someone made to do harm, or that are damaged with checksums that are right. */
class HostileFilesTest {

    @TempDir
    Path folder;

    private Path file;
    private Map<String, byte[]> entries;

    @BeforeEach
    void aWholeFile() throws IOException {
        file = folder.resolve("model.zip");
        ModelFiles.save(denseNetwork(), file);
        entries = ZipFiles.entries(file);
    }

    private ThrowingCallable[] doors() {
        return new ThrowingCallable[] {
            () -> ModelFiles.load(file),
            () -> ModelFiles.loadMultiLayerNetwork(file),
            () -> ModelFiles.loadComputationGraph(file),
            () -> ModelFiles.strip(file, folder.resolve("plain.zip")),
            () -> ModelFiles.entry(file, "preprocessor.bin")
        };
    }

    /** Leaves a mark when it is read. */
    static final class Mark implements Serializable {
        private static final long serialVersionUID = 1;
        static volatile boolean left;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            left = true;
        }
    }

    private static byte[] serialised(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"preprocessor.bin", "objects/note", "updater.bin"})
    void aSerialisedObjectIsNotReadButTheFileRefused(String name) throws Exception {
        entries.put(name, serialised(new Mark()));
        ZipFiles.write(file, entries);
        Mark.left = false;

        for (ThrowingCallable door : doors()) {
            assertThatThrownBy(door)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("its entry " + name + " is a serialised Java object")
                    .hasMessageContaining("Take the entry out");
        }

        assertThat(Mark.left).isFalse();
        assertThat(folder.resolve("plain.zip")).doesNotExist();
    }

    @Test
    void dl4jItselfReadsTheObjectWhichIsWhyWeDoNot() throws Exception {
        entries.put("preprocessor.bin", serialised(new Mark()));
        ZipFiles.write(file, entries);
        Mark.left = false;

        assertThatThrownBy(() -> ModelSerializer.restoreMultiLayerNetwork(file.toFile()));

        assertThat(Mark.left).isTrue();
    }

    /**
     * The hash of a set of sets of sets takes time that doubles with every level; 100 levels take longer than the earth
     * will last.
     */
    @Test
    void nestedSetsOfTheJdkAreRefusedAtOnce() throws Exception {
        Set<Object> root = new HashSet<>();
        Set<Object> first = root;
        Set<Object> second = new HashSet<>();
        for (int level = 0; level < 100; level++) {
            Set<Object> left = new HashSet<>(Set.of("left"));
            Set<Object> right = new HashSet<>();
            first.add(left);
            first.add(right);
            second.add(left);
            second.add(right);
            first = left;
            second = right;
        }
        entries.put("preprocessor.bin", serialised(root));
        ZipFiles.write(file, entries);

        for (ThrowingCallable door : doors()) {
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertThatThrownBy(door).isInstanceOf(IOException.class));
        }
    }

    @Test
    void anObjectThatOnlyTheLocalHeadersListDoesNotReachDl4j() throws Exception {
        // ZipInputStream, with which DL4J reads, follows the headers before the content; ZipFile the list at the end.
        Map<String, byte[]> hidden = new java.util.LinkedHashMap<>(entries);
        hidden.put("preprocessor.bin", serialised(new Mark()));
        byte[] both = ZipFiles.bytes(hidden);
        byte[] name = "preprocessor.bin".getBytes(StandardCharsets.US_ASCII);
        int listed = new String(both, StandardCharsets.ISO_8859_1).lastIndexOf("preprocessor.bin");
        System.arraycopy("another-name.bin".getBytes(StandardCharsets.US_ASCII), 0, both, listed, name.length);
        Files.write(file, both);
        Mark.left = false;

        ModelFiles.load(file); // its own entries are whole

        assertThat(Mark.left).isFalse();
        assertThatThrownBy(() -> ModelSerializer.restoreMultiLayerNetwork(file.toFile()));
        assertThat(Mark.left).isTrue();
    }

    @Test
    void aNormalizerIsLeftUnread() throws Exception {
        entries.put("normalizer.bin", serialised(new Mark()));
        ZipFiles.write(file, entries);
        Mark.left = false;

        ModelFiles.load(file);
        ModelFiles.strip(file, folder.resolve("plain.zip"));

        assertThat(Mark.left).isFalse();
        assertThat(ZipFiles.entries(folder.resolve("plain.zip"))).containsKey("normalizer.bin");
    }

    /** An array as ND4J writes it, but for some numbers. */
    private static byte[] array(long[] information, String type, long length, int values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(information.length);
        out.writeUTF("LONG");
        for (long number : information) {
            out.writeLong(number);
        }
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(length);
        out.writeUTF(type);
        for (int i = 0; i < values; i++) {
            out.writeFloat(i);
        }
        return bytes.toByteArray();
    }

    private static final int N = 44; // parameters of the network; its Adam keeps twice as many

    @Test
    void theArrayThatTheseTestsDamageIsReadWhenItIsWhole() throws Exception {
        entries.put("coefficients.bin", array(new long[] {1, N, 1, 8192, 1, 'c'}, "FLOAT", N, N));
        ZipFiles.write(file, entries);

        float[] parameters = ModelFiles.loadMultiLayerNetwork(file).params().toFloatVector();

        assertThat(parameters).hasSize(N);
        assertThat(parameters[N - 1]).isEqualTo(N - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,44,1,8192,1,99      | FLOAT  | 1099511627776 | 44 | a buffer of 1099511627776 values for 44",
                "1,44,1,8192,1,99      | FLOAT  | 2147483648    | 44 | a buffer of 2147483648 values for 44",
                "1,44,1,8192,1,99      | FLOAT  | 43            | 43 | a buffer of 43 values for 44",
                "1,44,1,8192,1,99      | FLOAT  | -1            | 44 | a buffer of -1 values for 44",
                "1,44,1,8192,1,99      | FLOAT  | 44            | 43 | bytes where its 44 values take",
                "1,44,1,8192,1,99      | FLOAT  | 44            | 45 | bytes where its 44 values take",
                "1,44,1,8192,1,99      | DOUBLE | 44            | 88 | values of type DOUBLE where the network has FLOAT",
                "1,44,1,8192,1,99      | UTF8   | 44            | 44 | values of type UTF8 where the network has FLOAT",
                "1,44,1,8192,1,99      | COMPRESSED | 44        | 44 | values of type COMPRESSED where the network has FLOAT",
                "1,44,1,8192,1,99      | NONSENSE | 44          | 44 | an array of an unknown type",
                "1,44,1,16384,1,99     | FLOAT  | 44            | 44 | its shape information knows nothing",
                "1,44,1,8200,1,99      | FLOAT  | 44            | 44 | sparse, compressed or empty",
                "1,44,2,8192,1,99      | FLOAT  | 44            | 44 | strides [2] for shape [44]",
                "1,44,-1,8192,1,99     | FLOAT  | 44            | 44 | strides [-1] for shape [44]",
                "1,44,1,8192,7,99      | FLOAT  | 44            | 44 | a stride of 7 between elements",
                "1,44,1,8192,1,98      | FLOAT  | 44            | 44 | order 98",
                "1,45,1,8192,1,99      | FLOAT  | 45            | 45 | expected length 44 and got length 45",
                "2,44,1,8192,1,99      | FLOAT  | 44            | 44 | rank 2 with shape information for rank 1",
                "2,4,11,11,1,8192,1,99 | FLOAT  | 44            | 44 | shape [4 and 11]",
                "2,1,44,7,1,8192,1,99  | FLOAT  | 44            | 44 | strides [7 and 1]",
                "0,8192,1,99           | FLOAT  | 44            | 44 | shape information of 4 numbers",
            })
    void anArrayWithAHeaderThatIsWrongIsRefusedBeforeNd4jSeesIt(
            String information, String type, long length, int values, String reason) throws Exception {
        long[] numbers =
                Arrays.stream(information.split(",")).mapToLong(Long::parseLong).toArray();
        entries.put("coefficients.bin", array(numbers, type, length, values));
        ZipFiles.write(file, entries);

        assertThatThrownBy(() -> ModelFiles.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " cannot be read as a model: coefficients.bin")
                .hasMessageContaining(reason.replace(" and ", ", "));
    }

    @Test
    void updaterStateOfAnotherLengthIsRefused() throws Exception {
        entries.put("updaterState.bin", array(new long[] {1, N, 1, 8192, 1, 'c'}, "FLOAT", N, N));
        ZipFiles.write(file, entries);

        assertThatThrownBy(() -> ModelFiles.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("updaterState.bin belongs to another network: expected length 88, got length 44");
    }

    @Test
    void aConfigurationOfBlanksIsRefusedAtOnceAndUnread() throws Exception {
        byte[] blanks = new byte[1 << 20];
        Arrays.fill(blanks, (byte) ' ');
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("configuration.json"));
            for (int i = 0; i < 200; i++) {
                zip.write(blanks);
            }
            zip.putNextEntry(new ZipEntry("coefficients.bin"));
            zip.write(entries.get("coefficients.bin"));
        }

        assertThatThrownBy(() -> ModelFiles.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("configuration.json unpacks to 209715200 bytes, more than 100 times");
    }

    @Test
    void aConfigurationNestedWithoutEndIsRefused() throws Exception {
        for (String json : new String[] {"[".repeat(1_000_000), "{\"a\":".repeat(1_000_000)}) {
            entries.put("configuration.json", json.getBytes(StandardCharsets.US_ASCII));
            ZipFiles.write(file, entries);

            for (ThrowingCallable door : Arrays.copyOf(doors(), 4)) {
                assertThatThrownBy(door)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining("nested more than 200 levels deep");
            }
        }
    }

    @Test
    void anUnknownClassIsNamedInOneLine() throws Exception {
        String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
        entries.put(
                "configuration.json",
                json.replace("org.deeplearning4j.nn.conf.layers.DenseLayer", "com.example.OurLayer")
                        .getBytes(StandardCharsets.UTF_8));
        ZipFiles.write(file, entries);

        assertThatThrownBy(() -> ModelFiles.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names the class com.example.OurLayer, which is not on the class path")
                .hasMessageContaining("add the library that has it")
                .message()
                .doesNotContain("\n")
                .hasSizeLessThan(400);
    }

    @Test
    void aFlippedBitInTheParametersIsToldByTheChecksumAlone() throws Exception {
        // Stored, not packed, so that nothing but the checksum can tell; the values stay within their range.
        for (String name : new String[] {"coefficients.bin", "updaterState.bin"}) {
            Path stored = folder.resolve(name + ".zip");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(stored))) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
                    checksum.update(entry.getValue());
                    ZipEntry header = new ZipEntry(entry.getKey());
                    header.setMethod(ZipEntry.STORED);
                    header.setSize(entry.getValue().length);
                    header.setCrc(checksum.getValue());
                    zip.putNextEntry(header);
                    zip.write(entry.getValue());
                }
            }
            ModelFiles.load(stored);
            byte[] bytes = Files.readAllBytes(stored);
            int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
            bytes[start + entries.get(name).length - 1] ^= 1; // the last byte of the last value
            Files.write(stored, bytes);

            assertThatThrownBy(() -> ModelFiles.load(stored))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(stored.toString())
                    .hasMessageContaining(name + " does not have the checksum that was written with it");
        }
    }

    @Test
    void aGraphIsCheckedLikeANetwork() throws Exception {
        ModelFiles.save(attentionGraph(), file);
        entries = ZipFiles.entries(file);
        entries.put("coefficients.bin", array(new long[] {1, N, 1, 8192, 1, 'c'}, "FLOAT", N, N));
        ZipFiles.write(file, entries);

        assertThatThrownBy(() -> ModelFiles.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("coefficients.bin belongs to another network: expected length")
                .hasMessageContaining("got length 44");
    }
}
