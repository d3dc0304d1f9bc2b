package io.github.dl4jpruning.samples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DigitsTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void fourDigitsAreShownAndNoneOfTheIntegerPartIsCut() {
        assertThat(Digits.of(0)).isEqualTo("0.000");
        assertThat(Digits.of(0.012345)).isEqualTo("0.01235");
        assertThat(Digits.of(-7.5)).isEqualTo("-7.500");
        assertThat(Digits.of(123.456)).isEqualTo("123.5");
        assertThat(Digits.of(16_034.7)).isEqualTo("16035");
        assertThat(Digits.of(Double.NaN)).isEqualTo("-");
    }

    @Test
    void numbersLookTheSameInEveryCountry() {
        Locale.setDefault(Locale.GERMANY);

        assertThat(Digits.of(1.5)).isEqualTo("1.500");
    }
}
