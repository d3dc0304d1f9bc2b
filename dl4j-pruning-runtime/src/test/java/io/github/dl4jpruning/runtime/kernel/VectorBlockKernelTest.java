package io.github.dl4jpruning.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.runtime.format.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * With {@code --add-modules jdk.incubator.vector}, which the build runs this test with, blocks are multiplied by the
 * Vector API.
 */
class VectorBlockKernelTest {

    @Test
    void theVectorApiIsTakenAndAddsTheProduct() {
        assertThat(BlockKernel.FASTEST.getClass().getSimpleName()).isEqualTo("VectorBlockKernel");
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            Matrix matrix = ProductTest.matrix(random, 8 + random.nextInt(40), 1 + random.nextInt(40));
            ProductTest.require(new OutputBlocks(matrix), matrix, random);
        }
    }

    @Test
    void blocksPayAtLowerSparsityThanInPlainJava() {
        assertThat(ProductTest.blocks(512, 128, 8, 0.6)).isEqualTo(Form.BLOCKS);
        assertThat(new PlainBlockKernel().cost().nanos(new Work(64, 6_554)))
                .isGreaterThan(BlockKernel.FASTEST.cost().nanos(new Work(64, 6_554)));
    }
}
