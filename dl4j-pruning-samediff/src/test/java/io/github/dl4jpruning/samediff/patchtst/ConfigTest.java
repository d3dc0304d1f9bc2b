package io.github.dl4jpruning.samediff.patchtst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTest {

    private static final PatchTstConfig OK = PatchTstConfig.of(96, 24, 3);
    private static final EncoderSize SIZE = new EncoderSize(64, 4, 256, 2);

    private static Arguments refused(String message, Executable maker) {
        return arguments(message, maker);
    }

    private static PatchTstConfig patchTst(int lookBack, int horizon, int channels) {
        return new PatchTstConfig(
                lookBack,
                horizon,
                channels,
                new Patches(1, 1, false),
                SIZE,
                Dropouts.none(),
                Norm.BATCH,
                true,
                RevIn.NONE,
                Head.SHARED);
    }

    private static PatchTransformerConfig transformer(
            int lookBack, int horizon, int inputs, int outputs, int patchLength, double dropout) {
        return new PatchTransformerConfig(
                lookBack, horizon, inputs, outputs, patchLength, SIZE, dropout, Activation.RELU);
    }

    static Stream<Arguments> everyIllegalConfigurationIsNamed() {
        return Stream.of(
                refused("lookBack is 0 but must be at least 1", () -> patchTst(0, 1, 1)),
                refused("horizon is 0 but must be at least 1", () -> patchTst(1, 0, 1)),
                refused("channels is -1 but must be at least 1", () -> patchTst(1, 1, -1)),
                refused("patch length is 0 but must be at least 1", () -> new Patches(0, 1, true)),
                refused("stride is 0 but must be at least 1", () -> new Patches(1, 0, true)),
                refused(
                        "stride 5 is longer than the patch length 4: the values between two patches would be read by none",
                        () -> new Patches(4, 5, true)),
                refused(
                        "patch length 97 is longer than the lookBack of 96 time steps: no patch would fit",
                        () -> OK.with(new Patches(97, 8, true))),
                refused(
                        "patches of 16 every 7 time steps leave the last 3 of 96 unread: turn endPadding on, or choose a"
                                + " lookBack of 93",
                        () -> OK.with(new Patches(16, 7, false))),
                refused("features is 0 but must be at least 1", () -> new EncoderSize(0, 1, 1, 1)),
                refused("heads is 0 but must be at least 1", () -> new EncoderSize(1, 0, 1, 1)),
                refused("feedForward is 0 but must be at least 1", () -> new EncoderSize(1, 1, 0, 1)),
                refused("layers is 0 but must be at least 1", () -> new EncoderSize(1, 1, 1, 0)),
                refused(
                        "features 10 is not a multiple of the 4 heads, which share it in equal parts: make it 12",
                        () -> new EncoderSize(10, 4, 1, 1)),
                refused("attention dropout is 1.0 but must be at least 0 and below 1", () -> new Dropouts(1, 0, 0)),
                refused("residual dropout is -0.1 but must be at least 0", () -> new Dropouts(0, -0.1, 0)),
                refused("head dropout is NaN but must be at least 0", () -> new Dropouts(0, 0, Double.NaN)),
                refused("patches is null: give one, for example", () -> OK.with((Patches) null)),
                refused("encoder is null: give one, for example", () -> OK.with((EncoderSize) null)),
                refused("dropout is null: give one, for example", () -> OK.with((Dropouts) null)),
                refused("norm is null: choose one of [BATCH, LAYER]", () -> OK.with((Norm) null)),
                refused("revIn is null: choose one of [NONE, PLAIN, AFFINE]", () -> OK.with((RevIn) null)),
                refused("head is null: choose one of [SHARED, INDIVIDUAL]", () -> OK.with((Head) null)),
                refused(
                        "revIn AFFINE with a lookBack of 1 would turn every input into 0: use RevIn.NONE",
                        () -> patchTst(1, 1, 1).with(RevIn.AFFINE)),
                refused(
                        "a head from 128000000 features to 24 values has more weights than an array can hold",
                        () -> PatchTstConfig.of(8_000_000, 24, 1).with(new Patches(16, 8, true))),
                refused(
                        "a head from 1536 features to 720 values for each of 9999 channels has more weights",
                        () -> PatchTstConfig.of(96, 720, 9_999).with(Head.INDIVIDUAL)),
                refused("lookBack is 0 but must be at least 1", () -> transformer(0, 1, 1, 1, 1, 0)),
                refused("horizon is 0 but must be at least 1", () -> transformer(1, 0, 1, 1, 1, 0)),
                refused("inputs is 0 but must be at least 1", () -> transformer(1, 1, 0, 1, 1, 0)),
                refused("outputs is 0 but must be at least 1", () -> transformer(1, 1, 1, 0, 1, 0)),
                refused("patchLength is 0 but must be at least 1", () -> transformer(1, 1, 1, 1, 0, 0)),
                refused("dropout is 2.0 but must be at least 0 and below 1", () -> transformer(1, 1, 1, 1, 1, 2)),
                refused(
                        "lookBack 31 is not a multiple of the patchLength 4: the last 3 time steps would be in no patch;"
                                + " choose a lookBack of 28",
                        () -> transformer(31, 1, 1, 1, 4, 0)),
                refused(
                        "lookBack 2 is not a multiple of the patchLength 4: the last 2 time steps would be in no patch;"
                                + " choose a lookBack of 4",
                        () -> transformer(2, 1, 1, 1, 4, 0)),
                refused(
                        "activation is null: choose one of [RELU, GELU]",
                        () -> new PatchTransformerConfig(4, 1, 1, 1, 1, SIZE, 0, null)),
                refused(
                        "encoder is null: give one, for example",
                        () -> new PatchTransformerConfig(4, 1, 1, 1, 1, null, 0, Activation.RELU)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void everyIllegalConfigurationIsNamed(String message, Executable maker) {
        assertThatThrownBy(maker::execute)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void thePublishedModelsHaveThePublishedNumbersOfPatches() {
        assertThat(PatchTstConfig.ettHourly(336, 96).patchCount()).isEqualTo(42);
        assertThat(PatchTstConfig.ettHourly(512, 96).patchCount()).isEqualTo(64);
    }

    @Test
    void thePresetOfEttHourlyIsThePublishedOne() {
        PatchTstConfig config = PatchTstConfig.ettHourly(336, 96);

        assertThat(config)
                .isEqualTo(new PatchTstConfig(
                        336,
                        96,
                        7,
                        new Patches(16, 8, true),
                        new EncoderSize(16, 4, 128, 3),
                        new Dropouts(0, 0.3, 0),
                        Norm.BATCH,
                        true,
                        RevIn.PLAIN,
                        Head.SHARED));
    }

    @Test
    void shortLookBacksGetShortPatches() {
        assertThat(PatchTstConfig.of(1, 1, 1).patches()).isEqualTo(new Patches(1, 1, true));
        assertThat(PatchTstConfig.of(1, 1, 1).revIn()).isEqualTo(RevIn.NONE);
        assertThat(PatchTstConfig.of(10, 1, 1).patches()).isEqualTo(new Patches(10, 5, true));
    }

    @Test
    void thePaperUsesLongerPatchesForLongerInputs() {
        int[][] lookBackAndPatch = {{1, 1}, {3, 1}, {7, 1}, {14, 2}, {30, 3}, {60, 4}};
        for (int[] pair : lookBackAndPatch) {
            PatchTransformerConfig config = PatchTransformerConfig.paper(pair[0], 5);
            assertThat(config.patchLength()).isEqualTo(pair[1]);
            assertThat(config.dropout()).isEqualTo(0.3);
        }
    }

    @Test
    void theLastValueIsRepeatedAtTheEnd() {
        assertThat(new Patches(4, 2, true).times(6)).containsExactly(0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 5, 5);
        assertThat(new Patches(4, 3, true).times(6)).containsExactly(0, 1, 2, 3, 3, 4, 5, 5);
        assertThat(new Patches(4, 2, false).times(6)).containsExactly(0, 1, 2, 3, 2, 3, 4, 5);
    }
}
