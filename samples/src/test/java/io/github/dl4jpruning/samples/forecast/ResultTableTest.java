package io.github.dl4jpruning.samples.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.data.Errors;
import io.github.dl4jpruning.samples.forecast.ResultTable.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private final ResultTable table = new ResultTable(
            List.of(
                    new Row("last value", new Errors(41, 52), new Errors(42.171, 53), Double.NaN, Double.NaN),
                    new Row("pruning", new Errors(20, 30), new Errors(25, 31), 0.7, 12.34)),
            50);

    @Test
    void theTextShowsErrorsInUnitsAndInDeviationsOfTheTrainingPart() {
        List<String> lines = table.toText().lines().toList();

        assertThat(lines.get(2).split(" {2,}"))
                .containsExactly("last value", "41.00", "42.17", "53.00", "0.8434", "1.0600", "-", "-");
        assertThat(lines.get(3).split(" {2,}"))
                .containsExactly("pruning", "20.00", "25.00", "31.00", "0.5000", "0.6200", "70.0", "12.3");
    }

    @Test
    void theCsvHasOneLinePerForecasterInFullPrecision() {
        assertThat(table.toCsv().lines())
                .containsExactly(
                        "forecaster,validation_mae,validation_rmse,test_mae,test_rmse,test_mae_sd,test_rmse_sd,sparsity,seconds",
                        "last value,41.0,52.0,42.171,53.0,0.84342,1.06,,",
                        "pruning,20.0,30.0,25.0,31.0,0.5,0.62,0.7,12.34");
    }
}
