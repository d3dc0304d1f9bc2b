package io.github.dl4jpruning.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.SampleModels;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** All forms of a matrix give its product. */
class ProductTest {

    @Test
    void everyFormAddsTheProductForOneVectorAndForSeveral() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            int rows = 1 + random.nextInt(40);
            int columns = 1 + random.nextInt(40);
            Matrix matrix = SampleModels.matrix(random, rows, columns, random.nextDouble());
            CompressedRows compressed = new CompressedRows(matrix);
            for (Product form : List.of(
                    compressed,
                    new DenseColumns(matrix, compressed),
                    new BlockedRows(matrix, compressed),
                    Product.of(matrix))) {
                require(form, matrix, random);
            }
        }
    }

    private static void require(Product form, Matrix matrix, Random random) {
        int lanes = 1 + random.nextInt(20);
        float[][] x = new float[matrix.columns()][lanes];
        float[][] y = new float[matrix.rows()][lanes];
        for (float[] row : x) {
            for (int lane = 0; lane < lanes; lane++) {
                row[lane] = (float) random.nextGaussian();
            }
        }
        for (float[] row : y) {
            row[0] = 3;
        }
        form.add(x, y, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            float[] one = new float[matrix.columns()];
            double[] exact = new double[matrix.columns()];
            for (int i = 0; i < one.length; i++) {
                one[i] = x[i][lane];
                exact[i] = one[i];
            }
            double[] product = matrix.times(exact);
            float[] single = new float[matrix.rows()];
            form.add(one, single);
            for (int row = 0; row < single.length; row++) {
                assertThat(single[row]).isCloseTo((float) product[row], Assertions.within(1e-5f));
                assertThat(y[row][lane] - (lane == 0 ? 3 : 0))
                        .isCloseTo((float) product[row], Assertions.within(1e-5f));
            }
        }
    }

    @Test
    void theFormFollowsShapeAndSparsity() {
        assertThat(form(256, 64, 0.7)).isEqualTo(Form.COLUMNS);
        assertThat(form(256, 64, 0.95)).isEqualTo(Form.BLOCKS);
        assertThat(form(1, 64, 0)).isEqualTo(Form.ROWS);
    }

    private static Form form(int rows, int columns, double sparsity) {
        return Form.of(SampleModels.matrix(new Random(1), rows, columns, sparsity));
    }
}
