package io.github.dl4jpruning.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.engine.InMemoryModel;
import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningState;
import io.github.dl4jpruning.engine.WeightLayout;
import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * An LSTM of 2 inputs and 2 units, then a dense layer of 2 inputs and 3 units.
 *
 * <p>The matrices of the LSTM are [2, 8] in columns, gate after gate: unit 0 has the columns 0, 2, 4 and 6, that is the
 * positions 0, 1, 4, 5, 8, 9, 12 and 13; input 1 has the odd positions. The matrix of the dense layer is [2, 3] in
 * rows: unit 0 has the positions 0 and 3.
 */
class SparsityReportTest {

    private static final List<String> GATES = List.of("cell input", "forget gate", "output gate", "input gate");
    private static final WeightLayout INPUTS = new WeightLayout(List.of(2L, 8L), 'f', 0, 1, GATES, "");
    private static final WeightLayout RECURRENT = new WeightLayout(List.of(2L, 8L), 'f', -1, 1, GATES, "");
    private static final WeightLayout DENSE = new WeightLayout(List.of(2L, 3L), 'c', 0, 1, List.of(), "");

    /** Unit 0 is dead, input 1 is unread. */
    private static final WeightMask W = pruned(16, 0, 1, 4, 5, 8, 9, 12, 13, 3, 7, 11, 15);
    /** Unit 0 is dead. */
    private static final WeightMask RW = pruned(16, 0, 1, 4, 5, 8, 9, 12, 13, 2);
    /** Unit 0 is dead. */
    private static final WeightMask HEAD = pruned(6, 0, 3, 4);

    private static WeightMask pruned(long length, int... positions) {
        return WeightMask.of(length, i -> Arrays.stream(positions).anyMatch(p -> p == i));
    }

    private static float[] weights(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i + 1;
        }
        return values;
    }

    private static InMemoryModel model() {
        return new InMemoryModel()
                .with("lstm", "W", INPUTS, Status.DEFAULT, "", weights(16))
                .with("lstm", "RW", RECURRENT, Status.DEFAULT, "", weights(16))
                .with("lstm", "b", InMemoryModel.vector(8), Status.OPTIONAL, "bias", weights(8))
                .with("head", "W", DENSE, Status.DEFAULT, "", weights(6));
    }

    private static PruningPlan plan(SparsityCurve curve) {
        return PruningPlan.of(new PruningSchedule(curve, PruningWindow.iterations(1, 11, 1)));
    }

    private static Pruner pruner(PruningPlan plan, long step) {
        Masks masks = new Masks(Map.of("lstm_W", W, "lstm_RW", RW, "head_W", HEAD));
        return new Pruner(model(), new PruningState(plan, step, 0, masks));
    }

    private static SparsityReport report() {
        return SparsityReport.of(pruner(plan(SparsityCurve.linear(0, 0.7)), 6));
    }

    @Test
    void aLayerCountsWeightsDeadUnitsUnreadInputsParametersAndGates() {
        SparsityReport.Row lstm = report().layers().get(0);
        assertThat(lstm.layer()).isEqualTo("lstm");
        assertThat(lstm.layerType()).isEqualTo("Fake");
        assertThat(lstm.weights()).isEqualTo(32);
        assertThat(lstm.pruned()).isEqualTo(21);
        assertThat(lstm.achievedSparsity()).isEqualTo(0.65625);
        assertThat(lstm.unitsWithoutInput()).hasValue(1);
        assertThat(lstm.inputsWithoutOutput()).hasValue(1);
        assertThat(lstm.parameters()).containsExactly(entry("W", 0.75), entry("RW", 0.5625));
        // Of 8 weights each: 3 + 3, then 3 + 2 three times.
        assertThat(lstm.gates())
                .containsExactly(
                        entry("cell input", 0.75),
                        entry("forget gate", 0.625),
                        entry("output gate", 0.625),
                        entry("input gate", 0.625));
        SparsityReport.Row head = report().layers().get(1);
        assertThat(head.layer()).isEqualTo("head");
        assertThat(head.weights()).isEqualTo(6);
        assertThat(head.pruned()).isEqualTo(3);
        assertThat(head.unitsWithoutInput()).hasValue(1);
        assertThat(head.inputsWithoutOutput()).hasValue(0);
        assertThat(head.parameters()).containsExactly(entry("W", 0.5));
        assertThat(head.gates()).isEmpty();
        assertThat(report().layers()).hasSize(2);
    }

    @Test
    void theTotalIsTheSumOverTheLayers() {
        SparsityReport.Row total = report().total();
        assertThat(total.layer()).isEqualTo("total");
        assertThat(total.weights()).isEqualTo(38);
        assertThat(total.pruned()).isEqualTo(24);
        assertThat(total.achievedSparsity()).isEqualTo(24 / 38.0);
        assertThat(total.unitsWithoutInput()).hasValue(2);
        assertThat(total.inputsWithoutOutput()).hasValue(1);
        assertThat(total.targetSparsity()).hasValueCloseTo(0.35, within(1e-15));
    }

    @Test
    void onlyAUniformAllocationHasTargetsByLayer() {
        assertThat(report().layers())
                .allSatisfy(row -> assertThat(row.targetSparsity()).isEmpty());
        var uniform =
                SparsityReport.of(pruner(plan(SparsityCurve.linear(0, 0.7)).withAllocation(Allocation.UNIFORM), 6));
        assertThat(uniform.layers())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.targetSparsity()).hasValueCloseTo(0.35, within(1e-15)));
    }

    @Test
    void whatIsLeftAloneIsListedWithItsReason() {
        var plan = plan(SparsityCurve.linear(0, 0.7)).excluding(p -> p.layer().equals("head"));
        var report = SparsityReport.of(new Pruner(model(), plan));
        assertThat(report.skipped()).extracting(Object::toString).containsExactly("lstm_b [8] (bias)", "head_W [2, 3]");
        assertThat(report.layers()).extracting(SparsityReport.Row::layer).containsExactly("lstm");
        assertThat(report.toText().lines())
                .last()
                .isEqualTo("not pruned: lstm_b (bias), head_W (excluded by the plan)");
    }

    @Test
    void whatWentInTheLastUpdateIsCountedByLayer() {
        Pruner pruner = new Pruner(model(), plan(SparsityCurve.constant(0.25)));
        assertThat(SparsityReport.of(pruner).total().prunedAtLastUpdate()).isZero();
        pruner.beforeUpdate(0); // floor(38 / 4) = 9: three times 1, 2 and 3
        var report = SparsityReport.of(pruner);
        assertThat(report.step()).isEqualTo(1);
        assertThat(report.layers())
                .extracting(SparsityReport.Row::prunedAtLastUpdate)
                .containsExactly(6L, 3L);
        assertThat(report.total().prunedAtLastUpdate()).isEqualTo(9);
    }

    @Test
    void aReportIsFinishedWhenTheEndOfTheWindowAndTheLastSparsityAreReached() {
        // 24 of 38 are pruned.
        assertThat(SparsityReport.of(pruner(plan(SparsityCurve.linear(0, 0.64)), 11))
                        .finished())
                .isTrue(); // floor(24.32) = 24
        assertThat(SparsityReport.of(pruner(plan(SparsityCurve.linear(0, 0.64)), 10))
                        .finished())
                .isFalse();
        assertThat(SparsityReport.of(pruner(plan(SparsityCurve.linear(0, 0.66)), 11))
                        .finished())
                .isFalse(); // floor(25.08) = 25
    }

    @Test
    void aReportInBlocksSaysSoAndIsFinishedWhenLessThanABlockIsMissing() {
        // 24 of 38 are pruned; rows of two and three units, so that the largest block has three weights.
        PruningPlan plan = plan(SparsityCurve.linear(0, 0.7)).withGranularity(Granularity.blocks(3));
        SparsityReport report = SparsityReport.of(pruner(plan, 11));
        assertThat(report.finished()).isTrue(); // floor(26.6) = 26
        assertThat(SparsityReport.of(
                                pruner(plan(SparsityCurve.linear(0, 0.72)).withGranularity(Granularity.blocks(3)), 11))
                        .finished())
                .isFalse(); // floor(27.36) = 27
        assertThat(report.granularity()).isEqualTo(Granularity.blocks(3));
        assertThat(report.toText()).contains("granularity: blocks of 3 outputs" + System.lineSeparator());
        assertThat(report.toJson()).contains("\"block_size\":3");
        assertThat(report().toText()).doesNotContain("granularity");
    }

    @Test
    void weightsThatWereZeroedAgainAreTold() {
        InMemoryModel model = model();
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.25)));
        pruner.beforeUpdate(0);
        model.weights("lstm_W")[0] = 1;
        pruner.afterUpdate();
        assertThat(SparsityReport.of(pruner).zeroedAgain()).isEqualTo(1);
        assertThat(SparsityReport.of(pruner).toText()).contains("weights zeroed again: 1");
    }

    @Test
    void beforeTheFirstUpdateNothingIsPruned() {
        var report = SparsityReport.of(new Pruner(model(), plan(SparsityCurve.constant(0.25))));
        assertThat(report.step()).isZero();
        assertThat(report.finished()).isFalse();
        assertThat(report.total().pruned()).isZero();
        assertThat(report.total().achievedSparsity()).isZero();
        assertThat(report.total().targetSparsity()).hasValue(0);
        assertThat(report.total().unitsWithoutInput()).hasValue(0);
        assertThat(report.total().inputsWithoutOutput()).hasValue(0);
    }

    @Test
    void layersWithoutOrderHaveNoCountOfUnits() {
        InMemoryModel model = new InMemoryModel().with("vertex", "W", 1, 2, 3, 4);
        var report = SparsityReport.of(new Pruner(model, plan(SparsityCurve.constant(0.25))));
        assertThat(report.layers().get(0).unitsWithoutInput()).isEmpty();
        assertThat(report.layers().get(0).inputsWithoutOutput()).isEmpty();
        assertThat(report.total().unitsWithoutInput()).isEmpty();
        assertThat(report.toCsv().lines().toList().get(1)).isEqualTo("vertex,Fake,4,0,,0.0,0,,,");
        assertThat(report.toText().lines().toList().get(1).trim().split("\\s+"))
                .containsExactly("vertex", "Fake", "4", "0", "0.0000", "-", "0", "-", "-");
    }

    @Test
    void textIsATableForPeople() {
        List<List<String>> lines = report().toText()
                .lines()
                .map(line -> List.of(line.trim().split(" {2,}")))
                .toList();
        assertThat(lines)
                .containsExactly(
                        List.of(
                                "layer",
                                "type",
                                "weights",
                                "pruned",
                                "sparsity",
                                "target",
                                "last update",
                                "no input",
                                "unread"),
                        List.of("lstm", "Fake", "32", "21", "0.6563", "-", "0", "1", "1"),
                        List.of("head", "Fake", "6", "3", "0.5000", "-", "0", "1", "0"),
                        List.of("total", "38", "24", "0.6316", "0.3500", "0", "2", "1"),
                        List.of(
                                "lstm by gate: cell input 75.0%, forget gate 62.5%, output gate 62.5%, input gate 62.5%"),
                        List.of(
                                "last update: pruned in it; no input: units that no weight feeds; unread: inputs that no weight"
                                        + " reads"),
                        List.of("weights zeroed again: 24"), // the weights of the model under the masks it is given
                        List.of("schedule: step 6, not finished: the last sparsity is not reached yet"),
                        List.of("not pruned: lstm_b (bias)"));
        assertThat(report()).hasToString(report().toText());
        assertThat(SparsityReport.of(pruner(plan(SparsityCurve.linear(0, 0.64)), 11))
                        .toText())
                .contains("schedule: step 11, finished");
    }

    @Test
    void csvIsATableForPrograms() {
        assertThat(report().toCsv().lines())
                .containsExactly(
                        "layer,type,weights,pruned,target_sparsity,achieved_sparsity,pruned_at_last_update,"
                                + "units_without_input,inputs_without_output,gates",
                        "lstm,Fake,32,21,,0.65625,0,1,1,cell input=0.75;forget gate=0.625;output gate=0.625;input gate=0.625",
                        "head,Fake,6,3,,0.5,0,1,0,",
                        "total,,38,24,0.35,0.631578947368421,0,2,1,");
    }

    @Test
    void namesWithCommasQuotesAndLineBreaksAreQuotedInCsv() {
        var layout = InMemoryModel.vector(2);
        InMemoryModel model = new InMemoryModel()
                .with("a,b", "W", layout, Status.DEFAULT, "", 1, 2)
                .with("say \"x\"", "W", layout, Status.DEFAULT, "", 1, 2)
                .with("two\nlines", "W", layout, Status.DEFAULT, "", 1, 2);
        String csv = SparsityReport.of(new Pruner(model, plan(SparsityCurve.constant(0.25))))
                .toCsv();
        assertThat(csv)
                .contains("\n\"a,b\",Fake,2,")
                .contains("\n\"say \"\"x\"\"\",Fake,2,")
                .contains("\n\"two\nlines\",Fake,2,");
    }

    @Test
    void jsonHoldsTheWholeReport() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report().toJson());
        assertThat(names(json))
                .containsExactly(
                        "step",
                        "finished",
                        "zeroed_again",
                        "not_zero",
                        "block_size",
                        "warnings",
                        "layers",
                        "total",
                        "skipped");
        assertThat(json.get("warnings")).isEmpty();
        assertThat(json.get("step").asLong()).isEqualTo(6);
        assertThat(json.get("finished").isBoolean()).isTrue();
        assertThat(json.get("finished").asBoolean()).isFalse();
        assertThat(json.get("zeroed_again").asLong()).isEqualTo(24);
        assertThat(json.get("not_zero").asLong()).isZero();
        JsonNode lstm = json.get("layers").get(0);
        assertThat(lstm.get("layer").asText()).isEqualTo("lstm");
        assertThat(lstm.get("type").asText()).isEqualTo("Fake");
        assertThat(lstm.get("weights").asLong()).isEqualTo(32);
        assertThat(lstm.get("pruned").asLong()).isEqualTo(21);
        assertThat(lstm.has("target_sparsity")).isFalse();
        assertThat(lstm.get("achieved_sparsity").asDouble()).isEqualTo(0.65625);
        assertThat(lstm.get("pruned_at_last_update").asLong()).isZero();
        assertThat(lstm.get("units_without_input").asLong()).isEqualTo(1);
        assertThat(lstm.get("inputs_without_output").asLong()).isEqualTo(1);
        assertThat(lstm.get("parameters").get("RW").asDouble()).isEqualTo(0.5625);
        assertThat(names(lstm.get("gates"))).isEqualTo(Set.copyOf(GATES));
        assertThat(lstm.get("gates").get("cell input").asDouble()).isEqualTo(0.75);
        assertThat(json.get("layers")).hasSize(2);
        assertThat(json.get("layers").get(1).get("gates")).isEmpty();
        assertThat(json.get("total").get("target_sparsity").asDouble()).isCloseTo(0.35, within(1e-15));
        assertThat(json.get("total").get("pruned").asLong()).isEqualTo(24);
        assertThat(json.get("skipped")).hasSize(1);
        assertThat(json.get("skipped").get(0).get("name").asText()).isEqualTo("lstm_b");
        assertThat(json.get("skipped").get(0).get("layer").asText()).isEqualTo("lstm");
        assertThat(json.get("skipped").get(0).get("reason").asText()).isEqualTo("bias");
    }

    @Test
    void sizeAndLatencyStandBeneathTheTable() {
        SparsityReport plain = report();
        SparsityReport report = plain.with(DeploymentTest.DEPLOYMENT);
        assertThat(report.deployment()).contains(DeploymentTest.DEPLOYMENT);
        assertThat(report.toText()).isEqualTo(plain.toText() + DeploymentTest.DEPLOYMENT + System.lineSeparator());
        assertThat(report.layers()).isEqualTo(plain.layers());
        assertThat(plain.deployment()).isEmpty();
    }

    @Test
    void sizeAndLatencyAreFurtherColumnsOfTheTotal() {
        List<String> plain = report().toCsv().lines().toList();
        assertThat(report().with(DeploymentTest.DEPLOYMENT).toCsv().lines())
                .containsExactly(
                        plain.get(0)
                                + ",zip_bytes,stripped_bytes,file_bytes,entropy_bound_bytes,largest_weight_error,removed_units,"
                                + "forecast_millis,framework_millis,framework",
                        plain.get(1) + ",,,,,,,,,",
                        plain.get(2) + ",,,,,,,,,",
                        plain.get(3) + ",82092,26406,24042,21888,0.00123,3,0.0471,4.82,DL4J");
    }

    @Test
    void sizeAndLatencyAreAnObjectOfTheJson() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(report().with(DeploymentTest.DEPLOYMENT).toJson());
        assertThat(names(json)).contains("layers", "total", "deployment");
        JsonNode deployment = json.get("deployment");
        assertThat(names(deployment))
                .containsExactlyElementsOf(DeploymentTest.DEPLOYMENT.fields().keySet());
        assertThat(deployment.get("file_bytes").isIntegralNumber()).isTrue();
        assertThat(deployment.get("file_bytes").asLong()).isEqualTo(24042);
        assertThat(deployment.get("forecast_millis").isNumber()).isTrue();
        assertThat(deployment.get("forecast_millis").asDouble()).isEqualTo(0.0471);
        assertThat(deployment.get("framework").asText()).isEqualTo("DL4J");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void numbersHaveAPointWhateverTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        String text = report().toText();
        String csv = report().toCsv();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(report().toText()).isEqualTo(text);
            assertThat(report().toCsv()).isEqualTo(csv);
        } finally {
            Locale.setDefault(before);
        }
    }
}
