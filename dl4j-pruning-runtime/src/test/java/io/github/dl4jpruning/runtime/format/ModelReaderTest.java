package io.github.dl4jpruning.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose checksum is right, but which say what no writer says: each is refused for its own reason. */
class ModelReaderTest {

    @TempDir
    Path folder;

    private static Network network(Matrix weights) {
        Layer.Dense dense = new Layer.Dense(weights, Vector.of(5, 6), Optional.empty(), Activation.IDENTITY);
        Vector mean = Vector.of(new float[weights.columns()]);
        float[] ones = new float[weights.columns()];
        java.util.Arrays.fill(ones, 1);
        return new Network(
                weights.columns(),
                List.of(dense),
                Optional.of(new Scaler(mean, Vector.of(ones))),
                Optional.of(new Scaler(Vector.of(7, 8), Vector.of(9, 10))));
    }

    private static byte[] file() {
        return file(network(Matrix.of(2, 2, 1, 2, 3, 4)));
    }

    private static byte[] file(Network network) {
        return ModelWriter.write(new Model(network, Provenance.NONE), ValueFormat.FLOAT32);
    }

    private static ByteBuffer buffer(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The file with another text in its description, and the length that goes with it. */
    private static byte[] edited(byte[] file, String old, String other) {
        int json = buffer(file).getInt(12);
        String text = new String(file, 24, json, StandardCharsets.UTF_8);
        assertThat(text).contains(old);
        byte[] changed = text.replace(old, other).getBytes(StandardCharsets.UTF_8);
        ByteBuffer result = ByteBuffer.allocate(file.length - json + changed.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(file, 0, 24)
                .put(changed)
                .put(file, 24 + json, file.length - 24 - json);
        result.putInt(12, changed.length);
        return FileMutations.sealed(result.array());
    }

    private static void refused(String old, String other, String message) {
        refused(edited(file(), old, other), message);
    }

    private static void refused(byte[] file, String message) {
        assertThatThrownBy(() -> ModelReader.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aHeaderThatTellsOfWhatIsNotThereIsRefused() throws IOException {
        assertThat(ModelReader.read(FileMutations.sealed(file()))).isNotNull();

        byte[] flagged = file();
        flagged[10] = 1;
        refused(FileMutations.sealed(flagged), "use a later version of the library");
        byte[] longer = file();
        buffer(longer).putLong(16, buffer(longer).getLong(16) + 1);
        refused(FileMutations.sealed(longer), "its header tells another number");
        refused(edited(file(), "{\"format\"", " ".repeat(1 << 20) + "{\"format\""), "its header tells another number");
    }

    @Test
    void aFileOfMoreThanTwoGigabytesIsRefusedBeforeItIsRead() throws IOException {
        Path large = folder.resolve("large.dlp");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(Integer.MAX_VALUE); // takes no place on the disk
        }

        assertThatThrownBy(() -> ModelReader.read(large))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("larger than 2 GB");
    }

    @Test
    void aDescriptionOfAnotherFormatIsRefused() {
        refused("dl4j-pruning forecaster", "another", "the description is of another format");
        refused("\"type\":\"dense\"", "\"type\":\"sparse\"", "layer 0 is of an unknown type");
        refused("\"type\":\"dense\"", "\"type\":\"lstm\"", "neither rnn nor lstm with four biases per unit");
    }

    @Test
    void everyTensorHasOneReader() {
        refused("\"mean\":4,\"deviation\":5", "\"mean\":4,\"deviation\":4", "tensor 4 is used twice");
        refused(",\"outputScaler\":{\"mean\":4,\"deviation\":5}", "", "no layer uses tensor 4");
        refused("\"deviation\":5", "\"deviation\":6", "\"deviation\" is no integer from 0 to 5");
    }

    @Test
    void tensorsOfAnotherSizeThanTheirReadersAreRefused() {
        String lengths = "{\"length\":2},{\"length\":2}]";
        refused(lengths, "{\"length\":1},{\"length\":3}]", "\"mean\" has 1 numbers, not 2");
        refused("\"rows\":2", "\"rows\":3", "\"rows\" is no integer from 2 to 2");
        refused("\"columns\":2", "\"columns\":1", "\"columns\" is no integer from 2 to 2");
        refused("\"count\":4", "\"count\":5", "\"weights\" has 16 bytes for 5 weights");
        refused("\"inputs\":2", "\"inputs\":65536", "\"inputs\" is no integer from 1 to 65535");
        refused("\"inputs\":2", "\"inputs\":0", "\"inputs\" is no integer from 1 to 65535");
        refused(lengths, "{\"length\":2},{\"length\":3}]", "tensor 5 ends behind the end of the file");
        refused(lengths, "{\"length\":2},{\"length\":1}]", "bytes are left after the last tensor");
    }

    @Test
    void aParameterThatNoCodingHasIsRefused() {
        float[] values = new float[400];
        values[399] = 1;
        byte[] sparse = file(network(Matrix.of(2, 200, values)));

        String parameter =
                new String(sparse, StandardCharsets.ISO_8859_1).replaceFirst("(?s).*(\"rice\":\\d+).*", "$1");

        refused(edited(sparse, parameter, "\"rice\":31"), "\"rice\" is no integer from 0 to 30");
    }

    @Test
    void membersThatNobodyReadsAreRefusedWhereverTheyStand() {
        String more = ",\"more\":1";
        for (String before : List.of(
                "\"inputs\":2",
                "\"deviation\":5",
                "\"bias\":1",
                "\"kind\":\"identity\"",
                "\"versions\":{}",
                "\"bytes\":16",
                "\"length\":2")) {
            refused(before, before + more, "has an unknown member");
        }
    }

    @Test
    void moreLayersThanThereMayBeAreNotRead() {
        String layer = "{\"type\":\"activation\",\"activation\":{\"kind\":\"identity\"}}";
        String layers = String.join(",", Collections.nCopies(257, layer));

        refused("\"layers\":[", "\"layers\":[" + layers + ",", "258 layers are more than 256");
    }
}
