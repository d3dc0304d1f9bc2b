package io.github.dl4jpruning.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is JSON within the limits is read; what is not is refused with its reason. */
class JsonTest {

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static String nested(int lists) {
        return "[".repeat(lists) + "]".repeat(lists);
    }

    @Test
    void valuesMayStandThirtyTwoDeepAndNoDeeper() {
        assertThat(Json.write(Json.parse(nested(33)))).isEqualTo(nested(33));
        refused(nested(34).replace("[]", "[1]"), "more than 32 values inside each other");
        refused(nested(34), "more than 32 values inside each other");
        String objects = "{\"a\":".repeat(33) + "1" + "}".repeat(33);
        refused(objects, "more than 32 values inside each other");
    }

    @Test
    void aNumberMayHaveSixtyFourCharactersAndNoMore() {
        String longest = "0." + "1".repeat(62);
        assertThat(Json.parse(longest)).isEqualTo(Double.valueOf(longest));
        refused(longest + "1", "a number of 65 characters");
        refused("1".repeat(65), "a number of 65 characters");
    }

    @Test
    void integersOfUpToEighteenCharactersAreExactAndLongerOnesAreNot() {
        assertThat(Json.parse("999999999999999999")).isEqualTo(999_999_999_999_999_999L);
        assertThat(Json.parse("-99999999999999999")).isEqualTo(-99_999_999_999_999_999L);
        assertThat(Json.parse("9999999999999999999999")).isEqualTo(1e22);
        assertThat(Json.parse("-0.5e2")).isEqualTo(-50.0);
        refused("-1e999", "a number that is too large");
    }

    @Test
    void whatOnlyLooksLikeANumberIsRefused() {
        for (String text : List.of("01", "-", "+1", ".5", "1.", "1e", "0x1", "NaN", "-Infinity", "\u0661")) {
            assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void stringsAreReadByTheirEscapesAlone() {
        assertThat(Json.parse("\"\\u0041\\n\\/\"")).isEqualTo("A\n/");
        refused("\"a\nb\"", "a control character in a string");
        refused("\"\\u004\u0661\"", "no hexadecimal digit"); // a digit, but none of JSON
        refused("\"\\x\"", "an unknown escape");
        refused("\"a", "the text ends too early");
    }

    @Test
    void aNameStandsOnceAndNothingStandsAfterTheValue() {
        assertThat(Json.parse(" {\"a\" : [1 , true , null]} ").toString())
                .isEqualTo(Map.of("a", java.util.Arrays.asList(1L, true, null)).toString());
        refused("{\"a\":1,\"b\":2,\"a\":1}", "the name \"a\" a second time");
        refused("{} {}", "text after the end of the value");
        refused("[1,]", "no value");
    }
}
