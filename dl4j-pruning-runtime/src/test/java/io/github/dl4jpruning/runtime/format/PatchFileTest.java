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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files of patch networks say what was written, or that they are damaged; networks that do not fit cannot be made. */
class PatchFileTest {

    private static final int MUTATIONS = 20_000;
    private static final int BYTES_PER_BYTE = 64;
    private static final int CONSTANT = 1 << 20;

    private static Model model(long seed) {
        return new Model(SamplePatchNetworks.network(seed), Provenance.NONE);
    }

    @Test
    void aPatchNetworkIsReadAsItWasWritten() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Model model = model(seed);
            byte[] bytes = ModelWriter.write(model, ValueFormat.FLOAT32);
            assertThat(ModelReader.read(bytes)).isEqualTo(model);
            assertThat(ModelWriter.write(ModelReader.read(bytes), ValueFormat.FLOAT32))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void theDescriptionIsAsDocumented() {
        byte[] bytes = ModelWriter.write(model(1), ValueFormat.FLOAT32);
        int json = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        String text = new String(bytes, 24, json, StandardCharsets.UTF_8);
        PatchNetwork network = SamplePatchNetworks.network(1);
        assertThat(text)
                .startsWith("{\"format\":\"dl4j-pruning forecaster\",\"inputs\":" + network.inputs()
                        + ",\"patches\":{\"lookBack\":" + network.patching().lookBack() + ",\"length\":"
                        + network.patching().length() + ",\"stride\":"
                        + network.patching().stride() + ",\"padded\":"
                        + network.patching().padded() + ",\"joint\":false},\"horizon\":" + network.horizon())
                .contains("\"embedding\":{\"type\":\"dense\"", "\"positions\":", "\"heads\":", "\"residualScores\":")
                .contains("\"encoder\":[{\"projection\":", "\"afterAttention\":", "\"head\":{\"pooling\":");
    }

    @Test
    void hostileFilesGiveAnErrorOrANetworkThatForecasts() {
        Random random = new Random(5);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file = FileMutations.mutated(ModelWriter.write(model(i % 100), ValueFormat.values()[i % 3]), random);
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                Model model = ModelReader.read(file);
                assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                        .isLessThan(CONSTANT + (long) BYTES_PER_BYTE * file.length);
                forecast(model);
                read++;
            } catch (ModelFormatException e) {
                assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                        .isLessThan(CONSTANT + (long) BYTES_PER_BYTE * file.length);
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(read).isGreaterThan(MUTATIONS / 100);
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
    }

    private static void forecast(Model model) {
        PatchNetwork network = (PatchNetwork) model.architecture();
        long window = (long) network.patching().lookBack() * network.inputs();
        if (window <= 100_000) { // who reads hostile files gives no windows of gigabytes
            SparseForecaster forecaster = SparseForecaster.of(model);
            float[] forecast = forecaster.predict(new float[(int) window]);
            assertThat(forecast).hasSize(network.horizon() * network.outputs());
        }
    }

    /** A network of 2 columns, 12 features, with one part replaced. */
    private static PatchNetwork with(
            Patching patching, int features, int heads, EncoderLayer layer, PatchHead head, Vector positions) {
        Random random = new Random(1);
        return new PatchNetwork(
                2,
                3,
                patching,
                Optional.empty(),
                SampleModels.dense(random, 4, features, 0),
                positions,
                heads,
                true,
                List.of(layer),
                head,
                Optional.empty(),
                Optional.empty());
    }

    private static EncoderLayer layer(int features, int hidden, int back, int norm) {
        Random random = new Random(2);
        Residual residual = new Residual.Scaled(SampleModels.vector(random, norm));
        return new EncoderLayer(
                SampleModels.dense(random, features, 3 * features, 0),
                SampleModels.dense(random, features, features, 0),
                residual,
                SampleModels.dense(random, features, hidden, 0),
                SampleModels.dense(random, back, features, 0),
                residual);
    }

    private static PatchHead head(int inputs, int outputs, int layers) {
        Layer.Dense layer = SampleModels.dense(new Random(3), inputs, outputs, 0.5);
        return new PatchHead(PatchHead.Pooling.FLATTEN, java.util.Collections.nCopies(layers, layer));
    }

    @Test
    void partsThatDoNotFitAreTold() {
        Patching cut = new Patching(8, 4, 2, false, false);
        EncoderLayer layer = layer(6, 5, 5, 6);
        Vector positions = SampleModels.vector(new Random(4), 18);
        assertThat(with(cut, 6, 2, layer, head(18, 3, 1), positions).outputs()).isEqualTo(2);
        assertThat(with(cut, 6, 2, layer, head(18, 3, 2), positions).outputs()).isEqualTo(2);

        assertThatThrownBy(() -> with(cut, 6, 4, layer, head(18, 3, 1), positions))
                .hasMessage("6 features cannot be shared by 4 heads: take a divisor");
        assertThatThrownBy(() -> with(cut, 6, 2, layer, head(17, 3, 1), positions))
                .hasMessage("the input of the head has 17 numbers, the network needs 18");
        assertThatThrownBy(() -> with(cut, 6, 2, layer, head(18, 4, 1), positions))
                .hasMessage("the head has 4 numbers, the network needs 3");
        assertThatThrownBy(() -> with(cut, 6, 2, layer, head(18, 3, 3), positions))
                .hasMessage("the layers of the head has 3 numbers, the network needs 2");
        assertThatThrownBy(() -> with(cut, 6, 2, layer, head(18, 3, 1), SampleModels.vector(new Random(4), 17)))
                .hasMessage("the positions has 17 numbers, the network needs 18");
        assertThatThrownBy(() -> with(cut, 6, 2, layer(5, 5, 5, 5), head(18, 3, 1), positions))
                .hasMessage("the encoder layer has 5 numbers, the network needs 6");
        assertThatThrownBy(() -> with(new Patching(9, 5, 2, false, false), 6, 2, layer, head(18, 3, 1), positions))
                .hasMessage("the input of the embedding has 4 numbers, the network needs 5");
        assertThatThrownBy(() -> with(new Patching(8, 4, 2, false, true), 6, 2, layer, head(18, 3, 1), positions))
                .hasMessage("the input of the embedding has 4 numbers, the network needs 8");
        assertThatThrownBy(() -> layer(6, 5, 4, 6)).hasMessageContaining("the input of the outer layer has 4 numbers");
        assertThatThrownBy(() -> layer(6, 5, 5, 7)).hasMessageContaining("the residual after the attention has 7");
        assertThatThrownBy(() -> new Patching(9, 4, 2, false, false))
                .hasMessage("patches of 4 every 2 leave the last 1 of 9 steps in no patch: pad the end");
        assertThatThrownBy(() -> new Patching(9, 4, 5, true, false))
                .hasMessageContaining("patches of 4 every 5 of 9 steps cannot be");
        assertThatThrownBy(() -> new Patching(Integer.MAX_VALUE, 1, 1, true, false))
                .hasMessageContaining("that up to 1073741824");
    }

    @Test
    void anEncoderLayerNamesThePartThatDoesNotFit() {
        EncoderLayer right = layer(6, 5, 5, 6);
        Layer.Dense other = SampleModels.dense(new Random(7), 7, 7, 0);
        assertThatThrownBy(() -> of(other, right.mixing(), right.inner(), right.outer()))
                .hasMessage("the projection has 7 numbers, the encoder layer needs 21");
        assertThatThrownBy(() -> of(right.projection(), other, right.inner(), right.outer()))
                .hasMessage("the input of the mixing has 7 numbers, the encoder layer needs 6");
        Layer.Dense wide = SampleModels.dense(new Random(7), 6, 7, 0);
        assertThatThrownBy(() -> of(right.projection(), wide, right.inner(), right.outer()))
                .hasMessage("the mixing has 7 numbers, the encoder layer needs 6");
        assertThatThrownBy(() -> of(right.projection(), right.mixing(), other, right.outer()))
                .hasMessage("the input of the inner layer has 7 numbers, the encoder layer needs 6");
        assertThatThrownBy(() -> of(
                        right.projection(), right.mixing(), right.inner(), SampleModels.dense(new Random(7), 5, 7, 0)))
                .hasMessage("the outer layer has 7 numbers, the encoder layer needs 6");
        assertThatThrownBy(() -> new InstanceNorm(Vector.of(1, 2), Vector.of(1)))
                .hasMessageContaining("2 gains and 1 shifts");
        assertThatThrownBy(() -> new Residual.Normalized(Vector.of(1), Vector.of(1, 2)))
                .hasMessageContaining("1 gains and 2 shifts");
    }

    private static EncoderLayer of(Layer.Dense projection, Layer.Dense mixing, Layer.Dense inner, Layer.Dense outer) {
        Residual residual = new Residual.Scaled(SampleModels.vector(new Random(8), 6));
        return new EncoderLayer(projection, mixing, residual, inner, outer, residual);
    }

    /** Zeros take few bytes in a file, so that a small one could ask for any number of scores. */
    @Test
    void anAttentionThatTakesTooMuchIsRefused() {
        Patching cut = new Patching(20_003, 4, 1, false, false);
        Vector positions = Vector.of(new float[6 * 20_000]);
        assertThatThrownBy(() -> with(
                        cut,
                        6,
                        2,
                        layer(6, 5, 5, 6),
                        new PatchHead(PatchHead.Pooling.MEAN, head(6, 3, 1).layers()),
                        positions))
                .hasMessage(
                        "20000 patches of 6 features are too many for the attention of 2 heads: a forecast would take"
                                + " more than 67108864 numbers; take longer strides");
    }
}
