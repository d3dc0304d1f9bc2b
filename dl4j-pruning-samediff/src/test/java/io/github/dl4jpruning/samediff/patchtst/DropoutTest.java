package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.CONFIG;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.WITH_DROPOUT;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class DropoutTest {

    /** The masks of every iteration, one after the other. */
    private static final class Masks extends BaseListener {

        private final List<INDArray> drawn = new ArrayList<>();

        @Override
        public boolean isActive(Operation operation) {
            return true;
        }

        @Override
        public void activationAvailable(
                SameDiff sd, At at, MultiDataSet batch, SameDiffOp op, String varName, INDArray activation) {
            if (op.getOp().opName().contains("bernoulli")) {
                drawn.add(activation.dup());
            }
        }
    }

    private static List<INDArray> masks(PatchTst model, int epochs) {
        Masks masks = new Masks();
        model.fit(windows(64), Training.epochs(epochs).withListeners(masks));
        return masks.drawn;
    }

    @Test
    void withoutDropoutThereIsNoOpForIt() {
        assertThat(CONFIG.dropout().any()).isFalse();
        assertThat(randomOps(new PatchTst(CONFIG, 1))).isEmpty();
        // after the positions, on the head; in each layer on attention, its output, and inside and after the
        // feed-forward
        assertThat(randomOps(new PatchTst(WITH_DROPOUT, 1))).hasSize(2 + 2 * 4);
    }

    private static List<SameDiffOp> randomOps(PatchTst model) {
        return model.sameDiff().getOps().values().stream()
                .filter(op -> op.getOp() instanceof DropoutMask)
                .toList();
    }

    @Test
    void nothingIsDroppedInAForecast() {
        PatchTst plain = new PatchTst(CONFIG, 1);
        PatchTst dropping = new PatchTst(WITH_DROPOUT, 1);
        INDArray input = windows(5).first().getFeatures();

        assertThat(dropping.predict(input)).isEqualTo(plain.predict(input));
        assertThat(dropping.predict(input)).isEqualTo(dropping.predict(input));
    }

    @Test
    void theFractionDroppedIsTheRateAndTheRestIsScaled() {
        Net net = Net.of(DataType.FLOAT, new Random(1)).forTraining();
        INDArray ones = Nd4j.ones(DataType.FLOAT, 400, 500);
        net.dropout(net.sd().constant("x", ones), 0.3).rename("dropped");

        INDArray dropped = net.sd().getVariable("dropped").eval();

        assertThat(dropped.meanNumber().doubleValue()).isCloseTo(1, within(0.01));
        assertThat(dropped.neq(0).castTo(dropped.dataType()).meanNumber().doubleValue())
                .isCloseTo(0.7, within(0.005));
        assertThat(dropped.maxNumber().doubleValue()).isCloseTo(1 / 0.7, within(1e-6));
    }

    @Test
    void everyIterationAndEveryOpHasAnotherMask() {
        List<INDArray> drawn = masks(new PatchTst(WITH_DROPOUT, 1), 2);

        assertThat(drawn).hasSize(20).doesNotHaveDuplicates();
        // the same place of the first and the second layer, and of the first and the second iteration
        assertThat(correlation(drawn.get(2), drawn.get(6))).isCloseTo(0, within(0.05));
        assertThat(correlation(drawn.get(2), drawn.get(12))).isCloseTo(0, within(0.05));
    }

    private static double correlation(INDArray one, INDArray other) {
        INDArray a = one.sub(one.meanNumber());
        INDArray b = other.sub(other.meanNumber());
        return a.mul(b).sumNumber().doubleValue()
                / (a.norm2Number().doubleValue() * b.norm2Number().doubleValue());
    }

    @Test
    void theSeedDecides() {
        List<INDArray> first = masks(new PatchTst(WITH_DROPOUT, 1), 1);

        assertThat(masks(new PatchTst(WITH_DROPOUT, 1), 1)).isEqualTo(first);
        assertThat(masks(new PatchTst(WITH_DROPOUT, 2), 1)).doesNotContainAnyElementsOf(first);
    }

    @Test
    void attentionOutputIsDroppedTwiceAsPublished() {
        List<INDArray> drawn = masks(new PatchTst(CONFIG.with(Dropouts.residual(0.3)), 1), 1);

        assertThat(drawn.get(0).meanNumber().doubleValue()).isCloseTo(0.7, within(0.02)); // after the positions
        assertThat(drawn.get(1).meanNumber().doubleValue()).isCloseTo(0.49, within(0.02)); // output of the attention
        assertThat(drawn.get(2).meanNumber().doubleValue()).isCloseTo(0.7, within(0.02)); // inside the feed-forward
    }

    @Test
    void aTrainedModelCanGoOnWithoutDropout() {
        PatchTst dropping = new PatchTst(WITH_DROPOUT, 1);
        dropping.fit(windows(16), 3);
        Map<String, INDArray> weights = SmallModels.arrays(dropping.sameDiff());

        PatchTst without = dropping.withoutDropout();

        assertThat(without.config()).isEqualTo(CONFIG);
        assertThat(SmallModels.arrays(without.sameDiff())).isEqualTo(weights);
        INDArray input = windows(5).first().getFeatures();
        assertThat(without.predict(input)).isEqualTo(dropping.predict(input));
        assertThat(masks(without, 1)).isEmpty();
        assertThat(SmallModels.arrays(dropping.sameDiff())).isEqualTo(weights);
    }

    @Test
    void soCanAPatchTransformer() {
        PatchTransformer dropping = new PatchTransformer(PatchTransformerConfig.paper(14, 2), 1);
        INDArray input = Windows.waves(14, 1, 2, 1, 5).first().getFeatures();

        PatchTransformer without = dropping.withoutDropout();

        assertThat(without.config().dropout()).isZero();
        assertThat(without.predict(input)).isEqualTo(dropping.predict(input));
    }
}
