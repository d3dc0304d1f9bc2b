package io.github.dl4jpruning.samples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ExtraFeatures;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedDataTest {
    @TempDir
    private Path folder;

    private static ExperimentData data(long seed, Change change) {
        Series load = ExtraFeatures.DAY_AND_WEEK.addTo(HourlyLoad.ofDays(12, seed), HourlyLoad.COLUMN);
        List<String> features = load.names().subList(1, load.names().size());
        return new ExperimentData(load, HourlyLoad.COLUMN, features, "MW", change, 24, 1);
    }

    @Test
    void dataComesBackToTheLastDigit() {
        ExperimentData before = data(1, Change.DIFFERENCE);
        PreparedData.keep(folder, "mine", before);

        ExperimentData after = ExperimentData.of("mine", folder);

        assertThat(after.series().names()).isEqualTo(before.series().names());
        for (String column : before.series().names()) {
            assertThat(after.series().column(column)).isEqualTo(before.series().column(column));
            assertThat(after.series().isKnown(column)).isEqualTo(before.series().isKnown(column));
        }
        assertThat(after.series().time(7)).isEqualTo(before.series().time(7));
        assertThat(after.features()).isEqualTo(before.features());
        assertThat(after.change()).isEqualTo(Change.DIFFERENCE);
        assertThat(after.extras()).isEqualTo(ExtraFeatures.DAY_AND_WEEK);
    }

    @Test
    void aTaskNamesAPartOfTheData() {
        PreparedData.keep(folder, "mine", data(1, Change.LEVEL));

        ExperimentData part = ExperimentData.of("mine+3@100", folder);

        assertThat(part.ahead()).isEqualTo(3);
        assertThat(part.series().rows()).isEqualTo(100);
    }

    @Test
    void otherDataOfTheSameNameIsRefusedWithWhatIsDifferent() {
        PreparedData.keep(folder, "mine", data(1, Change.LEVEL));
        PreparedData.keep(folder, "mine", data(1, Change.LEVEL)); // the same again does no harm

        assertThatThrownBy(() -> PreparedData.keep(folder, "mine", data(2, Change.LEVEL)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("other data called 'mine' (different: values)")
                .hasMessageContaining("Give another folder");
        assertThatThrownBy(() -> PreparedData.keep(folder, "mine", data(1, Change.DIFFERENCE)))
                .hasMessageContaining("(different: levels, differences or returns)");
    }

    @Test
    void whatIsNoSuchFileIsToldByItsName() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/mine.json"), "{\"format\":1}");

        assertThatThrownBy(() -> ExperimentData.of("mine", folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mine.json cannot be read as the data of an experiment");
    }

    @Test
    void aNameOfAFileBecomesOneThatTasksCanHave() {
        assertThat(TaskName.of(PreparedData.nameFor("my file+1@home:2")).series())
                .isEqualTo("my-file-1-home-2");
    }

    @Test
    void allForecastsOfATrialAreKeptAndComeBack() {
        Trial trial = SmallTrials.trial("tuned", ModelKind.RNN, Arms.NONE, Trial.NO_SETTING);
        TrialForecasts forecasts = new TrialForecasts(new double[] {1, 1.0 / 3}, new double[] {Math.PI});
        TrialForecasts.into(folder).take(trial, forecasts);

        assertThat(TrialForecasts.find(folder, trial)).contains(forecasts);
        assertThat(TrialForecasts.find(folder, SmallTrials.trial("tuned", ModelKind.LSTM, Arms.NONE, "-")))
                .isEmpty();
    }
}
