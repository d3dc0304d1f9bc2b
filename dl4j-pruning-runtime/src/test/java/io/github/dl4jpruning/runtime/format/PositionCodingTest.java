package io.github.dl4jpruning.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.runtime.format.PositionCoding.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Positions that are not what a writer writes are refused, also where a reader could go on. */
class PositionCodingTest {
    private static final PositionCoding BITMAP = new PositionCoding(Kind.BITMAP, 0);

    /** The places of weights in a single row; the bytes behind the positions are those of the weights. */
    private static int[] read(PositionCoding coding, int width, int weights, int length, int... bytes) {
        byte[] file = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            file[i] = (byte) bytes[i];
        }
        char[] columns = new char[weights];
        coding.read(file, 0, length, width, new int[2], columns);
        return new String(columns).chars().toArray();
    }

    private static PositionCoding rice(int parameter) {
        return new PositionCoding(Kind.RICE, parameter);
    }

    @Test
    void positionsAreReadFromTheirOwnBytesOnly() {
        assertThat(read(rice(3), 16, 2, 1, 0b0010_0100, 0)).containsExactly(2, 4);
        assertThatThrownBy(() -> read(rice(3), 16, 3, 1, 0b0010_0100, 0)).hasMessage("the positions end too early");
        assertThatThrownBy(() -> read(rice(0), 16, 1, 1, 0xff, 0)).hasMessage("the positions end too early");
    }

    @Test
    void moreWeightsThanPlacesAreRefusedBeforeTheyAreRead() {
        assertThatThrownBy(() -> read(rice(0), 2, 3, 1, 0)).hasMessage("3 weights do not fit 1 x 2");
        assertThatThrownBy(() -> read(BITMAP, 2, 3, 1, 0b11)).hasMessage("3 weights do not fit 1 x 2");
        assertThatThrownBy(() -> read(PositionCoding.ALL, 2, 1, 0, 0)).hasMessage("1 weights do not fit 1 x 2");
        assertThatThrownBy(() -> read(PositionCoding.ALL, 2, 2, 1, 0)).hasMessage("2 weights do not fit 1 x 2");
        assertThatThrownBy(() -> read(BITMAP, 8, 1, 2, 1, 0)).hasMessage("the bitmap of 1 x 8 has 2 bytes");
    }

    @Test
    void theCodingThatIsChosenTakesTheFewestBytesOfAll() {
        Random random = new Random(1);
        for (double sparsity : new double[] {0, 0.01, 0.3, 0.5, 0.9, 0.99, 0.999}) {
            Matrix matrix = SampleModels.matrix(random, 50, 200, sparsity);
            long chosen = PositionCoding.best(matrix).bytes(matrix);
            assertThat(chosen).isLessThanOrEqualTo(BITMAP.bytes(matrix));
            for (int parameter = 0; parameter <= PositionCoding.LARGEST_PARAMETER; parameter++) {
                assertThat(chosen).isLessThanOrEqualTo(rice(parameter).bytes(matrix));
            }
        }
    }

    @Test
    void bytesAfterTheLastPositionAreRefused() {
        assertThatThrownBy(() -> read(rice(0), 16, 1, 2, 0, 0)).hasMessage("bytes are left after the positions");
    }

    @Test
    void bitsAfterTheLastPositionAreRefused() {
        assertThat(read(rice(0), 16, 1, 1, 0b0000_0001)).containsExactly(1);
        assertThatThrownBy(() -> read(rice(0), 16, 1, 1, 0b0001_0001)).hasMessage("bits are left after the positions");
        assertThat(read(BITMAP, 8, 1, 1, 0b0000_0010)).containsExactly(1);
        assertThatThrownBy(() -> read(BITMAP, 8, 1, 1, 0b0000_0110)).hasMessage("bits are left after the positions");
    }
}
