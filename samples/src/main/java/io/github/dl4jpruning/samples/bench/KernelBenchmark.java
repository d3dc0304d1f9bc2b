package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.kernel.Form;
import io.github.dl4jpruning.runtime.kernel.VectorProduct;
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

/** A product of a pruned matrix with one vector, in a form of the runtime. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBenchmark {

    /** Rows x columns: a plain and an LSTM layer of 64 units, LSTMs of 128 and 512, a long and a short one. */
    @Param({"64x64", "256x64", "512x128", "2048x512", "1024x32", "16x256"})
    public String shape;

    /** Rows that are pruned together. */
    @Param({"1"})
    public int block;

    /** Share of weights that are zero, at random places. */
    @Param({"0.5", "0.7", "0.9", "0.97"})
    public double sparsity;

    /** How the matrix is kept. */
    @Param({"COLUMNS"})
    public Form form;

    private VectorProduct product;
    private float[] x;
    private float[] y;

    /** Makes the matrix in its form. */
    @Setup
    public void prepare() {
        Matrix matrix = matrix(shape, block, sparsity);
        product = form.make(matrix);
        Random random = new Random(2);
        x = new float[matrix.columns()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        y = new float[matrix.rows()];
        float[] first = new float[matrix.rows()];
        product.add(x, first);
        float[] second = new float[matrix.rows()];
        Form.ROWS.make(matrix).add(x, second);
        for (int i = 0; i < first.length; i++) {
            if (!(Math.abs(first[i] - second[i]) <= 1e-3)) {
                throw new IllegalStateException("the form does not give the product of its rows");
            }
        }
    }

    /** The matrix of some parameters. */
    static Matrix matrix(String shape, int block, double sparsity) {
        String[] sizes = shape.split("x");
        int height = Integer.parseInt(sizes[0]);
        int width = Integer.parseInt(sizes[1]);
        Random random = new Random(1);
        float[] weights = new float[height * width];
        for (int top = 0; top < height; top += block) {
            for (int column = 0; column < width; column++) {
                boolean pruned = random.nextDouble() < sparsity;
                for (int row = top; row < Math.min(height, top + block); row++) {
                    weights[row * width + column] = pruned ? 0 : (float) random.nextGaussian();
                }
            }
        }
        return Matrix.of(height, width, weights);
    }

    /** The product. */
    @Benchmark
    public float[] product() {
        product.add(x, y);
        return y;
    }
}
