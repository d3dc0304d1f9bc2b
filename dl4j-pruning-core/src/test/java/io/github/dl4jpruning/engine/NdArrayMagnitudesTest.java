package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jpruning.selection.Magnitudes;
import io.github.dl4jpruning.selection.Magnitudes.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class NdArrayMagnitudesTest {

    private static double[] read(Magnitudes magnitudes, int from, int count) {
        long[] keys = new long[count];
        magnitudes.read(from, keys, count);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = magnitudes.precision().magnitude(keys[i]);
        }
        return values;
    }

    private static double[] readAll(INDArray array) {
        Magnitudes magnitudes = NdArrayMagnitudes.of(array);
        assertThat(magnitudes.length()).isEqualTo(array.length());
        return read(magnitudes, 0, (int) array.length());
    }

    /** -0, -1, -2, ... */
    private static INDArray falling(DataType type, int length) {
        return Nd4j.arange(length).negi().castTo(type);
    }

    private static INDArray slice(INDArray array, long from, long to) {
        return array.get(NDArrayIndex.interval(from, to));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void aVectorIsReadInEveryFloatingPointType(DataType type) {
        INDArray array = Nd4j.createFromArray(1.5, -2.0, 0.0, -0.0, -0.25).castTo(type);
        assertThat(readAll(array)).containsExactly(1.5, 2, 0, 0, 0.25);
        assertThat(NdArrayMagnitudes.of(array).precision())
                .isEqualTo(type == DataType.DOUBLE ? Precision.DOUBLE : Precision.SINGLE);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void aViewBeginsAtItsOffset(DataType type) {
        INDArray array = falling(type, 100);
        assertThat(readAll(slice(array, 40, 45))).containsExactly(40, 41, 42, 43, 44);
        assertThat(readAll(slice(array, 99, 100))).containsExactly(99);
        assertThat(readAll(slice(array, 0, 2))).containsExactly(0, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
    void aViewOfAViewBeginsAtBothOffsets(DataType type) {
        INDArray array = falling(type, 100);
        assertThat(readAll(slice(slice(array, 40, 80), 7, 10))).containsExactly(47, 48, 49);
        INDArray matrix = slice(array, 20, 80).reshape('f', 6, 10);
        assertThat(readAll(slice(matrix.reshape('f', new long[] {60}), 3, 6))).containsExactly(23, 24, 25);
    }

    @Test
    void aRowOfParametersIsReadAsAVector() {
        INDArray row = falling(DataType.FLOAT, 12).reshape(1, 12);
        assertThat(readAll(slice(row.reshape(12), 5, 8))).containsExactly(5, 6, 7);
    }

    @Test
    void aPieceIsReadFromTheMiddleOfAView() {
        Magnitudes magnitudes = NdArrayMagnitudes.of(slice(falling(DataType.FLOAT, 10_000), 1_000, 9_000));
        assertThat(read(magnitudes, 10, 3)).containsExactly(1_010, 1_011, 1_012);
        assertThat(read(magnitudes, 7_998, 2)).containsExactly(8_998, 8_999);
        double[] most = read(magnitudes, 1, Magnitudes.CHUNK);
        for (int i = 0; i < Magnitudes.CHUNK; i++) {
            assertThat(most[i]).isEqualTo(1_001 + i);
        }
        Magnitudes doubles = NdArrayMagnitudes.of(slice(falling(DataType.DOUBLE, 10_000), 1_000, 9_000));
        assertThat(read(doubles, 4_000, 3)).containsExactly(5_000, 5_001, 5_002);
    }

    @Test
    void everyBitOfAMagnitudeIsKept() {
        float[] floats = {Float.MIN_VALUE, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN, -1 / 3f};
        assertThat(readAll(Nd4j.createFromArray(floats)))
                .containsExactly(Float.MIN_VALUE, Float.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN, 1 / 3f);
        double[] doubles = {-Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, Double.NaN, -1 / 3.0};
        assertThat(readAll(Nd4j.createFromArray(doubles)))
                .containsExactly(Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN, 1 / 3.0);
    }

    @Test
    void specialValuesOfHalfPrecisionAreWidened() {
        INDArray half = Nd4j.createFromArray(-65504f, Float.NaN, Float.NEGATIVE_INFINITY, 5.9604645e-8f)
                .castTo(DataType.HALF);
        assertThat(readAll(half)).containsExactly(65504, Double.NaN, Double.POSITIVE_INFINITY, 5.9604645e-8f);
    }

    @Test
    void aNewViewSeesNewWeights() {
        INDArray array = Nd4j.createFromArray(1f, 2f, 3f);
        assertThat(readAll(array)).containsExactly(1, 2, 3);
        array.muli(-2);
        array.putScalar(2, 0.5);
        assertThat(readAll(array)).containsExactly(2, 4, 0.5);
    }

    @Test
    void readingDoesNotChangeTheArray() {
        INDArray array = Nd4j.createFromArray(-1f, 2f, -3f, 4f);
        INDArray before = array.dup();
        readAll(slice(array, 1, 3));
        readAll(array);
        assertThat(array).isEqualTo(before);
    }

    @Test
    void anArrayWithGapsIsRefused() {
        INDArray column = falling(DataType.FLOAT, 12).reshape('c', 3, 4).getColumn(1);
        assertThat(column.rank()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArrayMagnitudes.of(column))
                .withMessageStartingWith("need a vector of adjacent elements, not ");
    }

    @Test
    void aMatrixIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArrayMagnitudes.of(Nd4j.zeros(DataType.FLOAT, 3, 4)))
                .withMessageStartingWith("need a vector of adjacent elements, not ");
    }

    @ParameterizedTest
    @EnumSource(names = {"INT", "LONG", "BOOL", "UINT16"})
    void aTypeThatIsNoFloatingPointIsRefused(DataType type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArrayMagnitudes.of(Nd4j.zeros(type, 3)))
                .withMessage("weights of type " + type + " cannot be pruned");
    }
}
