package io.github.dl4jpruning.samples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndNumbersFlushRight() {
        String table = new TextTable("", "MAE", "seconds")
                .add("last value", "42.17", "-")
                .add("lstm", "7.5", "12.0")
                .toString();

        assertThat(table.lines())
                .containsExactly(
                        "              MAE  seconds",
                        "----------  -----  -------",
                        "last value  42.17        -",
                        "lstm          7.5     12.0");
    }

    @Test
    void aRowWithAnotherNumberOfCellsIsRefused() {
        assertThatThrownBy(() -> new TextTable("a", "b").add("1")).isInstanceOf(IllegalArgumentException.class);
    }
}
