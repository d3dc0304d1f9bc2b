package io.github.dl4jpruning.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.SampleModels;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** All forms of a matrix give its product. */
class ProductTest {

    @Test
    void everyFormAddsTheProductWithOneVector() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            Matrix matrix = matrix(random, 1 + random.nextInt(40), 1 + random.nextInt(40));
            for (Form form : Form.values()) {
                if (form != Form.BLOCKS || matrix.rows() >= BlockKernel.ROWS) {
                    require(form.make(matrix), matrix, random);
                }
            }
            require(Product.of(matrix)::add, matrix, random);
        }
    }

    /** Pruned in blocks of 1 to 20 rows, of which some rows are removed. */
    static Matrix matrix(Random random, int rows, int columns) {
        int block = 1 + random.nextInt(20);
        double sparsity = random.nextDouble();
        float[] weights = new float[rows * columns];
        int row = 0;
        for (int at = random.nextInt(block); row < rows; at = 0) {
            boolean[] pruned = new boolean[columns];
            for (int column = 0; column < columns; column++) {
                pruned[column] = random.nextDouble() < sparsity;
            }
            for (; at < block && row < rows; at++, row++) {
                for (int column = 0; column < columns; column++) {
                    weights[row * columns + column] =
                            pruned[column] ? 0 : (float) (random.nextGaussian() / Math.sqrt(columns));
                }
            }
        }
        return Matrix.of(rows, columns, weights);
    }

    /** The product with one vector is right. */
    static void require(VectorProduct form, Matrix matrix, Random random) {
        float[] x = new float[matrix.columns()];
        double[] exact = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
            exact[i] = x[i];
        }
        double[] product = matrix.times(exact);
        float[] y = new float[matrix.rows()];
        Arrays.fill(y, 3);
        form.add(x, y);
        for (int row = 0; row < y.length; row++) {
            assertThat(y[row] - 3).isCloseTo((float) product[row], Assertions.within(1e-5f));
        }
    }

    @Test
    void severalVectorsAreMultipliedAtOnce() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            requireSeveral(matrix(random, 1 + random.nextInt(40), 1 + random.nextInt(40)), random);
        }
    }

    private static void requireSeveral(Matrix matrix, Random random) {
        int lanes = 1 + random.nextInt(200);
        float[][] x = new float[matrix.columns()][lanes + 1];
        float[][] y = new float[matrix.rows()][lanes + 1];
        for (float[] column : x) {
            for (int lane = 0; lane <= lanes; lane++) {
                column[lane] = (float) random.nextGaussian();
            }
        }
        for (float[] row : y) {
            Arrays.fill(row, 3);
        }
        new CompressedRows(matrix).add(x, y, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            double[] exact = new double[x.length];
            for (int i = 0; i < exact.length; i++) {
                exact[i] = x[i][lane];
            }
            double[] product = matrix.times(exact);
            for (int row = 0; row < y.length; row++) {
                assertThat(y[row][lane] - 3).isCloseTo((float) product[row], Assertions.within(1e-5f));
            }
        }
        for (float[] row : y) {
            assertThat(row[lanes]).as("what is no window").isEqualTo(3);
        }
    }

    @Test
    void rowsWithWeightsInTheSameColumnsAreGroupedByEight() {
        Matrix matrix = Matrix.of(6, 3, 1, 0, 2, 3, 0, 4, 5, 0, 6, 0, 7, 0, 0, 0, 0, 0, 0, 0);

        assertThat(RowGroup.of(matrix)).containsExactly(new RowGroup(0, 3), new RowGroup(3, 1), new RowGroup(4, 2));
        assertThat(new RowGroup(0, 3).columns(matrix)).containsExactly((char) 0, (char) 2);
        assertThat(new RowGroup(4, 2).count(matrix)).isZero();
        assertThat(RowGroup.of(Matrix.of(9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)))
                .containsExactly(new RowGroup(0, 8), new RowGroup(8, 1));
    }

    @Test
    void theFormFollowsShapeAndSparsity() {
        assertThat(form(256, 64, 0.7)).isEqualTo(Form.COLUMNS);
        assertThat(form(256, 64, 0.95)).isEqualTo(Form.SLICES);
        assertThat(form(1, 64, 0)).isEqualTo(Form.ROWS);
        assertThat(blocks(512, 128, 8, 0.9)).isEqualTo(Form.BLOCKS);
    }

    private static Form form(int rows, int columns, double sparsity) {
        return Form.of(SampleModels.matrix(new Random(1), rows, columns, sparsity));
    }

    static Form blocks(int rows, int columns, int block, double sparsity) {
        Random random = new Random(1);
        float[] weights = new float[rows * columns];
        for (int at = 0; at < rows / block * columns; at++) {
            float weight = random.nextDouble() < sparsity ? 0 : 1;
            for (int row = 0; row < block; row++) {
                weights[(at / columns * block + row) * columns + at % columns] = weight;
            }
        }
        return Form.of(Matrix.of(rows, columns, weights));
    }
}
