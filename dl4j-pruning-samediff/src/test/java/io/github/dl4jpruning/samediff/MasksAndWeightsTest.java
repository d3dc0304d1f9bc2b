package io.github.dl4jpruning.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.slf4j.LoggerFactory;

/** Masks and weights of a SameDiff model never disagree in silence, whatever is done to it. */
class MasksAndWeightsTest {

    private static final PruningPlan PLAN = plan(0, 0.6, 1, 8);

    private static PruningPlan plan(double first, double last, long begin, long end) {
        return PruningPlan.of(
                new PruningSchedule(SparsityCurve.linear(first, last), PruningWindow.iterations(begin, end, 1)));
    }

    private static INDArray random(int seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    private static final DataSet DATA = new DataSet(random(1, 8, 8), random(2, 8, 3));

    /** Two matrices, w1 of 8 x 16 and w2 of 16 x 3. */
    private static SameDiff model() {
        SameDiff sd = SameDiff.create();
        SDVariable in = sd.placeHolder("in", DataType.FLOAT, -1, 8);
        SDVariable label = sd.placeHolder("lab", DataType.FLOAT, -1, 3);
        SDVariable w1 = sd.var("w1", random(3, 8, 16));
        SDVariable w2 = sd.var("w2", random(4, 16, 3));
        sd.loss.meanSquaredError("l", label, sd.math.tanh(in.mmul(w1)).mmul(w2), null);
        sd.setLossVariables("l");
        sd.setTrainingConfig(new TrainingConfig.Builder()
                .updater(new Adam(0.01))
                .dataSetFeatureMapping("in")
                .dataSetLabelMapping("lab")
                .build());
        return sd;
    }

    private static void fit(SameDiff sd, int iterations) {
        for (int i = 0; i < iterations; i++) {
            sd.fit(DATA);
        }
    }

    private static SameDiff pruned() {
        SameDiff sd = model();
        SameDiffPruning.of(PLAN).attachTo(sd);
        fit(sd, 10);
        sd.setListeners();
        return sd;
    }

    private static INDArray copy(SameDiff sd, String name) {
        return sd.getVariable(name).getArr().dup();
    }

    private static long zeros(SameDiff sd, String name) {
        INDArray array = sd.getVariable(name).getArr();
        long zeros = 0;
        for (long i = 0; i < array.length(); i++) {
            zeros += array.getDouble(i) == 0 ? 1 : 0;
        }
        return zeros;
    }

    private static List<String> warningsDuring(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.dl4jpruning");
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            action.run();
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void aVariableThatBecomesAConstantWhileItIsPrunedIsLeftAloneAndTheOthersArePrunedOn() {
        SameDiff sd = model();
        SameDiffPruning pruning = SameDiffPruning.of(PLAN).attachTo(sd);
        fit(sd, 4);
        sd.convertToConstant(sd.getVariable("w1"));
        INDArray frozen = copy(sd, "w1");
        INDArray trained = copy(sd, "w2");

        List<String> warnings = warningsDuring(() -> fit(sd, 6));

        assertThat(sd.getVariable("w1").getArr()).isEqualTo(frozen);
        assertThat(sd.getVariable("w2").getArr()).isNotEqualTo(trained);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("constants: [w1]")
                .contains("left alone");
        assertThat(zeros(sd, "w2")).isEqualTo(28); // floor(0.6 * 48)
        assertThat(pruning.report().total().weights()).isEqualTo(48);
        assertThat(pruning.pruner().step()).isEqualTo(10);
        assertThat(pruning.history().updates()).hasSize(7); // before and after; the target of the first step is 0
    }

    @Test
    void afterAVariableWasFrozenTrainingResumesWithTheOthersAndTakesItUpAgainWhenItIsThawed() {
        SameDiff sd = pruned();
        long ofFrozen = zeros(sd, "w1");
        INDArray before = copy(sd, "w1");
        sd.convertToConstant(sd.getVariable("w1"));

        SameDiffPruning resumed = SameDiffPruning.resume().attachTo(sd);
        fit(sd, 2);
        assertThat(resumed.pruner().masks().names()).containsExactly("w2");
        assertThat(sd.getVariable("w1").getArr()).isEqualTo(before);

        sd.setListeners();
        sd.convertToVariable(sd.getVariable("w1"));
        SameDiffPruning thawed = SameDiffPruning.resume().attachTo(sd);
        fit(sd, 2);

        assertThat(thawed.pruner().masks().names()).containsExactlyInAnyOrder("w1", "w2");
        assertThat(thawed.pruner().masks().of("w1").prunedCount()).isEqualTo(ofFrozen);
        assertThat(zeros(sd, "w1")).isEqualTo(ofFrozen);
        assertThat(sd.getVariable("w1").getArr()).isNotEqualTo(before);
        assertThat(thawed.report().zeroedAgain()).isZero();
    }

    @Test
    void aNewPlanBeginsOverTheMasksOfWhatIsStillAVariable() {
        SameDiff sd = pruned();
        long ofTrained = zeros(sd, "w2");
        sd.convertToConstant(sd.getVariable("w1"));

        SameDiffPruning restarted =
                SameDiffPruning.restart(plan(0.1, 0.8, 2, 4)).attachTo(sd);

        assertThat(restarted.pruner().step()).isZero();
        assertThat(restarted.pruner().masks().names()).containsExactly("w2");
        assertThat(restarted.pruner().masks().prunedCount()).isEqualTo(ofTrained);
    }

    @Test
    void aVariableThatGotNewWeightsIsNotCutByItsOldMaskAndThatIsTold() {
        SameDiff sd = pruned();
        INDArray fresh = random(9, 16, 3);
        sd.getVariable("w2").getArr().assign(fresh);
        SameDiffPruning[] pruning = new SameDiffPruning[1];

        List<String> warnings =
                warningsDuring(() -> pruning[0] = SameDiffPruning.resume().attachTo(sd));

        assertThat(sd.getVariable("w2").getArr()).isEqualTo(fresh);
        assertThat(pruning[0].pruner().masks().of("w2").prunedCount()).isZero();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("w2 (none of the ")
                .contains("restart(plan)");
    }

    @Test
    void weightsThatWereSetSinceAreCountedAndTold() {
        SameDiff sd = model();
        SameDiffPruning pruning = SameDiffPruning.of(PLAN).attachTo(sd);
        fit(sd, 10);
        assertThat(pruning.report().notZero()).isZero();
        INDArray w2 = sd.getVariable("w2").getArr();
        int changed = 0;
        for (long i = 0; i < w2.length() && changed < 3; i++) {
            if (w2.getDouble(i) == 0) {
                w2.putScalar(i, 0.5);
                changed++;
            }
        }
        assertThat(pruning.report().notZero()).isEqualTo(3);
        assertThat(pruning.report().toText()).contains("pruned weights that are not zero: 3");
        sd.setListeners();
        SameDiffPruning[] resumed = new SameDiffPruning[1];

        List<String> warnings =
                warningsDuring(() -> resumed[0] = SameDiffPruning.resume().attachTo(sd));

        assertThat(resumed[0].report().zeroedAgain()).isEqualTo(3);
        assertThat(resumed[0].report().notZero()).isZero();
        assertThat(warnings).singleElement().asString().contains("3 of the ");
    }

    @Test
    void strippingAModelTellsOfWeightsThatItsMasksDeny() {
        SameDiff sd = pruned();
        sd.getVariable("w2").getArr().addi(1);

        List<String> warnings =
                warningsDuring(() -> assertThat(SameDiffPruning.strip(sd)).isTrue());

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("stripped with")
                .contains("not zero");
    }

    @Test
    void theZerosOfAStrippedModelAreTakenForItsMasks() {
        SameDiff sd = pruned();
        long zeros = zeros(sd, "w1") + zeros(sd, "w2");
        SameDiffPruning.strip(sd);

        SameDiffPruning pruning = SameDiffPruning.fromZeros(plan(0, 0.8, 1, 4)).attachTo(sd);
        assertThat(pruning.pruner().masks().prunedCount()).isEqualTo(zeros);
        sd.fit(DATA);
        assertThat(zeros(sd, "w1") + zeros(sd, "w2")).isEqualTo(zeros);
        fit(sd, 5);
        assertThat(zeros(sd, "w1") + zeros(sd, "w2")).isEqualTo((long) Math.floor(0.8 * 176));
    }

    @Test
    void aSparseModelWithoutMasksIsToldHowToKeepItsZeros() {
        SameDiff sd = pruned();
        SameDiffPruning.strip(sd);

        List<String> warnings =
                warningsDuring(() -> SameDiffPruning.of(plan(0, 0.8, 1, 4)).attachTo(sd));

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("of the 176 weights")
                .contains("fromZeros(plan)");
    }

    @Test
    void aGraphOfConstantsIsToldHowToMakeVariablesOfThem() {
        SameDiff sd = SameDiff.create();
        SDVariable in = sd.placeHolder("in", DataType.FLOAT, -1, 4);
        in.mmul(sd.constant("kernel", random(3, 4, 2)));

        assertThatThrownBy(() -> SameDiffPruning.of(PLAN).attachTo(sd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sd.convertToVariables(..)")
                .hasMessageContaining("[kernel]");
    }

    @Test
    void anInfiniteGradientAtAPrunedWeightIsHarmless() {
        SameDiff sd = model();
        SameDiffPruning pruning = SameDiffPruning.of(PLAN);
        sd.setListeners(
                new BaseListener() {
                    @Override
                    public void activationAvailable(
                            SameDiff graph, At at, MultiDataSet data, SameDiffOp op, String name, INDArray array) {
                        if (name.equals("w2-grad") && pruning.pruner().masks().prunedCount() > 0) {
                            for (long i = 0; i < array.length(); i++) {
                                if (pruning.pruner().masks().of("w2").isPruned(i)) {
                                    array.putScalar(i, i % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NaN);
                                }
                            }
                        }
                    }

                    @Override
                    public boolean isActive(Operation operation) {
                        return true;
                    }
                },
                pruning.attachTo(sd));

        fit(sd, 10);

        for (String name : List.of("w1", "w2")) {
            assertThat(sd.getVariable(name).getArr().isNaN().any()).as(name).isFalse();
        }
        assertThat(pruning.report().zeroedAgain()).isZero();
        assertThat(zeros(sd, "w1") + zeros(sd, "w2")).isEqualTo((long) Math.floor(0.6 * 176));
    }

    /** Hands on some of the calls only. */
    private static final class Wrapper extends BaseListener {
        private final SameDiffPruning wrapped;
        private final boolean beginnings;

        Wrapper(SameDiffPruning wrapped, boolean beginnings) {
            this.wrapped = wrapped;
            this.beginnings = beginnings;
        }

        @Override
        public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
        }

        @Override
        public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlMs) {
            if (beginnings) {
                wrapped.iterationStart(sd, at, data, etlMs);
            }
        }

        @Override
        public void iterationDone(SameDiff sd, At at, MultiDataSet data, Loss loss) {
            wrapped.iterationDone(sd, at, data, loss);
        }
    }

    @Test
    void aListenerAroundOursThatKeepsCallsToItselfIsToldAtTheFirstIteration() {
        for (boolean beginnings : new boolean[] {false, true}) {
            SameDiff sd = model();
            sd.setListeners(new Wrapper(SameDiffPruning.of(PLAN), beginnings));

            assertThatThrownBy(() -> sd.fit(DATA))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(beginnings ? "gradients" : "beginning")
                    .hasMessageContaining("attachTo(sd)");
        }
    }

    @Test
    void theSameListenerTwiceIsRefused() {
        SameDiff sd = model();
        SameDiffPruning pruning = SameDiffPruning.of(PLAN);
        sd.setListeners(pruning, pruning);

        assertThatThrownBy(() -> sd.fit(DATA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the same SameDiffPruning 2 times");
    }
}
