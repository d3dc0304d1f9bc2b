package io.github.dl4jpruning.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    static final Deployment DEPLOYMENT =
            new Deployment(new SizeReport(82092, 26406, 24042, 21888, 0.00123, 3), new Latency("DL4J", 0.0471, 4.82));

    @Test
    void textIsALineOfSizesAndALineOfTimes() {
        assertThat(DEPLOYMENT.toString().lines())
                .containsExactly(
                        "size: saved zip 82092 bytes, stripped 26406, exported 24042 (3.4 times smaller), entropy bound 21888;"
                                + " largest error of a weight 0.0012; 3 units removed",
                        "latency: a forecast takes 0.0471 ms, by DL4J 4.82 ms (102 times faster)");
    }

    @Test
    void theFieldsAreAllFiguresByName() {
        assertThat(DEPLOYMENT.fields())
                .hasToString("{zip_bytes=82092, stripped_bytes=26406, file_bytes=24042, entropy_bound_bytes=21888,"
                        + " largest_weight_error=0.00123, removed_units=3, forecast_millis=0.0471, framework_millis=4.82,"
                        + " framework=DL4J}");
    }

    @Test
    void numbersHaveAPointWhateverTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        String text = DEPLOYMENT.toString();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(DEPLOYMENT).hasToString(text);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void largeRatiosAreWholeNumbers() {
        assertThat(new Latency("DL4J", 0.00893, 9.63))
                .hasToString("a forecast takes 0.00893 ms, by DL4J 9.63 ms (1078 times faster)");
        assertThat(new Latency("DL4J", 1234.5, 99.94))
                .hasToString("a forecast takes 1235 ms, by DL4J 99.9 ms (0.0810 times faster)");
    }
}
