package io.github.dl4jpruning.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MasksTest {

    private static Masks masks(WeightMask first, WeightMask second) {
        Map<String, WeightMask> map = new LinkedHashMap<>();
        map.put("1_W", first);
        map.put("0_W", second);
        return new Masks(map);
    }

    @Test
    void countsAreSumsOverTheParameters() {
        Masks masks = masks(WeightMask.of(10, i -> i < 3), WeightMask.of(30, i -> i < 5));
        assertThat(masks.weightCount()).isEqualTo(40);
        assertThat(masks.prunedCount()).isEqualTo(8);
        assertThat(masks.sparsity()).isEqualTo(0.2);
        assertThat(masks.of("0_W").prunedCount()).isEqualTo(5);
        assertThat(masks).hasToString("8 of 40 weights pruned in 2 parameters");
    }

    @Test
    void theOrderIsTheOneGiven() {
        assertThat(masks(WeightMask.none(1), WeightMask.none(1)).names()).containsExactly("1_W", "0_W");
    }

    @Test
    void noMasksHaveASparsityOfZero() {
        assertThat(new Masks(Map.of()).sparsity()).isZero();
    }

    @Test
    void theMapIsCopiedAndCannotBeChanged() {
        Map<String, WeightMask> map = new LinkedHashMap<>(Map.of("0_W", WeightMask.none(4)));
        Masks masks = new Masks(map);
        map.put("1_W", WeightMask.none(4));
        assertThat(masks.names()).containsExactly("0_W");
        assertThatThrownBy(() -> masks.asMap().put("1_W", WeightMask.none(4)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> masks.names().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aParameterWithoutMaskIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> masks(WeightMask.none(1), WeightMask.none(1)).of("2_W"))
                .withMessage("no mask for parameter 2_W; there are masks for [1_W, 0_W]");
    }

    @Test
    void laterMasksContainEarlierOnesIfEveryParameterDoes() {
        Masks earlier = masks(WeightMask.of(10, i -> i < 3), WeightMask.of(30, i -> i < 5));
        Masks grown = masks(WeightMask.of(10, i -> i < 4), WeightMask.of(30, i -> i < 5));
        Masks moved = masks(WeightMask.of(10, i -> i < 9), WeightMask.of(30, i -> i > 0 && i < 8));
        assertThat(grown.contains(earlier)).isTrue();
        assertThat(earlier.contains(grown)).isFalse();
        assertThat(moved.contains(earlier)).isFalse();
        assertThat(earlier.contains(earlier)).isTrue();
    }

    @Test
    void masksOfAnotherNetworkCannotBeCompared() {
        Masks masks = masks(WeightMask.none(10), WeightMask.none(30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> masks.contains(new Masks(Map.of("head_W", WeightMask.none(10)))))
                .withMessageContaining("no mask for parameter head_W");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> masks.contains(masks(WeightMask.none(11), WeightMask.none(30))))
                .withMessageContaining("11 weights");
    }

    @Test
    void masksAreEqualByNameAndBits() {
        Masks masks = masks(WeightMask.of(10, i -> i < 3), WeightMask.none(30));
        assertThat(masks)
                .isEqualTo(masks(WeightMask.of(10, i -> i < 3), WeightMask.none(30)))
                .hasSameHashCodeAs(masks(WeightMask.of(10, i -> i < 3), WeightMask.none(30)))
                .isNotEqualTo(masks(WeightMask.of(10, i -> i < 2), WeightMask.none(30)))
                .isNotEqualTo(new Masks(Map.of("1_W", WeightMask.of(10, i -> i < 3))))
                .isNotEqualTo(null);
    }
}
