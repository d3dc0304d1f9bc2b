package io.github.dl4jpruning.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningUpdate;
import io.github.dl4jpruning.engine.WeightParameter;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.schedule.TrainingLength;
import io.github.dl4jpruning.selection.Granularity;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Pruning of SameDiff models that the project did not build. */
class SameDiffPruningTest {

    private static final int EPOCH = 6;
    private static final PruningPlan PLAN =
            PruningPlan.of(new PruningSchedule(SparsityCurve.paperCubic(0.1, 0.6), PruningWindow.iterations(3, 20, 4)));
    private static final PruningPlan PLAN_IN_EPOCHS =
            PruningPlan.of(new PruningSchedule(SparsityCurve.zhuGuptaCubic(0, 0.7), PruningWindow.epochs(1, 3, 2)));

    @TempDir
    Path folder;

    private static INDArray random(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    private static SameDiff model(IUpdater updater, double l2) {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 5);
        SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, 2);
        SDVariable w1 = sd.var("hidden/W", random(1, 5, 8).muli(0.4));
        SDVariable b1 = sd.var("hidden/b", Nd4j.zeros(DataType.FLOAT, 8));
        SDVariable w2 = sd.var("out/W", random(2, 8, 2).muli(0.4));
        SDVariable b2 = sd.var("out/b", Nd4j.zeros(DataType.FLOAT, 2));
        SDVariable hidden = sd.math.tanh(x.mmul(w1).add(b1));
        SDVariable out = hidden.mmul(w2).add("out", b2);
        sd.loss.meanSquaredError("loss", y, out, null);
        sd.setLossVariables("loss");
        sd.setTrainingConfig(new TrainingConfig.Builder()
                .updater(updater)
                .l2(l2)
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        return sd;
    }

    private static DataSetIterator data() {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < EPOCH; i++) {
            batches.add(new DataSet(random(10 + i, 4, 5), random(20 + i, 4, 2)));
        }
        return new ListDataSetIterator<>(batches, 1);
    }

    private static double largestPruned(INDArray array, WeightMask mask) {
        INDArray flat = array.dup('c').reshape('c', new long[] {array.length()});
        double largest = 0;
        for (int i = 0; i < mask.length(); i++) {
            if (mask.isPruned(i)) {
                largest = Math.max(largest, Math.abs(flat.getDouble(i)));
            }
        }
        return largest;
    }

    /** Looks at weights, gradients, updates and updater state wherever SameDiff lets anyone look. */
    private static final class Observer extends BaseListener {
        private final SameDiff sd;
        private final SameDiffPruning pruning;
        private final List<String> violations = new ArrayList<>();
        private int looks;

        Observer(SameDiff sd, SameDiffPruning pruning) {
            this.sd = sd;
            this.pruning = pruning;
        }

        @Override
        public boolean isActive(Operation operation) {
            return true;
        }

        private void look(String where) {
            Masks masks = pruning.pruner().masks();
            masks.asMap().forEach((name, mask) -> {
                INDArray weights = sd.getVariable(name).getArr();
                check(where + " weight " + name, largestPruned(weights, mask));
                GradientUpdater<?> updater =
                        sd.getUpdaterMap() == null ? null : sd.getUpdaterMap().get(name);
                if (updater != null) {
                    updater.getState()
                            .forEach((key, state) ->
                                    check(where + " state " + key + " of " + name, largestPruned(state, mask)));
                }
                looks += mask.prunedCount() > 0 ? 1 : 0;
            });
        }

        private void check(String what, double largest) {
            if (largest != 0) {
                violations.add(what + " " + largest);
            }
        }

        @Override
        public void opExecution(
                SameDiff gradients,
                At at,
                MultiDataSet batch,
                SameDiffOp op,
                org.nd4j.linalg.api.ops.OpContext context,
                INDArray[] outputs) {
            pruning.pruner().masks().asMap().forEach((name, mask) -> {
                INDArray weights = sd.getVariable(name).getArr();
                check("opExecution weight " + name, largestPruned(weights, mask));
            });
        }

        @Override
        public void activationAvailable(
                SameDiff gradients, At at, MultiDataSet batch, SameDiffOp op, String name, INDArray array) {
            pruning.pruner().masks().asMap().forEach((variable, mask) -> {
                if (name.equals(gradients.getVariable(variable).getGradient().name())) {
                    check("gradient of " + variable, largestPruned(array, mask));
                }
            });
        }

        @Override
        public void preUpdate(SameDiff gradients, At at, Variable variable, INDArray update) {
            WeightMask mask = pruning.pruner().masks().asMap().get(variable.getName());
            if (mask != null) {
                check("update of " + variable.getName(), largestPruned(update, mask));
            }
        }

        @Override
        public void iterationDone(SameDiff gradients, At at, MultiDataSet data, Loss loss) {
            look("iterationDone");
        }
    }

    static Stream<IUpdater> everyUpdater() {
        return Stream.of(
                new Sgd(0.05),
                new Nesterovs(0.05, 0.9),
                new Adam(0.01),
                new AMSGrad(0.01),
                new Nadam(0.01),
                new AdaMax(0.01),
                new AdaGrad(0.05),
                new AdaDelta(),
                new RmsProp(0.01));
    }

    @ParameterizedTest
    @MethodSource("everyUpdater")
    void zeroInEveryHookWithEveryUpdater(IUpdater updater) {
        for (PruningPlan plan : List.of(PLAN, PLAN_IN_EPOCHS)) {
            SameDiff sd = model(updater, 0.01);
            SameDiffPruning pruning = SameDiffPruning.of(plan).attachTo(sd);
            Observer observer = new Observer(sd, pruning);
            sd.addListeners(observer);

            sd.fit(data(), 5);

            assertThat(observer.violations).isEmpty();
            assertThat(observer.looks).isGreaterThan(20);
            assertThat(pruning.report().finished()).isTrue();
            assertThat(pruning.report().zeroedAgain()).isZero();
            Masks masks = pruning.pruner().masks();
            assertThat(masks.names()).containsExactlyInAnyOrder("hidden/W", "out/W");
            assertThat(masks.prunedCount())
                    .isEqualTo((long) Math.floor(plan.schedule().finalSparsity() * 56));
            assertThat(sd.getVariable("hidden/W").getArr().isNaN().any()).isFalse();
        }
    }

    @Test
    void sparsityFollowsTheSameCurveAsInANetworkOfLayers() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(5)
                        .nOut(8)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(8)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        net.init();
        for (PruningPlan plan : List.of(PLAN, PLAN_IN_EPOCHS)) {
            PruningListener listener = PruningListener.restart(plan);
            net.init(Nd4j.rand(DataType.FLOAT, net.numParams()), true);
            net.setListeners(listener);
            net.fit(data(), 5);
            SameDiff sd = model(new Adam(0.01), 0);
            SameDiffPruning pruning = SameDiffPruning.of(plan).attachTo(sd);
            sd.fit(data(), 5);

            assertThat(pruning.history().updates().stream().map(PruningUpdate::step))
                    .isEqualTo(listener.history().updates().stream()
                            .map(PruningUpdate::step)
                            .toList());
            assertThat(pruning.history().updates().stream().map(PruningUpdate::pruned))
                    .isEqualTo(listener.history().updates().stream()
                            .map(PruningUpdate::pruned)
                            .toList());
            ModelReset.clear(net);
        }
    }

    /** Takes the masks of the first plan out, so that the network can follow the second from nothing. */
    private static final class ModelReset {
        static void clear(MultiLayerNetwork net) {
            net.setListeners();
            io.github.dl4jpruning.dl4j.ModelFiles.strip(net);
        }
    }

    private static void assertSame(SameDiff actual, SameDiffPruning of, SameDiff expected, SameDiffPruning expectedOf) {
        assertThat(of.pruner().step()).isEqualTo(expectedOf.pruner().step());
        assertThat(of.pruner().masks()).isEqualTo(expectedOf.pruner().masks());
        for (String name : List.of("hidden/W", "hidden/b", "out/W", "out/b")) {
            assertThat(actual.getVariable(name).getArr())
                    .as(name)
                    .isEqualTo(expected.getVariable(name).getArr());
            expected.getUpdaterMap()
                    .get(name)
                    .getState()
                    .forEach((key, state) -> assertThat(
                                    actual.getUpdaterMap().get(name).getState().get(key))
                            .isEqualTo(state));
        }
    }

    @Test
    void savedModelsResumeToTheLastBit() {
        for (PruningPlan plan : List.of(PLAN, PLAN_IN_EPOCHS, PLAN.withGranularity(Granularity.blocks(3)))) {
            for (IUpdater updater : List.of(new Adam(0.01), new Nesterovs(0.05, 0.9), new RmsProp(0.01))) {
                SameDiff whole = model(updater, 0);
                SameDiffPruning wholePruning = SameDiffPruning.of(plan).attachTo(whole);
                whole.fit(data(), 4);

                SameDiff first = model(updater, 0);
                SameDiffPruning.of(plan).attachTo(first);
                first.fit(data(), 2);
                File file = folder.resolve("model.fb").toFile();
                first.save(file, true);
                SameDiff second = SameDiff.load(file, true);
                SameDiffPruning resumed = SameDiffPruning.resume().attachTo(second);
                assertThat(resumed.pruner().step()).isEqualTo(2L * EPOCH);
                second.fit(data(), 2);

                assertThat(wholePruning.report().finished()).isTrue();
                assertSame(second, resumed, whole, wholePruning);
            }
        }
    }

    @Test
    void blocksAreNeighbouringOutputsOfOneInput() {
        SameDiff sd = model(new Adam(0.01), 0);
        SameDiffPruning pruning =
                SameDiffPruning.of(PLAN.withGranularity(Granularity.blocks(3))).attachTo(sd);
        sd.fit(data(), 4);

        Masks masks = pruning.pruner().masks();
        assertThat(masks.prunedCount()).isBetween(33L - 2, 33L); // floor(0.6 * 56) = 33
        assertThat(pruning.report().finished()).isTrue();
        int gone = 0;
        int left = 0;
        for (String name : List.of("hidden/W", "out/W")) {
            INDArray weights = sd.getVariable(name).getArr();
            for (int in = 0; in < weights.rows(); in++) {
                for (int first = 0; first < weights.columns(); first += 3) {
                    int size = Math.min(3, weights.columns() - first);
                    int zeros = 0;
                    for (int out = first; out < first + size; out++) {
                        zeros += weights.getDouble(in, out) == 0 ? 1 : 0;
                    }
                    assertThat(zeros)
                            .as("%s, input %d, output %d", name, in, first)
                            .isIn(0, size);
                    gone += zeros > 0 ? 1 : 0;
                    left += zeros > 0 ? 0 : 1;
                }
            }
        }
        assertThat(gone).isPositive();
        assertThat(left).isPositive();
    }

    @Test
    void aVariableOfMoreThanTwoAxesHasNoBlocksAndIsNamed() {
        SameDiff sd = SameDiff.create();
        sd.var("heads/W", random(1, 2, 3, 8));
        assertThatThrownBy(() -> SameDiffPruning.of(PLAN.withGranularity(Granularity.blocks(8)))
                        .attachTo(sd))
                .hasMessageContaining("heads/W [2, 3, 8]")
                .hasMessageContaining("excluding(p -> p.layout().outputAxis() < 0)");
    }

    @Test
    void savedByAListenerInTheMiddleResumesToTheLastBit() {
        SameDiff whole = model(new Adam(0.01), 0);
        SameDiffPruning wholePruning = SameDiffPruning.of(PLAN).attachTo(whole);
        File file = folder.resolve("checkpoint.fb").toFile();
        whole.addListeners(new BaseListener() {
            @Override
            public boolean isActive(Operation operation) {
                return operation == Operation.TRAINING;
            }

            @Override
            public void iterationDone(SameDiff gradients, At at, MultiDataSet data, Loss loss) {
                if (at.iteration() == 2 * EPOCH + 2) {
                    whole.save(file, true);
                }
            }
        });
        whole.fit(data(), 4);

        SameDiff second = SameDiff.load(file, true);
        assertThat(second.getTrainingConfig().getIterationCount()).isEqualTo(2 * EPOCH + 2);
        SameDiffPruning resumed = SameDiffPruning.of(PLAN).attachTo(second);
        DataSetIterator rest = data();
        for (int i = 0; i < 3; i++) {
            rest.next();
        }
        while (rest.hasNext()) {
            second.fit(rest.next());
        }
        second.fit(data(), 1);

        assertSame(second, resumed, whole, wholePruning);
    }

    @Test
    void strippedModelsAreEqualInEveryOutputBitAndCarryNothing() {
        SameDiff sd = model(new Adam(0.01), 0);
        SameDiffPruning.of(PLAN).attachTo(sd);
        sd.fit(data(), 4);
        INDArray x = random(99, 7, 5);
        INDArray before = sd.outputSingle(java.util.Map.of("x", x), "out");

        assertThatThrownBy(() -> SameDiffPruning.strip(sd)).hasMessageContaining("still attached");
        sd.setListeners();
        assertThat(SameDiffPruning.strip(sd)).isTrue();
        assertThat(SameDiffPruning.strip(sd)).isFalse();
        File file = folder.resolve("plain.fb").toFile();
        sd.save(file, false);
        SameDiff plain = SameDiff.load(file, false);

        assertThat(plain.getVariables().keySet()).noneMatch(name -> name.contains("dl4jpruning"));
        assertThat(plain.outputSingle(java.util.Map.of("x", x), "out")).isEqualTo(before);
        assertThatThrownBy(() -> SameDiffPruning.resume().attachTo(plain))
                .hasMessageContaining("carries no pruning masks")
                .hasMessageContaining("of(plan)");
    }

    @Test
    void aNewPlanOverTheOldMasksPrunesFurther() {
        SameDiff sd = model(new Adam(0.01), 0);
        SameDiffPruning first = SameDiffPruning.of(PLAN).attachTo(sd);
        sd.fit(data(), 4);
        Masks before = first.pruner().masks();
        sd.setListeners();
        PruningPlan further = PruningPlan.of(new PruningSchedule(
                p -> 0.6 + 0.2 * p, PruningWindow.iterations(1, EPOCH, 1))); // longer text than the first plan's

        assertThatThrownBy(() -> SameDiffPruning.of(further).attachTo(sd)).hasMessageContaining("another plan");
        SameDiffPruning second = SameDiffPruning.restart(further).attachTo(sd);
        sd.fit(data(), 1);
        File file = folder.resolve("model.fb").toFile();
        sd.save(file, true);

        assertThat(second.pruner().masks().contains(before)).isTrue();
        assertThat(second.pruner().masks().prunedCount()).isEqualTo((long) Math.floor((0.6 + 0.2) * 56));
        SameDiffPruning loaded = SameDiffPruning.of(further).attachTo(SameDiff.load(file, true));
        assertThat(loaded.pruner().masks()).isEqualTo(second.pruner().masks());
    }

    @Test
    void embeddingsPositionsAndVectorsStayUnlessIncluded() {
        SameDiff sd = SameDiff.create();
        SDVariable tokens = sd.placeHolder("tokens", DataType.INT32, -1);
        SDVariable table = sd.var("table", random(1, 9, 4));
        SDVariable position = sd.var("encoder/position", random(2, 1, 4));
        SDVariable embedding = sd.var("embedding/W", random(3, 4, 4)); // a matrix, whatever its name
        SDVariable gain = sd.var("norm/gain", random(4, 4));
        SDVariable kernel = sd.var("head/W", random(5, 4, 3));
        sd.gather(table, tokens, 0)
                .add(position)
                .mmul(embedding)
                .mul(gain)
                .mmul(kernel)
                .rename("out");

        List<WeightParameter> parameters = SameDiffModel.of(sd).parameters();
        PruningPlan including = PLAN.including(p -> p.name().equals("table"));

        assertThat(parameters.stream().filter(PLAN::selects).map(WeightParameter::name))
                .containsExactlyInAnyOrder("embedding/W", "head/W");
        assertThat(parameters.stream().filter(including::selects).map(WeightParameter::name))
                .containsExactlyInAnyOrder("embedding/W", "head/W", "table");
        assertThat(parameters.stream().map(WeightParameter::reason))
                .containsExactlyInAnyOrder("embedding", "position or embedding", "", "vector", "");
    }

    @Test
    void misuseIsTold() {
        SameDiff sd = model(new Adam(0.01), 0);
        SameDiffPruning pruning = SameDiffPruning.of(PLAN);
        assertThatThrownBy(pruning::report).hasMessageContaining("attachTo(sd)");
        pruning.attachTo(sd);
        assertThatThrownBy(() -> SameDiffPruning.of(PLAN).attachTo(sd)).hasMessageContaining("already");
        assertThatThrownBy(() -> pruning.attachTo(model(new Adam(0.01), 0))).hasMessageContaining("another model");
        assertThatThrownBy(() -> SameDiffPruning.of(PLAN.excluding(p -> true)).attachTo(model(new Adam(0.01), 0)))
                .hasMessageContaining("selects no weights")
                .hasMessageContaining("hidden/W");
        assertThatThrownBy(() -> SameDiffPruning.of(PLAN, new TrainingLength(1, 10)))
                .hasMessageContaining("train longer");
        assertThatThrownBy(() -> SameDiffPruning.of((PruningPlan) null)).hasMessageContaining("plan is null");
    }

    @Test
    void damagedMasksAreRefused() {
        SameDiff sd = model(new Adam(0.01), 0);
        SameDiffPruning.of(PLAN).attachTo(sd);
        sd.fit(data(), 4);
        sd.setListeners();
        INDArray bytes = sd.getVariable(PruningCarrier.MASKS).getArr();
        int middle = (int) bytes.length() - 20;
        bytes.putScalar(middle, bytes.getInt(middle) == 'A' ? 'B' : 'A');

        assertThatThrownBy(() -> SameDiffPruning.resume().attachTo(sd)).hasMessageContaining("damaged");
    }

    @Test
    void aScheduleWithTargetZeroLeavesTrainingBitIdentical() {
        SameDiff plain = model(new Adam(0.01), 0.01);
        SameDiff watched = model(new Adam(0.01), 0.01);
        SameDiffPruning.of(PruningPlan.of(
                        new PruningSchedule(SparsityCurve.constant(0), PruningWindow.iterations(1, 10, 1))))
                .attachTo(watched);

        plain.fit(data(), 3);
        watched.fit(data(), 3);

        for (String name : List.of("hidden/W", "hidden/b", "out/W", "out/b")) {
            assertThat(watched.getVariable(name).getArr())
                    .isEqualTo(plain.getVariable(name).getArr());
        }
    }

    /**
     * Without the listener, SameDiff M2.1 gives another result for several batches in one fit than for one fit per
     * batch.
     */
    @Test
    void gradientsAreRightWhateverTheWayOfFitting() {
        PruningPlan nothing =
                PruningPlan.of(new PruningSchedule(SparsityCurve.constant(0), PruningWindow.iterations(1, 10, 1)));
        SameDiff atOnce = model(new Adam(0.01), 0);
        atOnce.setArrayForVariable("out/W", atOnce.getVariable("out/W").getArr().dup('f'));
        SameDiffPruning.of(nothing).attachTo(atOnce);
        SameDiff byBatch = model(new Adam(0.01), 0);
        byBatch.setArrayForVariable(
                "out/W", byBatch.getVariable("out/W").getArr().dup('f'));

        atOnce.fit(data(), 4);
        for (int epoch = 0; epoch < 4; epoch++) {
            for (DataSetIterator batches = data(); batches.hasNext(); ) {
                byBatch.fit(batches.next());
            }
        }

        assertThat(atOnce.getVariable("hidden/W").getArr())
                .isEqualTo(byBatch.getVariable("hidden/W").getArr());
    }
}
