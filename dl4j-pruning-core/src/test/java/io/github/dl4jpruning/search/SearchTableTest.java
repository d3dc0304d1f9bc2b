package io.github.dl4jpruning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.search.SearchTable.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The epochs of a search and which of them is chosen. */
class SearchTableTest {

    private static final SearchRule LEAST = SearchRule.leastError();

    /** Few different values, so that there are ties; NaN and infinities among them; positive, negative or both. */
    private static List<Row> random(long seed, int length, int sign) {
        Random random = new Random(seed);
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        List<Row> rows = new ArrayList<>();
        double sparsity = 0;
        for (int epoch = 1; epoch <= length; epoch++) {
            double error = random.nextInt(8) == 0
                    ? odd[random.nextInt(3)]
                    : sign * (1 + random.nextInt(12) / 10.0) + (sign == 0 ? random.nextInt(9) - 4 : 0);
            rows.add(new Row(epoch, sparsity, error));
            sparsity += random.nextBoolean() ? (1 - sparsity) / 4 : 0;
        }
        return rows;
    }

    /** The definition, word by word, by other means than the code under test. */
    private static Optional<Row> definition(double tolerance, boolean lowerIsBetter, List<Row> rows) {
        List<Row> finite =
                rows.stream().filter(row -> Double.isFinite(row.error())).toList();
        if (finite.isEmpty()) {
            return Optional.empty();
        }
        double best = lowerIsBetter
                ? finite.stream().mapToDouble(Row::error).min().getAsDouble()
                : finite.stream().mapToDouble(Row::error).max().getAsDouble();
        double slack = tolerance * Math.abs(best);
        List<Row> within = finite.stream()
                .filter(row -> lowerIsBetter ? row.error() <= best + slack : row.error() >= best - slack)
                .toList();
        Comparator<Row> byError = Comparator.comparingDouble(Row::error);
        return within.stream()
                .min(Comparator.comparingDouble(Row::sparsity)
                        .reversed()
                        .thenComparing(lowerIsBetter ? byError : byError.reversed())
                        .thenComparing(Row::epoch));
    }

    @Property(tries = 2000)
    void theChosenEpochIsThatOfTheDefinition(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 12) int length,
            @ForAll @IntRange(min = -1, max = 1) int sign,
            @ForAll boolean lowerIsBetter,
            @ForAll @DoubleRange(min = 0, max = 0.95) double tolerance) {
        List<Row> rows = random(seed, length, sign);

        assertThat(new SearchTable(new SearchRule(tolerance), lowerIsBetter, rows).chosen())
                .isEqualTo(definition(tolerance, lowerIsBetter, rows));
        assertThat(new SearchTable(LEAST, lowerIsBetter, rows).chosen()).isEqualTo(definition(0, lowerIsBetter, rows));
    }

    /** So a search needs to keep one model only: the chosen one never is an older one that was passed over before. */
    @Property(tries = 2000)
    void everyNewEpochIsChosenOrTheOneChosenBeforeStays(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int length,
            @ForAll @IntRange(min = -1, max = 1) int sign,
            @ForAll boolean lowerIsBetter,
            @ForAll @DoubleRange(min = 0, max = 0.95) double tolerance) {
        SearchTable table = SearchTable.of(new SearchRule(tolerance), lowerIsBetter);
        Optional<Row> kept = Optional.empty();
        for (Row row : random(seed, length, sign)) {
            table = table.add(row);
            if (table.isChosen(row.epoch())) {
                kept = Optional.of(row);
            }
            assertThat(kept).isEqualTo(definition(tolerance, lowerIsBetter, table.rows()));
        }
    }

    @Property(tries = 500)
    void jsonGivesTheSameTableBack(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 12) int length,
            @ForAll boolean lowerIsBetter,
            @ForAll @DoubleRange(min = 0, max = 0.95) double tolerance) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>(random(seed, length, 1));
        rows.replaceAll(row -> new Row(
                row.epoch(),
                row.sparsity(),
                Double.isNaN(row.error()) ? row.error() : row.error() * random.nextGaussian()));
        SearchTable table = new SearchTable(new SearchRule(tolerance), lowerIsBetter, rows);

        assertThat(SearchTable.ofJson(table.toJson())).isEqualTo(table);
    }

    @Example
    void theTextMarksTheChosenEpoch() {
        SearchTable table = SearchTable.of(SearchRule.sparsestWithin(0.02))
                .add(0, 0.251)
                .add(0.48, 0.240)
                .add(0.73, 0.243)
                .add(0.86, Double.NaN);

        assertThat(table.toText()).isEqualToNormalizingNewlines("""
                         epoch  sparsity         error
                             1    0.0000      0.251000
                             2    0.4800      0.240000
                             3    0.7300      0.243000  <- chosen
                             4    0.8600           NaN
                        """);
        assertThat(table).hasToString(table.toText());
    }

    @Example
    void theCsvTellsTheSameInFullPrecision() {
        SearchTable table = SearchTable.of(LEAST).add(0, 1 / 3.0).add(0.5, 0.25).add(0.75, Double.POSITIVE_INFINITY);

        assertThat(table.toCsv()).isEqualTo("""
                        epoch,sparsity,error,chosen
                        1,0.0,0.3333333333333333,false
                        2,0.5,0.25,true
                        3,0.75,Infinity,false
                        """);
    }

    @Example
    void aTableDoesNotChangeWhenAnotherIsMadeOfIt() {
        SearchTable table = SearchTable.of(LEAST).add(0, 1);

        SearchTable longer = table.add(0.5, 0.5);

        assertThat(table.rows()).hasSize(1);
        assertThat(table.isChosen(1)).isTrue();
        assertThat(longer.isChosen(2)).isTrue();
        assertThat(longer.isChosen(1)).isFalse();
    }

    @Example
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> SearchRule.sparsestWithin(1)).hasMessageContaining("tolerance is 1.0");
        assertThatThrownBy(() -> SearchRule.sparsestWithin(Double.NaN)).hasMessageContaining("tolerance is NaN");
        assertThatThrownBy(() -> SearchTable.of(null)).hasMessageContaining("rule is null");
        assertThatThrownBy(() -> new Row(0, 0, 0)).hasMessageContaining("epoch is 0");
        assertThatThrownBy(() -> SearchTable.of(LEAST).add(1.5, 0)).hasMessageContaining("sparsity is 1.5");
        assertThatThrownBy(() -> SearchTable.of(LEAST).add(0, 1).add(new Row(1, 0.5, 1)))
                .hasMessageContaining("epoch 1 comes after epoch 1");
        assertThatThrownBy(() -> SearchTable.of(SearchRule.sparsestWithin(0.1))
                        .add(0.5, 1)
                        .add(0.4, 1))
                .hasMessageContaining("falls from 0.5 to 0.4")
                .hasMessageContaining("leastError()");
    }

    @Example
    void damagedJsonIsRefused() {
        String json = SearchTable.of(LEAST).add(0.5, 0.25).toJson();

        assertThatThrownBy(() -> SearchTable.ofJson(json.substring(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SearchTable.ofJson(json.replace("\"sparsity\"", "\"x\"")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'sparsity' is missing");
        assertThatThrownBy(() -> SearchTable.ofJson(json.replace("0.25", "\"low\"")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an error is \"low\"");
        assertThatThrownBy(() -> SearchTable.ofJson(json.replace("\"format\":1", "\"format\":2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("newer version");
    }
}
