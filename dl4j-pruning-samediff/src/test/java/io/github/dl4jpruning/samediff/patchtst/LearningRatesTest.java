package io.github.dl4jpruning.samediff.patchtst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;

class LearningRatesTest {

    @Test
    void aConstantRateIsConstant() {
        ISchedule schedule = LearningRates.constant(2e-4);

        assertThat(schedule.valueAt(0, 0)).isEqualTo(2e-4);
        assertThat(schedule.valueAt(12_345, 99)).isEqualTo(2e-4);
    }

    @Test
    void type3IsThatOfThePublishedCode() {
        ISchedule schedule = LearningRates.type3(1e-4);
        double[] expected = {1e-4, 1e-4, 1e-4, 1e-4, 0.9e-4, 0.81e-4, 0.729e-4};

        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertThat(schedule.valueAt(1_000 * epoch, epoch)).isCloseTo(expected[epoch], within(1e-15));
        }
        assertThat(schedule.valueAt(0, 99)).isCloseTo(1e-4 * Math.pow(0.9, 96), within(1e-18));
    }

    @Test
    void oneCycleIsThatOfPyTorch() {
        // torch.optim.lr_scheduler.OneCycleLR(SGD(p, lr=1), max_lr=0.1, total_steps=10).get_last_lr(), step by step
        double[] expected = {
            0.004,
            0.052,
            0.1,
            0.09504846320134738,
            0.08117456539497631,
            0.06112620219362893,
            0.03887419780637109,
            0.018825834605023715,
            0.004951936798652657,
            4e-07
        };
        ISchedule schedule = LearningRates.oneCycle(0.1, 10);

        for (int iteration = 0; iteration < expected.length; iteration++) {
            assertThat(schedule.valueAt(iteration, 0)).isCloseTo(expected[iteration], within(1e-9));
        }
        assertThat(schedule.valueAt(1_000, 5)).isCloseTo(4e-7, within(1e-15));
    }

    @Test
    void theyAreSavedWithTheTrainingConfiguration() {
        for (ISchedule schedule :
                new ISchedule[] {LearningRates.constant(0.1), LearningRates.type3(0.1), LearningRates.oneCycle(0.1, 77)
                }) {
            String json = TrainingConfig.builder()
                    .updater(new Adam(schedule))
                    .dataSetFeatureMapping("x")
                    .dataSetLabelMapping("y")
                    .build()
                    .toJson();

            assertThat(TrainingConfig.fromJson(json).getUpdater()).isEqualTo(new Adam(schedule));
            assertThat(schedule.clone()).isEqualTo(schedule);
        }
    }

    @Test
    void impossibleOnesAreRefused() {
        assertThatThrownBy(() -> LearningRates.constant(0))
                .hasMessageContaining("learning rate is 0.0 but must be positive");
        assertThatThrownBy(() -> LearningRates.type3(Double.NaN)).hasMessageContaining("learning rate is NaN");
        assertThatThrownBy(() -> LearningRates.oneCycle(-1, 10)).hasMessageContaining("maximum is -1.0");
        assertThatThrownBy(() -> LearningRates.oneCycle(1, 1))
                .hasMessageContaining("iterations is 1 but must be at least 2");
        assertThatThrownBy(() -> new OneCycleSchedule(1, 10, 1)).hasMessageContaining("rise is 1.0");
    }
}
