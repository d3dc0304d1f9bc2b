package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DeviceMaskTest {

    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;

    private static INDArray slice(INDArray array, long from, long to) {
        return array.get(NDArrayIndex.interval(from, to));
    }

    private static double[] values(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup().data().asDouble();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void prunedValuesBecomeZeroInEveryType(DataType type) {
        DeviceMask mask = new DeviceMask(type, 6);
        mask.write(WeightMask.of(3, i -> i != 1), 2); // of the six 2 and 4 are pruned
        INDArray multiplied = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, -6f).castTo(type);
        mask.clear(multiplied);
        assertThat(values(multiplied)).containsExactly(1, 2, 0, 4, 0, -6);
        assertThat(multiplied.dataType()).isEqualTo(type);
        INDArray zeroed = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, -6f).castTo(type);
        mask.zero(zeroed);
        assertThat(values(zeroed)).containsExactly(1, 2, 0, 4, 0, -6);
        assertThat(zeroed.dataType()).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void zeroAlsoTakesInfinitiesAndNaN(DataType type) {
        DeviceMask mask = new DeviceMask(type, 6);
        mask.write(WeightMask.of(6, i -> i < 4), 0);
        INDArray values = Nd4j.createFromArray(NAN, INF, -INF, -7f, NAN, INF).castTo(type);
        mask.zero(values);
        double[] zeroed = values(values);
        assertThat(zeroed).containsExactly(0, 0, 0, 0, Double.NaN, Double.POSITIVE_INFINITY);
        for (int i = 0; i < 4; i++) {
            assertThat(1 / zeroed[i]).isPositive(); // 0.0, not -0.0
        }
    }

    @Test
    void oneMaskServesArraysOfSeveralShapesInTurn() {
        DeviceMask mask = new DeviceMask(DataType.FLOAT, 6);
        mask.write(WeightMask.of(6, i -> i == 1), 0); // the same weight of each
        long[][] shapes = {{2, 3}, {3, 2}, {6}, {1, 6}, {2, 3}};
        for (long[] shape : shapes) {
            INDArray values = Nd4j.ones(DataType.FLOAT, shape);
            mask.clear(values);
            assertThat(values(values)).containsExactly(1, 0, 1, 1, 1, 1);
            INDArray zeroed = Nd4j.ones(DataType.FLOAT, shape);
            mask.zero(zeroed);
            assertThat(values(zeroed)).containsExactly(1, 0, 1, 1, 1, 1);
        }
    }

    @Test
    void aMaskWithoutBitsChangesNothing() {
        DeviceMask mask = new DeviceMask(DataType.FLOAT, 3);
        INDArray values = Nd4j.createFromArray(NAN, -2f, INF);
        mask.clear(values);
        mask.zero(values);
        assertThat(values(values)).containsExactly(Double.NaN, -2, Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
    void aViewIsChangedInPlaceAndNothingAroundIt(DataType type) {
        DeviceMask mask = new DeviceMask(type, 4);
        mask.write(WeightMask.of(4, i -> i == 0 || i == 3), 0);
        INDArray whole = Nd4j.arange(1, 11).castTo(type);
        mask.clear(slice(whole, 3, 7));
        assertThat(values(whole)).containsExactly(1, 2, 3, 0, 5, 6, 0, 8, 9, 10);
        whole = Nd4j.arange(1, 11).castTo(type);
        mask.zero(slice(whole, 3, 7));
        assertThat(values(whole)).containsExactly(1, 2, 3, 0, 5, 6, 0, 8, 9, 10);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
    void aSliceOfTheMaskGoesWithASliceOfTheValues(DataType type) {
        DeviceMask mask = new DeviceMask(type, 10);
        mask.write(WeightMask.of(10, i -> i % 2 == 0), 0);
        INDArray state = Nd4j.arange(1, 11).castTo(type);
        mask.zero(slice(state, 6, 9), 3, 6); // mask 3, 4, 5: the middle one is pruned
        assertThat(values(state)).containsExactly(1, 2, 3, 4, 5, 6, 7, 0, 9, 10);
    }

    @Test
    void bitsLandWhereTheyBelongAlsoInManyPieces() {
        int length = 200_003;
        int offset = 101;
        Random random = new Random(4);
        WeightMask bits = WeightMask.of(length, i -> random.nextBoolean());
        DeviceMask mask = new DeviceMask(DataType.FLOAT, length + 300);
        mask.write(bits, offset);
        INDArray ones = Nd4j.ones(DataType.FLOAT, length + 300);
        mask.clear(ones);
        float[] kept = ones.data().asFloat();
        int wrong = 0;
        for (int i = 0; i < kept.length; i++) {
            boolean inside = i >= offset && i < offset + length;
            wrong += (kept[i] == 0) == (inside && bits.isPruned(i - offset)) ? 0 : 1;
        }
        assertThat(wrong).isZero();
    }

    @Test
    void aMaskOfOneWeightIsWritten() {
        DeviceMask mask = new DeviceMask(DataType.FLOAT, 3);
        mask.write(WeightMask.of(1, i -> true), 1);
        INDArray values = Nd4j.createFromArray(1f, 2f, 3f);
        mask.zero(values);
        assertThat(values(values)).containsExactly(1, 0, 3);
        DeviceMask one = new DeviceMask(DataType.DOUBLE, 1);
        one.write(WeightMask.of(1, i -> true), 0);
        INDArray value = Nd4j.createFromArray(5.0);
        one.zero(value);
        assertThat(values(value)).containsExactly(0);
    }

    @Test
    void writingAgainReplacesTheBitsOfThatSliceOnly() {
        DeviceMask mask = new DeviceMask(DataType.FLOAT, 6);
        mask.write(WeightMask.of(3, i -> true), 0);
        mask.write(WeightMask.of(3, i -> true), 3);
        mask.write(WeightMask.of(3, i -> i == 1), 0);
        INDArray values = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, 6f);
        mask.zero(values);
        assertThat(values(values)).containsExactly(1, 0, 3, 0, 0, 0);
        assertThat(mask.isZero(Nd4j.createFromArray(1f, 0f, 1f, 0f, 0f, 0f))).isTrue();
        assertThat(mask.isZero(Nd4j.createFromArray(1f, 1f, 1f, 0f, 0f, 0f))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void isZeroLooksAtPrunedValuesOnly(DataType type) {
        DeviceMask mask = new DeviceMask(type, 4);
        mask.write(WeightMask.of(4, i -> i > 1), 0);
        assertThat(mask.isZero(Nd4j.createFromArray(5f, -6f, 0f, -0f).castTo(type)))
                .isTrue();
        assertThat(mask.isZero(Nd4j.createFromArray(0f, 0f, 0f, 1e-4f).castTo(type)))
                .isFalse();
        assertThat(mask.isZero(Nd4j.createFromArray(0f, 0f, -2f, 0f).castTo(type)))
                .isFalse();
        assertThat(mask.isZero(
                        slice(Nd4j.createFromArray(9f, 9f, 5f, 6f, 0f, 0f, 9f).castTo(type), 2, 6)))
                .isTrue();
        assertThat(mask.isZero(
                        slice(Nd4j.createFromArray(0f, 0f, 0f, 0f, 0f, 9f, 0f).castTo(type), 2, 6)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void isZeroIsNotFooledByValuesThatCancelEachOther(DataType type) {
        DeviceMask mask = new DeviceMask(type, 4);
        mask.write(WeightMask.of(4, i -> i > 1), 0);
        assertThat(mask.isZero(Nd4j.createFromArray(5f, 6f, 0.5f, -0.5f).castTo(type)))
                .isFalse();
    }

    /** Bits are written in pieces of 2^16, and the weights of the sum must not begin anew with each. */
    @Test
    void valuesThatAreAPieceOfTheMaskApartDoNotCancelEachOther() {
        int piece = 1 << 16;
        DeviceMask mask = new DeviceMask(DataType.FLOAT, piece + 1);
        mask.write(WeightMask.of(piece + 1, i -> true), 0);
        INDArray values = Nd4j.zeros(DataType.FLOAT, piece + 1);
        assertThat(mask.isZero(values)).isTrue();
        values.putScalar(0, 0.5f);
        values.putScalar(piece, -0.5f);
        assertThat(mask.isZero(values)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void isZeroDoesNotSayYesWhenItCannotTell(DataType type) {
        DeviceMask mask = new DeviceMask(type, 4);
        mask.write(WeightMask.of(4, i -> i > 1), 0);
        assertThat(mask.isZero(Nd4j.createFromArray(0f, 0f, NAN, 0f).castTo(type)))
                .isFalse();
        assertThat(mask.isZero(Nd4j.createFromArray(0f, 0f, 0f, INF).castTo(type)))
                .isFalse();
        assertThat(mask.isZero(Nd4j.createFromArray(NAN, 0f, 0f, 1f).castTo(type)))
                .isFalse();
        assertThat(mask.isZero(Nd4j.createFromArray(0f, INF, 0f, 1f).castTo(type)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
    void isZeroFindsOneSmallValueAmongMany(DataType type) {
        int length = 100_000;
        DeviceMask mask = new DeviceMask(type, length);
        mask.write(WeightMask.of(length, i -> i % 2 == 0), 0);
        INDArray values = Nd4j.ones(type, length).muli(100);
        mask.zero(values);
        assertThat(mask.isZero(values)).isTrue();
        values.putScalar(65_538, type == DataType.HALF ? 1e-4 : 1e-30);
        assertThat(mask.isZero(values)).isFalse();
    }

    /** Matrices [3, 4] of the numbers 1 to 12, row after row, that lie in memory in various ways. */
    static Stream<Arguments> matrices() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE, DataType.HALF).flatMap(type -> {
            INDArray numbers = Nd4j.arange(1, 13).castTo(type).reshape('c', 3, 4);
            INDArray wide = Nd4j.zeros(type, 5, 9);
            INDArray gaps = wide.get(NDArrayIndex.interval(1, 4), NDArrayIndex.interval(2, 2, 9));
            gaps.assign(numbers);
            INDArray transposed = numbers.transpose().dup('c').transpose();
            return Stream.of(
                    arguments(type, "rows", numbers.dup('c')),
                    arguments(type, "columns", numbers.dup('f')),
                    arguments(type, "transposed", transposed),
                    arguments(type, "view with gaps", gaps));
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matrices")
    void anArrayOfAnyShapeIsCountedRowAfterRowHoweverItLies(DataType type, String how, INDArray matrix) {
        assertThat(matrix.shape()).containsExactly(3, 4);
        DeviceMask mask = new DeviceMask(type, 12);
        mask.write(WeightMask.of(12, i -> i % 5 == 1), 0); // the numbers 2, 7 and 12
        INDArray multiplied = matrix.ulike().assign(matrix);
        mask.clear(multiplied);
        assertThat(rows(multiplied)).containsExactly(1, 0, 3, 4, 5, 6, 0, 8, 9, 10, 11, 0);
        assertThat(mask.isZero(multiplied)).isTrue();
        assertThat(mask.isZero(matrix)).isFalse();
        mask.zero(matrix); // in place, also in a view
        assertThat(rows(matrix)).containsExactly(1, 0, 3, 4, 5, 6, 0, 8, 9, 10, 11, 0);
        assertThat(mask.isZero(matrix)).isTrue();
        matrix.putScalar(1, 2, 0.5); // the number 7
        assertThat(mask.isZero(matrix)).isFalse();
        mask.clear(matrix);
        assertThat(mask.isZero(matrix)).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matrices")
    void infinitiesAndNaNAreZeroedInArraysOfAnyShape(DataType type, String how, INDArray matrix) {
        DeviceMask mask = new DeviceMask(type, 12);
        mask.write(WeightMask.of(12, i -> i == 1 || i == 6), 0);
        matrix.putScalar(0, 1, NAN);
        matrix.putScalar(1, 2, INF);
        mask.zero(matrix);
        assertThat(rows(matrix)).containsExactly(1, 0, 3, 4, 5, 6, 0, 8, 9, 10, 11, 12);
    }

    private static double[] rows(INDArray matrix) {
        double[] values = new double[12];
        for (int i = 0; i < 12; i++) {
            values[i] = matrix.getDouble(i / 4, i % 4);
        }
        return values;
    }

    @Test
    void aMaskMadeInsideAWorkspaceOutlivesIt() {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.builder()
                .initialSize(1 << 20)
                .policyAllocation(AllocationPolicy.STRICT)
                .build();
        DeviceMask mask;
        try (MemoryWorkspace workspace =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "DeviceMaskTest")) {
            assertThat(workspace.isScopeActive()).isTrue();
            mask = new DeviceMask(DataType.FLOAT, 1_000);
            mask.write(WeightMask.of(1_000, i -> i < 500), 0);
        }
        for (int i = 0; i < 3; i++) {
            try (MemoryWorkspace workspace =
                    Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "DeviceMaskTest")) {
                assertThat(workspace.isScopeActive()).isTrue();
                Nd4j.ones(DataType.FLOAT, 1_000).muli(42); // would overwrite memory of the workspace
            }
        }
        INDArray values = Nd4j.ones(DataType.FLOAT, 1_000);
        mask.clear(values);
        assertThat(values.sumNumber().doubleValue()).isEqualTo(500);
        assertThat(slice(values, 0, 500).sumNumber().doubleValue()).isZero();
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
}
