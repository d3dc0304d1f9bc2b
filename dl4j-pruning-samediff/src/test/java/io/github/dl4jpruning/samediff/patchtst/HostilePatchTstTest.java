package io.github.dl4jpruning.samediff.patchtst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samediff.SameDiffFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** PatchTST files whose graph or configuration someone has changed, with checksums that are right. */
class HostilePatchTstTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("model.zip");
    }

    private Map<String, byte[]> whole() throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        byte[] file = FuzzedForecasters.files(file()).get(0);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private void write(Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file()))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private void writeWith(Consumer<SameDiff> change) throws IOException {
        Map<String, byte[]> entries = whole();
        SameDiff sd = SameDiffFiles.read(entries.get("samediff.fb"), "graph");
        change.accept(sd);
        ByteBuffer bytes = SameDiffFiles.bytes(sd, true);
        byte[] graph = new byte[bytes.remaining()];
        bytes.get(graph);
        entries.put("samediff.fb", graph);
        write(entries);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> PatchTst.load(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining(reason);
    }

    @Test
    void aGraphThatWasReadAndWrittenAgainIsKnown() throws Exception {
        writeWith(sd -> {});
        PatchTst model = PatchTst.load(file());
        model.save(file());

        assertThat(PatchTst.load(file()).config()).isEqualTo(model.config());
    }

    @Test
    void otherArgumentsOfAnOpAreRefused() throws Exception {
        writeWith(sd -> sd.getOps().values().stream()
                .filter(op -> op.getOp() instanceof DynamicCustomOp custom
                        && op.getOp().opName().equals("permute")
                        && custom.numIArguments() > 0)
                .findFirst()
                .map(op -> (DynamicCustomOp) op.getOp())
                .orElseThrow()
                .addIArgument(1 << 30));

        assertRefused("of its graph is not that of its configuration");
    }

    @Test
    void anIndexOutsideOfTheSeriesIsRefused() throws Exception {
        writeWith(sd -> sd.variables().stream()
                .filter(variable -> variable.isConstant()
                        && variable.getArr().dataType().isIntType()
                        && !variable.name().startsWith("dl4jpruning/"))
                .findFirst()
                .orElseThrow()
                .getArr()
                .putScalar(0, 1 << 30));

        assertRefused("of its graph has other values");
    }

    @Test
    void anotherLossMayBeAdded() throws Exception {
        writeWith(sd -> {
            sd.math
                    .abs("more", sd.getVariable("prediction").sub(sd.getVariable("target")))
                    .mean("mean/loss");
            sd.setLossVariables("mean/loss");
        });

        INDArray forecast = PatchTst.load(file())
                .predict(org.nd4j.linalg.factory.Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.FLOAT, 1, 12, 2));

        assertThat(forecast.shape()).containsExactly(1, 4, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "channels, 2147483647, takes",
        "lookBack, 2147483647, more weights than an array can hold",
        "horizon, 100000, takes",
        "features, 40000, takes",
        "layers, 2147483647, takes",
        "lookBack, -1, lookBack is -1",
        "heads, 3, is not a multiple",
    })
    void aConfigurationOfAnotherSizeIsRefusedBeforeAnythingIsMade(String name, String value, String reason)
            throws Exception {
        Map<String, byte[]> entries = whole();
        String json = new String(entries.get("model.json"), StandardCharsets.UTF_8);
        String changed = json.replaceFirst("\"" + name + "\" : \\d+", "\"" + name + "\" : " + value);
        assertThat(changed).isNotEqualTo(json);
        entries.put("model.json", changed.getBytes(StandardCharsets.UTF_8));
        write(entries);

        assertRefused(reason);
    }

    @Test
    void aDescriptionWithoutWhatItNeedsOrNestedWithoutEndIsRefused() throws Exception {
        Map<String, byte[]> entries = whole();
        for (String json : new String[] {
            "null",
            "[]",
            "7",
            "{\"kind\": \"PatchTST\", \"format\": 1}",
            "[".repeat(100_000),
            "{\"kind\":".repeat(100_000)
        }) {
            entries.put("model.json", json.getBytes(StandardCharsets.UTF_8));
            write(entries);

            assertRefused(file().toString());
        }
    }
}
