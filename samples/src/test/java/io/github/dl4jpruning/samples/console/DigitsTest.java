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
    void aValueIsShownAsFineAsItsErrorAndNoFinerThanADouble() {
        assertThat(Digits.asFineAs(1.084_312_77, 0.0016)).isEqualTo("1.08431");
        assertThat(Digits.asFineAs(101_300.123_4, 2.2)).isEqualTo("101300.12");
        assertThat(Digits.asFineAs(1e12 + 0.25, 3)).isEqualTo("1000000000000.25");
        assertThat(Digits.asFineAs(1e12 + 0.25, 1e-9)).isEqualTo("1000000000000.25");
        assertThat(Digits.asFineAs(123_456, 5_000)).isEqualTo("123456");
        assertThat(Digits.asFineAs(-0.5, 0)).isEqualTo("-0.5000");
        assertThat(Digits.asFineAs(Double.NaN, 1)).isEqualTo("-");
    }

    @Test
    void numbersLookTheSameInEveryCountry() {
        Locale.setDefault(Locale.GERMANY);

        assertThat(Digits.of(1.5)).isEqualTo("1.500");
    }
}
