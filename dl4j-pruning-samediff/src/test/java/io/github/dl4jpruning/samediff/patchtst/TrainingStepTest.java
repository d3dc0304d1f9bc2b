package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.CONFIG;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.WITH_DROPOUT;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.arrays;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samediff.GradientGraph;
import io.github.dl4jpruning.samediff.TrainingLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** The planned iteration against SameDiff's own fit. */
class TrainingStepTest {

    /** Writes down the calls, those about single arrays by name. */
    private static final class Log extends BaseListener {

        private final List<String> calls = new ArrayList<>();
        private final Map<String, INDArray> gradients = new LinkedHashMap<>();
        private final Map<String, INDArray> updates = new LinkedHashMap<>();
        private final List<Double> losses = new ArrayList<>();
        private SameDiffOp running;

        @Override
        public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
        }

        @Override
        public void operationStart(SameDiff sd, Operation op) {
            calls.add("operationStart");
        }

        @Override
        public void operationEnd(SameDiff sd, Operation op) {
            calls.add("operationEnd");
        }

        @Override
        public void epochStart(SameDiff sd, At at) {
            calls.add("epochStart " + at.epoch() + " " + at.iteration());
        }

        @Override
        public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve lossCurve, long epochTimeMillis) {
            calls.add("epochEnd " + at.epoch() + " " + at.iteration() + " " + lossCurve.getLossNames());
            return ListenerResponse.CONTINUE;
        }

        @Override
        public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlTimeMs) {
            calls.add("iterationStart " + at.epoch() + " " + at.iteration());
        }

        @Override
        public void iterationDone(SameDiff sd, At at, MultiDataSet dataSet, Loss loss) {
            calls.add("iterationDone " + at.epoch() + " " + at.iteration() + " " + loss.getLossNames());
            losses.add(loss.getLosses()[0]);
        }

        @Override
        public void preOpExecution(SameDiff sd, At at, SameDiffOp op, OpContext opContext) {
            running = op;
        }

        @Override
        public void opExecution(
                SameDiff sd, At at, MultiDataSet batch, SameDiffOp op, OpContext opContext, INDArray[] outputs) {
            assertThat(op).isSameAs(running);
            assertThat(outputs).hasSameSizeAs(op.getOutputsOfOp());
        }

        @Override
        public void activationAvailable(
                SameDiff sd, At at, MultiDataSet batch, SameDiffOp op, String varName, INDArray activation) {
            if (varName.endsWith("-grad") && sd.hasVariable(varName.substring(0, varName.length() - 5))) {
                gradients.put(varName, activation.dup());
            }
        }

        @Override
        public void preUpdate(SameDiff sd, At at, Variable v, INDArray update) {
            updates.put(v.getName(), update.dup());
        }
    }

    private static final int EPOCHS = 2;

    private final Log ours = new Log();
    private final Log theirs = new Log();

    /** Trains one model by plan and another by SameDiff, and compares whatever can be seen. */
    private void assertSame(PatchTst planned, PatchTst session) {
        Map<String, INDArray> before = arrays(planned.sameDiff());
        planned.fit(windows(6, 1, 3), Training.epochs(EPOCHS).withListeners(ours));
        GradientGraph.of(session.sameDiff());
        session.sameDiff().fit(windows(6, 1, 3), EPOCHS, theirs);

        assertThat(ours.calls).isEqualTo(theirs.calls);
        for (int i = 0; i < ours.losses.size(); i++) {
            assertThat(ours.losses.get(i)).isCloseTo(theirs.losses.get(i), within(1e-4));
        }
        assertClose(ours.gradients, theirs.gradients);
        assertClose(ours.updates, theirs.updates);
        Map<String, INDArray> after = arrays(planned.sameDiff());
        assertClose(after, arrays(session.sameDiff()));
        assertThat(largestDifference(after.get("head/W"), before.get("head/W"))).isGreaterThan(1e-3);
    }

    private static void assertClose(Map<String, INDArray> found, Map<String, INDArray> expected) {
        assertThat(found.keySet()).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((name, array) ->
                assertThat(largestDifference(found.get(name), array)).as(name).isLessThan(1e-4));
    }

    private static double largestDifference(INDArray one, INDArray other) {
        return one.sub(other).amaxNumber().doubleValue();
    }

    /** A model whose steps are proportional to the gradient: Adam would blow up what is rounding. */
    private static PatchTst model(PatchTstConfig config) {
        PatchTst model = new PatchTst(config, 3);
        model.sameDiff().getTrainingConfig().setUpdater(new Sgd(0.05));
        return model;
    }

    @Test
    void aPlannedTrainingIsThatOfSameDiffWithAllItsCalls() {
        assertSame(model(CONFIG), model(CONFIG));
    }

    @Test
    void alsoWithEveryOtherSwitch() {
        PatchTstConfig config = CONFIG.with(Norm.LAYER)
                .withResidualAttention(false)
                .with(RevIn.AFFINE)
                .with(Head.INDIVIDUAL);

        assertSame(model(config), model(config));
    }

    @Test
    void alsoWithDropoutWhoseMasksAreTheSame() {
        assertSame(model(WITH_DROPOUT), model(WITH_DROPOUT));
    }

    @Test
    void alsoWithMomentumRegularizationAndMaximization() {
        PatchTst planned = new PatchTst(CONFIG, 3);
        PatchTst session = new PatchTst(CONFIG, 3);
        for (PatchTst model : List.of(planned, session)) {
            model.sameDiff()
                    .setTrainingConfig(TrainingConfig.builder()
                            .updater(new Nesterovs(-0.01, 0.9))
                            .minimize(false)
                            .l1(0.001)
                            .dataSetFeatureMapping("input")
                            .dataSetLabelMapping("target")
                            .build());
            TrainingLoss.report(model.sameDiff());
        }

        assertSame(planned, session);
        assertThat(ours.calls).contains("iterationDone 0 0 [loss, L1Regularization]");
    }

    @Test
    void alsoWithWeightDecay() {
        PatchTst planned = model(CONFIG);
        PatchTst session = model(CONFIG);
        for (PatchTst model : List.of(planned, session)) {
            model.sameDiff().getTrainingConfig().setRegularization(List.of(new WeightDecay(0.1, true)));
        }

        assertSame(planned, session);
    }

    @Test
    void aSessionStepTrainsAsWell() {
        PatchTst planned = model(WITH_DROPOUT);
        PatchTst session = model(WITH_DROPOUT);
        Windows data = windows(6);
        Map<String, INDArray> batch = Map.of(
                "input", data.first().getFeatures(), "target", data.first().getLabels());
        List<Listener> upkeep = session.sameDiff().getListeners();

        Loss loss = new SessionStep(session.sameDiff())
                .train(data.first().toMultiDataSet(), batch, upkeep, At.defaultAt(Operation.TRAINING));
        planned.fit(data, Training.epochs(1).withListeners(ours));

        assertThat(loss.getLosses()[0]).isCloseTo(ours.losses.get(0), within(1e-5));
        assertClose(arrays(planned.sameDiff()), arrays(session.sameDiff()));
    }
}
