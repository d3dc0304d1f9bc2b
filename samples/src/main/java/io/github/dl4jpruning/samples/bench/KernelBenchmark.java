package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.kernel.BlockedRows;
import io.github.dl4jpruning.runtime.kernel.CompressedRows;
import io.github.dl4jpruning.runtime.kernel.DenseColumns;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A product of a pruned matrix with one vector, in the three forms of the runtime.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBenchmark {

    /** Rows x columns: a plain and an LSTM layer of 64 units, a long and a short one. */
    @Param({"64x64", "256x64", "512x128", "16x256", "1024x32"})
    public String shape;

    /** Share of weights that are zero, at random places. */
    @Param({"0.0", "0.5", "0.7", "0.9", "0.95", "0.98"})
    public double sparsity;

    private DenseColumns columns;
    private CompressedRows rows;
    private BlockedRows blocks;
    private float[] x;
    private float[] y;

    /** Makes the matrix in its three forms. */
    @Setup
    public void prepare() {
        Matrix matrix = matrix(shape, sparsity);
        rows = new CompressedRows(matrix);
        columns = new DenseColumns(matrix, rows);
        blocks = new BlockedRows(matrix, rows);
        Random random = new Random(2);
        x = new float[matrix.columns()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] first = new float[matrix.rows()];
        float[] second = new float[matrix.rows()];
        float[] third = new float[matrix.rows()];
        columns.add(x, first);
        rows.add(x, second);
        blocks.add(x, third);
        for (int i = 0; i < first.length; i++) {
            if (Math.abs(first[i] - second[i]) > 1e-3 || Math.abs(first[i] - third[i]) > 1e-3) {
                throw new IllegalStateException("the forms do not give the same product");
            }
        }
        y = new float[matrix.rows()];
    }

    /** The matrix of a pair of parameters. */
    static Matrix matrix(String shape, double sparsity) {
        String[] sizes = shape.split("x");
        int height = Integer.parseInt(sizes[0]);
        int width = Integer.parseInt(sizes[1]);
        Random random = new Random(1);
        float[] weights = new float[height * width];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextDouble() < sparsity ? 0 : (float) random.nextGaussian();
        }
        return Matrix.of(height, width, weights);
    }

    /** All weights, column by column. */
    @Benchmark
    public float[] columns() {
        columns.add(x, y);
        return y;
    }

    /** What is not zero, row by row. */
    @Benchmark
    public float[] rows() {
        rows.add(x, y);
        return y;
    }

    /** What is not zero, eight rows at a time. */
    @Benchmark
    public float[] blocks() {
        blocks.add(x, y);
        return y;
    }
}
