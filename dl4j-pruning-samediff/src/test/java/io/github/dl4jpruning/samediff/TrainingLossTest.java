package io.github.dl4jpruning.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.History;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class TrainingLossTest {

    private static final double L2 = 0.3;

    @TempDir
    private Path folder;

    /** The losses that a listener is shown, and the true ones, computed before each iteration. */
    private static final class Watch extends BaseListener {

        private final List<Loss> reported = new ArrayList<>();
        private final List<Double> expected = new ArrayList<>();

        @Override
        public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
        }

        @Override
        public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlTimeMs) {
            Map<String, INDArray> batch = Map.of("x", data.getFeatures(0), "y", data.getLabels(0));
            expected.add(sd.outputSingle(batch, "loss").getDouble(0));
        }

        @Override
        public void iterationDone(SameDiff sd, At at, MultiDataSet dataSet, Loss loss) {
            reported.add(loss);
        }

        void assertTrue(int iterations) {
            assertThat(reported).hasSize(iterations);
            for (int i = 0; i < iterations; i++) {
                assertThat(reported.get(i).getLoss("loss")).isPositive().isCloseTo(expected.get(i), within(1e-7));
            }
        }
    }

    private static SameDiff perceptron(boolean regularized) {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 3);
        SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, 1);
        SDVariable hidden = sd.math.tanh(x.mmul(sd.var("v", Nd4j.rand(DataType.FLOAT, 3, 4))));
        SDVariable out = hidden.mmul(sd.var("w", Nd4j.rand(DataType.FLOAT, 4, 1)));
        sd.loss.meanSquaredError("loss", y, out, null);
        sd.setLossVariables("loss");
        TrainingConfig.Builder config = TrainingConfig.builder()
                .updater(new Adam(0.01))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y");
        sd.setTrainingConfig(regularized ? config.l2(L2).build() : config.build());
        return sd;
    }

    private static DataSet data() {
        INDArray x = Nd4j.rand(DataType.FLOAT, 20, 3);
        return new DataSet(x, x.sum(true, 1).muli(3));
    }

    private static History fit(SameDiff sd, Watch watch, int epochs) {
        return sd.fit(new SingletonDataSetIterator(data()), epochs, watch);
    }

    @Test
    void withoutItTheLossIsReportedAsZero() {
        SameDiff sd = perceptron(false);
        Watch watch = new Watch();

        fit(sd, watch, 2);

        assertThat(watch.reported).allMatch(loss -> loss.totalLoss() == 0);
    }

    @Test
    void listenersAndHistoryGetTheTrueLoss() {
        SameDiff sd = perceptron(false);
        TrainingLoss.report(sd);
        Watch watch = new Watch();

        History history = fit(sd, watch, 5);

        watch.assertTrue(5);
        assertThat(history.getLossCurve().meanLoss("loss")).hasSize(5);
        for (int epoch = 0; epoch < 5; epoch++) {
            assertThat((double) history.getLossCurve().meanLoss("loss")[epoch])
                    .isCloseTo(watch.expected.get(epoch), within(1e-6));
        }
    }

    @Test
    void itIsStillReportedAfterSavingAndLoading() {
        SameDiff sd = perceptron(false);
        TrainingLoss.report(sd);
        fit(sd, new Watch(), 2);
        sd.save(folder.resolve("model.fb").toFile(), true);
        SameDiff loaded = SameDiff.load(folder.resolve("model.fb").toFile(), true);
        Watch watch = new Watch();

        fit(loaded, watch, 3);

        watch.assertTrue(3);
        assertThat(loaded.getTrainingConfig().getIterationCount()).isEqualTo(5);
    }

    @Test
    void regularizationIsReportedBesideIt() {
        SameDiff sd = perceptron(true);
        TrainingLoss.report(sd);
        double before = L2 / 2 * (squares(sd, "v") + squares(sd, "w"));
        Watch watch = new Watch();

        fit(sd, watch, 3);

        watch.assertTrue(3);
        assertThat(watch.reported.get(0).getLoss("L2Regularization")).isCloseTo(before, within(1e-5 * before));
    }

    private static double squares(SameDiff sd, String name) {
        double norm = sd.getVariable(name).getArr().norm2Number().doubleValue();
        return norm * norm;
    }

    @Test
    void aLossThatReadsTheWeightsIsThatBeforeTheUpdate() {
        SameDiff sd = perceptron(false);
        SDVariable penalty = sd.getVariable("w").mul(sd.getVariable("w")).sum();
        sd.getVariable("loss").add("penalized", penalty);
        sd.setLossVariables("penalized");
        TrainingLoss.report(sd);
        double squares = squares(sd, "w");
        Watch watch = new Watch();

        fit(sd, watch, 1);

        assertThat(watch.reported.get(0).getLoss("penalized")).isCloseTo(watch.expected.get(0) + squares, within(1e-5));
    }

    @Test
    void callingItTwiceChangesNothing() {
        SameDiff sd = perceptron(false);
        TrainingLoss.report(sd);
        String once = sd.getTrainingConfig().toJson();

        TrainingLoss.report(sd);

        assertThat(sd.getTrainingConfig().toJson()).isEqualTo(once);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> TrainingLoss.report(null)).hasMessageContaining("sd is null");
        SameDiff bare = SameDiff.create();
        assertThatThrownBy(() -> TrainingLoss.report(bare)).hasMessageContaining("setTrainingConfig");
        bare.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam())
                .dataSetFeatureMapping("x")
                .markLabelsUnused()
                .build());
        assertThatThrownBy(() -> TrainingLoss.report(bare)).hasMessageContaining("maps no labels");
        bare.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam())
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        assertThatThrownBy(() -> TrainingLoss.report(bare)).hasMessageContaining("setLossVariables");
    }
}
