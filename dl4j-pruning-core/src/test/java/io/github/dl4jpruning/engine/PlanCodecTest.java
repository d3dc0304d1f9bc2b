package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.schedule.PolynomialCurve;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import io.github.dl4jpruning.selection.Importance;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCodecTest {

    private static final PruningWindow WINDOW = PruningWindow.iterations(10, 5_000_000_000L, 7);
    private static final String TEXT = PlanCodec.encode(PruningPlan.of(
            new PruningSchedule(SparsityCurve.paperCubic(0.3, 0.7), PruningWindow.iterations(10, 20, 7))));

    static Stream<SparsityCurve> curves() {
        return Stream.of(
                SparsityCurve.paperCubic(0.3, 0.7),
                SparsityCurve.zhuGuptaCubic(0.1, 0.95),
                SparsityCurve.convexPolynomial(0, 0.5, 2.5),
                SparsityCurve.concavePolynomial(0.01, 0.5, 0.3),
                SparsityCurve.linear(0.2, 0.6),
                SparsityCurve.constant(0.4),
                SparsityCurve.constant(0),
                SparsityCurve.geometric(0.98),
                SparsityCurve.geometric(0),
                SparsityCurve.oneShot(0.8));
    }

    private static void assertSame(PruningPlan read, PruningPlan written) {
        assertThat(read.schedule()).isEqualTo(written.schedule());
        assertThat(read.importance()).isEqualTo(written.importance());
        assertThat(read.allocation()).isEqualTo(written.allocation());
        assertThat(read.layerCap()).isEqualTo(written.layerCap());
        assertThat(read.granularity()).isEqualTo(written.granularity());
    }

    @ParameterizedTest
    @MethodSource("curves")
    void everyNamedCurveIsReadBackAsItWasWritten(SparsityCurve curve) {
        for (Importance importance : Importance.values()) {
            for (Allocation allocation : Allocation.values()) {
                for (PruningWindow window : new PruningWindow[] {WINDOW, PruningWindow.epochs(0, 19, 5)}) {
                    PruningPlan plan = PruningPlan.of(new PruningSchedule(curve, window))
                            .withImportance(importance)
                            .withAllocation(allocation)
                            .withLayerCap(0.9);
                    String text = PlanCodec.encode(plan);
                    PruningPlan read = PlanCodec.decode(text, Set.of());
                    assertSame(read, plan);
                    assertThat(PlanCodec.encode(read)).isEqualTo(text);
                }
            }
        }
    }

    @Property(tries = 300)
    void numbersAreReadBackToTheLastBit(
            @ForAll @DoubleRange(max = 0.999999999) @Scale(17) double one,
            @ForAll @DoubleRange(max = 0.999999999) @Scale(17) double other,
            @ForAll @DoubleRange(min = 1e-9, max = 100) @Scale(17) double degree,
            @ForAll @DoubleRange(min = 1e-9, max = 1) @Scale(17) double cap,
            @ForAll boolean concave,
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 2) long begin,
            @ForAll @LongRange(max = Long.MAX_VALUE / 2) long length,
            @ForAll @IntRange(min = 1) int interval,
            @ForAll @IntRange(min = 1) int blockSize) {
        var curve = new PolynomialCurve(Math.min(one, other), Math.max(one, other), degree, concave);
        PruningPlan plan = PruningPlan.of(
                        new PruningSchedule(curve, PruningWindow.iterations(begin, begin + length, interval)))
                .withLayerCap(cap)
                .withGranularity(Granularity.blocks(blockSize));
        assertSame(PlanCodec.decode(PlanCodec.encode(plan), Set.of()), plan);
    }

    @Test
    void thePlanReadSelectsWhatHasMasksAndNothingElse() {
        PruningPlan read = PlanCodec.decode(TEXT, Set.of("0_W", "0_b"));
        assertThat(read.selects(parameter("0_W", Status.DEFAULT))).isTrue();
        assertThat(read.selects(parameter("0_b", Status.OPTIONAL))).isTrue();
        assertThat(read.selects(parameter("1_W", Status.DEFAULT))).isFalse();
        assertThat(read.selects(parameter("1_b", Status.OPTIONAL))).isFalse();
    }

    private static WeightParameter parameter(String name, Status status) {
        return new WeightParameter(name, "layer", "Fake", "W", InMemoryModel.vector(4), status, "");
    }

    @Test
    void theTextIsEqualForPlansThatAreEqualButForTheirPredicates() {
        PruningPlan plan = PruningPlan.of(new PruningSchedule(SparsityCurve.oneShot(0.5), WINDOW));
        assertThat(PlanCodec.encode(
                        plan.including(p -> true).excluding(p -> p.name().isEmpty())))
                .isEqualTo(PlanCodec.encode(plan));
        assertThat(PlanCodec.encode(plan.withLayerCap(0.97))).isNotEqualTo(PlanCodec.encode(plan));
        assertThat(PlanCodec.encode(plan.withAllocation(Allocation.UNIFORM))).isNotEqualTo(PlanCodec.encode(plan));
        assertThat(PlanCodec.encode(plan.withImportance(Importance.NORMALIZED_MAGNITUDE)))
                .isNotEqualTo(PlanCodec.encode(plan));
    }

    @Test
    void theTextIsOnePlainJsonObject() {
        assertThat(TEXT)
                .isEqualTo("{\"curve\":{\"type\":\"polynomial\",\"initial\":0.3,\"last\":0.7,\"degree\":3.0,"
                        + "\"concave\":false},\"window\":{\"unit\":\"ITERATIONS\",\"begin\":10,\"end\":20,"
                        + "\"interval\":7},\"importance\":\"MAGNITUDE\",\"allocation\":\"GLOBAL\",\"layerCap\":0.98}");
    }

    @Test
    void blocksAreWrittenAndATextWithoutThemIsOfSingleWeights() {
        PruningPlan weights = PlanCodec.decode(TEXT, Set.of());
        assertThat(weights.granularity()).isEqualTo(Granularity.WEIGHTS);
        assertThat(PlanCodec.encode(weights.withGranularity(Granularity.blocks(8))))
                .isEqualTo(TEXT.replace("0.98}", "0.98,\"blockSize\":8}"));
        assertThat(PlanCodec.encode(weights.withGranularity(Granularity.blocks(1))))
                .isEqualTo(TEXT);
    }

    // ---- functions

    @Test
    void plansWithTheSameFunctionHaveTheSameTextAndOthersHaveNot() {
        SparsityCurve sine = p -> 0.8 * Math.sin(p * Math.PI / 2);
        SparsityCurve again = p -> 0.8 * Math.sin(p * Math.PI / 2);
        SparsityCurve other = p -> 0.8 * Math.sin(p * Math.PI / 2) * (p < 0.995 ? 1 : 0.9999999);
        String text = PlanCodec.encode(PruningPlan.of(new PruningSchedule(sine, WINDOW)));
        assertThat(PlanCodec.encode(PruningPlan.of(new PruningSchedule(again, WINDOW))))
                .isEqualTo(text);
        assertThat(PlanCodec.encode(PruningPlan.of(new PruningSchedule(p -> 0.99 * sine.at(p), WINDOW))))
                .isNotEqualTo(text);
        assertThat(text).contains("\"type\":\"function\"");
        assertThat(other.at(1)).isNotEqualTo(sine.at(1));
    }

    @Test
    void aFunctionOfTheUsersCannotBeReadBack() {
        String text = PlanCodec.encode(PruningPlan.of(new PruningSchedule(p -> p / 2, WINDOW)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanCodec.decode(text, Set.of("0_W")))
                .withMessage(
                        "the plan in the model has a curve that is a function of yours, which no file can hold: give"
                                + " the plan again when you attach the listener, PruningListener.of(plan)");
    }

    // ---- damage

    @Test
    void aTextThatWasCutAnywhereIsRefused() {
        for (int end = 0; end < TEXT.length(); end++) {
            assertDamaged(TEXT.substring(0, end));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "null", "[]", "3", "\"text\"", "{}", "no json", "{\"curve\":3}", "{\"curve\":null}"})
    void aTextThatIsNoPlanIsRefused(String text) {
        assertDamaged(text);
    }

    @Test
    void aMissingTextIsRefused() {
        assertDamaged(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curve",
                "window",
                "type",
                "initial",
                "last",
                "degree",
                "concave",
                "unit",
                "begin",
                "end",
                "interval",
                "importance",
                "allocation",
                "layerCap"
            })
    void aMissingFieldIsRefusedAndNamed(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanCodec.decode(TEXT.replace("\"" + field + "\"", "\"other\""), Set.of()))
                .withMessage("the pruning plan in the model is damaged: it has no " + field);
    }

    @Test
    void aMissingSparsityOfAOneShotIsRefusedAndNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanCodec.decode(
                        TEXT.replaceFirst("\"curve\":\\{[^}]*}", "\"curve\":{\"type\":\"oneShot\"}"), Set.of()))
                .withMessage("the pruning plan in the model is damaged: it has no sparsity");
    }

    @Test
    void anUnknownCurveIsRefusedAndNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanCodec.decode(TEXT.replace("polynomial", "spline"), Set.of()))
                .withMessage("the pruning plan in the model is damaged: unknown curve spline");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"unit\":\"ITERATIONS\"->\"unit\":\"WEEKS\"",
                "\"MAGNITUDE\"->\"BEAUTY\"",
                "\"GLOBAL\"->\"LOCAL\"",
                "\"begin\":10->\"begin\":0",
                "\"end\":20->\"end\":9",
                "\"interval\":7->\"interval\":0",
                "\"layerCap\":0.98->\"layerCap\":0",
                "\"layerCap\":0.98->\"layerCap\":0.98,\"blockSize\":0",
                "\"initial\":0.3->\"initial\":1.5",
                "\"last\":0.7->\"last\":0.2",
                "\"degree\":3.0->\"degree\":-3.0"
            })
    void aValueThatNoPlanCanHaveIsRefusedAsDamage(String change) {
        String[] parts = change.split("->");
        assertThat(TEXT).contains(parts[0]);
        assertDamaged(TEXT.replace(parts[0], parts[1]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"concave\":false->\"concave\":\"maybe\"",
                "\"initial\":0.3->\"initial\":\"abc\"",
                "\"initial\":0.3->\"initial\":null",
                "\"unit\":\"ITERATIONS\",\"begin\":10->\"unit\":\"EPOCHS\",\"begin\":\"abc\"",
                "\"end\":20->\"end\":20.9",
                "\"end\":20->\"end\":18446744073709551636", // 2^64 + 20
                "\"interval\":7->\"interval\":4294967303", // 2^32 + 7
                "\"layerCap\":0.98->\"layerCap\":0.98,\"blockSize\":4294967304", // 2^32 + 8
                "\"layerCap\":0.98->\"layerCap\":0.98,\"blockSize\":\"8\"",
                "\"layerCap\":0.98->\"layerCap\":0.98,\"blockSize\":null",
                "\"layerCap\":0.98}->\"layerCap\":0.98} and more"
            })
    void aValueOfAnotherKindIsNotTakenForAnother(String change) {
        String[] parts = change.split("->");
        assertThat(TEXT).contains(parts[0]);
        assertDamaged(TEXT.replace(parts[0], parts[1]));
    }

    private static void assertDamaged(String text) {
        assertThatIllegalArgumentException()
                .as("%s", text)
                .isThrownBy(() -> PlanCodec.decode(text, Set.of("0_W")))
                .withMessageStartingWith("the pruning plan in the model is damaged: ");
    }
}
