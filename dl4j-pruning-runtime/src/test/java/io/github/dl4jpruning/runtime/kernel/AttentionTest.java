package io.github.dl4jpruning.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Attention in vector code is that of the textbook. */
class AttentionTest {

    @Test
    void itIsTheSoftmaxOfTheProductsAlsoAcrossLayers() {
        Random random = new Random(1);
        for (int trial = 0; trial < 100; trial++) {
            int patches = 1 + random.nextInt(20);
            int heads = 1 + random.nextInt(3);
            int size = 1 + random.nextInt(9);
            int sequences = 1 + random.nextInt(3);
            boolean residual = trial % 2 == 0;
            Attention attention = new Attention(patches, heads * size, heads, residual, sequences);
            double[][][] scores = new double[sequences * heads][patches][patches];
            for (int layer = 0; layer < 3; layer++) {
                float[][] projected = new float[3 * heads * size][sequences * patches];
                float large = trial % 10 == 0 ? 30 : 1; // scores of hundreds must not overflow
                for (float[] row : projected) {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = large * (float) random.nextGaussian();
                    }
                }
                float[][] found = new float[heads * size][sequences * patches];
                attention.apply(projected, found, sequences, layer == 0);
                check(projected, found, scores, patches, heads, size, residual, large);
            }
        }
    }

    private static void check(
            float[][] projected,
            float[][] found,
            double[][][] scores,
            int patches,
            int heads,
            int size,
            boolean residual,
            float large) {
        for (int i = 0; i < scores.length; i++) {
            int start = i / heads * patches;
            int row = i % heads * size;
            for (int query = 0; query < patches; query++) {
                double largest = Double.NEGATIVE_INFINITY;
                for (int key = 0; key < patches; key++) {
                    double sum = 0;
                    for (int k = 0; k < size; k++) {
                        sum += (double) projected[row + k][start + query]
                                * projected[heads * size + row + k][start + key];
                    }
                    scores[i][query][key] = (residual ? scores[i][query][key] : 0) + sum / Math.sqrt(size);
                    largest = Math.max(largest, scores[i][query][key]);
                }
                for (int k = 0; k < size; k++) {
                    double sum = 0;
                    double mixed = 0;
                    for (int key = 0; key < patches; key++) {
                        double weight = Math.exp(scores[i][query][key] - largest);
                        sum += weight;
                        mixed += weight * projected[2 * heads * size + row + k][start + key];
                    }
                    assertThat((double) found[row + k][start + query])
                            .isCloseTo(mixed / sum, within(large > 1 ? 0.1 : 1e-5));
                }
            }
        }
    }

    @Test
    void theLayerNormIsThatOfPyTorch() {
        Random random = new Random(2);
        float[][] y = new float[5][3];
        float[][] x = new float[5][3];
        double[][] sum = new double[5][3];
        float[] gain = new float[5];
        float[] shift = new float[5];
        for (int feature = 0; feature < 5; feature++) {
            gain[feature] = random.nextFloat();
            shift[feature] = random.nextFloat();
            for (int lane = 0; lane < 3; lane++) {
                y[feature][lane] = 0.01f * random.nextFloat(); // small, so that the 1e-5 matters
                x[feature][lane] = lane == 2 ? -y[feature][lane] : 0.01f * random.nextFloat();
                sum[feature][lane] = (double) y[feature][lane] + x[feature][lane];
            }
        }
        float[][] patches = new float[3][5];
        for (int lane = 0; lane < 3; lane++) {
            float[] skipped = new float[5];
            for (int feature = 0; feature < 5; feature++) {
                patches[lane][feature] = y[feature][lane];
                skipped[feature] = x[feature][lane];
            }
            PatchNorm.addNormalized(patches[lane], skipped, gain, shift);
        }
        PatchNorm.addNormalized(y, x, gain, shift, 3, new float[3], new float[3]);
        for (int lane = 0; lane < 3; lane++) {
            double mean = 0;
            double square = 0;
            for (double[] row : sum) {
                mean += row[lane] / 5;
            }
            for (double[] row : sum) {
                square += (row[lane] - mean) * (row[lane] - mean) / 5;
            }
            for (int feature = 0; feature < 5; feature++) {
                double expected =
                        (sum[feature][lane] - mean) / Math.sqrt(square + 1e-5) * gain[feature] + shift[feature];
                assertThat((double) y[feature][lane]).isCloseTo(expected, within(1e-5));
                assertThat((double) patches[lane][feature]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void theSkipOfAFeatureMultipliesWhatCameIn() {
        float[][] y = {{1, 2, 9}, {3, 4, 9}};

        PatchNorm.addScaled(y, new float[][] {{10, 20, 30}, {40, 50, 60}}, new float[] {2, -1}, 2);

        assertThat(y).isDeepEqualTo(new float[][] {{21, 42, 9}, {-37, -46, 9}});
    }
}
