package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.CONFIG;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.WITH_DROPOUT;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.arrays;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

class TrainingTest {

    @Test
    void itLearnsSineWaves() {
        PatchTst model = new PatchTst(WITH_DROPOUT, 1);
        Windows later = Windows.waves(24, 4, 2, 99, 50);
        double before = model.evaluate(later).mse();

        TrainingResult result = model.fit(
                windows(32, 32, 32, 32),
                Training.epochs(60)
                        .withLearningRate(LearningRates.constant(0.01))
                        .withValidation(later));

        EpochReport last = result.epochs().get(59);
        assertThat(last.validationLoss().orElseThrow()).isLessThan(before / 10);
        assertThat(model.evaluate(later).mse()).isEqualTo(last.validationLoss().orElseThrow());
        assertThat(result.stoppedEarly()).isFalse();
        assertThat(result.restoredEpoch()).isEmpty();
    }

    @Test
    void soDoesThePatchTransformer() {
        PatchTransformer model = new PatchTransformer(
                new PatchTransformerConfig(24, 4, 2, 2, 4, new EncoderSize(16, 2, 32, 2), 0.1, Activation.RELU), 1);
        Windows data = windows(32, 32, 32, 32);
        double before = model.evaluate(data).mse();

        model.fit(data, Training.epochs(40).withLearningRate(LearningRates.constant(0.005)));

        assertThat(model.evaluate(data).mse()).isLessThan(before / 4);
    }

    /** The state of the model after each epoch. */
    private static final class History extends BaseListener {

        private final List<Map<String, INDArray>> states = new ArrayList<>();

        @Override
        public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
        }

        @Override
        public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve lossCurve, long epochTimeMillis) {
            states.add(arrays(sd));
            return ListenerResponse.CONTINUE;
        }
    }

    @Test
    void earlyStoppingRestoresTheBestEpochWithItsNormStatistics() {
        PatchTst model = new PatchTst(CONFIG, 1);
        History history = new History();
        Training training = Training.epochs(200)
                .withLearningRate(LearningRates.constant(0.05)) // too high, so that the error goes up and down
                .withValidation(Windows.waves(24, 4, 2, 7, 10))
                .withEarlyStopping(3)
                .withListeners(history);

        TrainingResult result = model.fit(windows(16, 16), training);

        List<EpochReport> epochs = result.epochs();
        EpochReport best = epochs.stream()
                .min(Comparator.comparing(report -> report.validationLoss().orElseThrow()))
                .orElseThrow();
        assertThat(result.stoppedEarly()).isTrue();
        assertThat(epochs).hasSize(best.epoch() + 1 + 3);
        assertThat(best.best()).isTrue();
        assertThat(result.restoredEpoch()).hasValue(best.epoch());
        assertThat(arrays(model.sameDiff())).isEqualTo(history.states.get(best.epoch()));
        assertThat(arrays(model.sameDiff()).keySet())
                .contains("layer1/norm2/runningMean", "layer0/norm1/runningVariance");
        assertThat(model.evaluate(Windows.waves(24, 4, 2, 7, 10)).mse())
                .isEqualTo(best.validationLoss().orElseThrow());
        assertThat(history.states.get(best.epoch())).isNotEqualTo(history.states.get(epochs.size() - 1));
    }

    @Test
    void theBestEpochIsRestoredAlsoWhenNothingStops() {
        PatchTst model = new PatchTst(CONFIG, 1);
        History history = new History();

        TrainingResult result = model.fit(
                windows(16, 16),
                Training.epochs(12)
                        .withLearningRate(LearningRates.constant(0.05))
                        .withValidation(Windows.waves(24, 4, 2, 7, 10))
                        .withEarlyStopping(12)
                        .withListeners(history));

        assertThat(result.stoppedEarly()).isFalse();
        assertThat(arrays(model.sameDiff()))
                .isEqualTo(history.states.get(result.restoredEpoch().orElseThrow()));
    }

    @Test
    void progressIsToldOfEveryIterationAndEpoch() {
        PatchTst model = new PatchTst(CONFIG, 1);
        List<String> calls = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        List<EpochReport> reports = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void iteration(int epoch, int iteration, double loss) {
                calls.add(epoch + " " + iteration);
                losses.add(loss);
            }

            @Override
            public void epoch(EpochReport report) {
                calls.add("epoch " + report.epoch());
                reports.add(report);
            }
        };

        TrainingResult result = model.fit(
                windows(8, 5),
                Training.epochs(2).withLearningRate(LearningRates.type3(0.001)).withProgress(progress));

        assertThat(calls).containsExactly("0 0", "0 1", "epoch 0", "1 0", "1 1", "epoch 1");
        assertThat(result.epochs()).isEqualTo(reports);
        assertThat(reports.get(1).trainingLoss()).isCloseTo((losses.get(2) + losses.get(3)) / 2, within(1e-12));
        assertThat(reports.get(1).learningRate()).hasValue(0.001);
        assertThat(reports.get(1).validationLoss()).isEmpty();
        assertThat(reports.get(0).toString())
                .startsWith("epoch 0: loss ")
                .contains("learning rate 0.00100, ")
                .endsWith(" s");
    }

    @Test
    void theReportedLossIsThatOfTheBatch() {
        PatchTst model = new PatchTst(CONFIG.with(Norm.LAYER), 1);
        DataSet batch = windows(8).first();
        List<Double> expected = new ArrayList<>();
        List<Double> found = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            INDArray error = model.predict(batch.getFeatures()).sub(batch.getLabels());
            expected.add(error.mul(error).meanNumber().doubleValue());
            model.fit(new Windows(batch), Training.epochs(1).withProgress(report -> found.add(report.trainingLoss())));
        }

        for (int i = 0; i < 3; i++) {
            assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-5));
        }
    }

    @Test
    void aListenerCanStopIt() {
        PatchTst model = new PatchTst(CONFIG, 1);
        BaseListener impatient = new BaseListener() {
            @Override
            public boolean isActive(Operation operation) {
                return true;
            }

            @Override
            public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve lossCurve, long epochTimeMillis) {
                return at.epoch() == 1 ? ListenerResponse.STOP : ListenerResponse.CONTINUE;
            }
        };
        model.sameDiff().addListeners(impatient);

        TrainingResult result = model.fit(windows(8), 5);

        assertThat(result.epochs()).hasSize(2);
        assertThat(result.stoppedEarly()).isTrue();
    }

    @Test
    void theSameSeedGivesTheSameTraining() {
        PatchTst one = new PatchTst(WITH_DROPOUT, 8);
        PatchTst same = new PatchTst(WITH_DROPOUT, 8);
        PatchTst other = new PatchTst(WITH_DROPOUT, 9);
        for (PatchTst model : List.of(one, same, other)) {
            model.fit(windows(8, 8), 2);
        }

        assertThat(arrays(same.sameDiff())).isEqualTo(arrays(one.sameDiff()));
        assertThat(arrays(other.sameDiff())).isNotEqualTo(arrays(one.sameDiff()));
    }

    @Test
    void misuseIsNamed() {
        PatchTst model = new PatchTst(CONFIG, 1);
        assertThatThrownBy(() -> Training.epochs(0)).hasMessageContaining("epochs is 0 but must be at least 1");
        assertThatThrownBy(() -> Training.epochs(1).withEarlyStopping(0)).hasMessageContaining("patience is 0");
        assertThatThrownBy(() -> Training.epochs(1).withLearningRate(null))
                .hasMessageContaining("learning rate is null");
        assertThatThrownBy(() -> Training.epochs(1).withValidation(null))
                .hasMessageContaining("validation data is null");
        assertThatThrownBy(() -> Training.epochs(1).withProgress(null)).hasMessageContaining("progress is null");
        assertThatThrownBy(() -> model.fit(windows(4), Training.epochs(1).withEarlyStopping(3)))
                .hasMessageContaining("early stopping needs data to measure the error on");
        assertThatThrownBy(() -> model.fit(Windows.waves(24, 5, 2, 1, 4), 1))
                .hasMessageContaining("labels has shape [4, 5, 2] but must be [batch, 4 time steps, 2 series]");
        assertThatThrownBy(() -> model.fit(Windows.waves(25, 4, 2, 1, 4), 1))
                .hasMessageContaining("features has shape [4, 25, 2] but must be [batch, 24 time steps, 2 series]");
        DataSet good = windows(4).first();
        assertThatThrownBy(() -> model.fit(
                        new Windows(new DataSet(
                                good.getFeatures(), windows(3).first().getLabels())),
                        1))
                .hasMessageContaining("a batch has 4 windows but 3 targets");
        assertThatThrownBy(() -> model.fit(new Windows(new DataSet(good.getFeatures(), null)), 1))
                .hasMessageContaining("labels are missing");
        INDArray broken = good.getFeatures().dup();
        broken.putScalar(0, Double.NaN);
        assertThatThrownBy(() -> model.fit(new Windows(new DataSet(broken, good.getLabels())), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the loss is NaN in iteration 0 of epoch 0");
    }

    @Test
    void aNewTrainingConfigurationIsFollowed() {
        PatchTst model = new PatchTst(CONFIG, 1);
        model.fit(windows(6), 2);
        INDArray before = model.sameDiff().getVariable("head/W").getArr().dup();
        INDArray mean = state(model, "M").dup();

        model.sameDiff().getTrainingConfig().setUpdater(new Adam(1e-9));
        model.fit(windows(6), 1);

        INDArray after = model.sameDiff().getVariable("head/W").getArr();
        assertThat(after.sub(before).amaxNumber().doubleValue()).isLessThan(1e-7);
        assertThat(state(model, "M")).isNotEqualTo(mean); // and trained on from where it was
        assertThat(state(model, "M").sub(mean.mul(0.9)).amaxNumber().doubleValue())
                .isLessThan(mean.amaxNumber().doubleValue());

        model.sameDiff().getTrainingConfig().setUpdater(new Nesterovs(0.01, 0.9));
        model.fit(windows(6), 1);
        assertThat(model.sameDiff().getUpdaterMap().get("head/W").getConfig()).isEqualTo(new Nesterovs(0.01, 0.9));
    }

    private static INDArray state(PatchTst model, String key) {
        return (INDArray)
                model.sameDiff().getUpdaterMap().get("head/W").getState().get(key);
    }

    @Test
    void anotherLossIsTrainedOn() {
        PatchTst model = new PatchTst(CONFIG, 1);
        model.fit(windows(6), 1);
        SameDiff sd = model.sameDiff();
        List<Double> losses = new ArrayList<>();

        sd.loss.absoluteDifference("mae", sd.getVariable("target"), sd.getVariable("training/prediction"), null);
        sd.setLossVariables("mae");
        model.fit(windows(6), Training.epochs(40).withProgress(report -> losses.add(report.trainingLoss())));

        assertThat(losses.get(39)).isLessThan(losses.get(0) * 0.9);
        assertThat(model.evaluate(windows(6)).mae()).isLessThan(losses.get(0));
    }

    @Test
    void weightsThatWereSetBetweenTwoTrainingsAreTrainedOn() {
        PatchTst model = new PatchTst(CONFIG, 1);
        PatchTst same = new PatchTst(CONFIG, 1);
        model.fit(windows(6), 1);
        same.fit(windows(6), 1);
        INDArray weights = model.sameDiff().getVariable("head/W").getArr().mul(2);

        model.sameDiff().getVariable("head/W").setArray(weights.dup());
        same.sameDiff().getVariable("head/W").getArr().assign(weights);
        model.fit(windows(6), 2);
        same.fit(windows(6), 2);

        assertThat(arrays(model.sameDiff())).isEqualTo(arrays(same.sameDiff()));
        assertThat(model.sameDiff().getVariable("head/W").getArr()).isNotEqualTo(weights);
    }

    @Test
    void otherNumberTypesAreTaken() {
        PatchTst model = new PatchTst(CONFIG, 1);
        PatchTst same = new PatchTst(CONFIG, 1);
        DataSet floats = windows(6).first();
        DataSet doubles = new DataSet(
                floats.getFeatures().castTo(DataType.DOUBLE), floats.getLabels().castTo(DataType.DOUBLE));

        model.fit(new Windows(floats), 2);
        same.fit(new Windows(doubles), 2);

        assertThat(arrays(same.sameDiff())).isEqualTo(arrays(model.sameDiff()));
        assertThat(same.predict(doubles.getFeatures())).isEqualTo(model.predict(floats.getFeatures()));
        assertThat(same.evaluate(new Windows(doubles))).isEqualTo(model.evaluate(new Windows(floats)));
        assertThat(model.predict(Nd4j.zeros(DataType.INT, 2, 24, 2)).dataType()).isEqualTo(DataType.FLOAT);
    }
}
