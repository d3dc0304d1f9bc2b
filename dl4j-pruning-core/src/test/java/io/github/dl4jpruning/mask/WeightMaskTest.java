package io.github.dl4jpruning.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightMaskTest {

    private static final String NAME = "lstm_RW";

    private static WeightMask random(long seed, int length, double density) {
        Random random = new Random(seed);
        return WeightMask.of(length, i -> random.nextDouble() < density);
    }

    @Provide
    Arbitrary<WeightMask> masks() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 300),
                                Arbitraries.of(63, 64, 65, 127, 128, 129, 1000)),
                        Arbitraries.of(0, 0.1, 0.5, 0.99, 1.0))
                .as((seed, length, density) -> random(seed, length, density.doubleValue()));
    }

    // ---- bits

    @Test
    void aMaskKnowsEachOfItsBits() {
        WeightMask mask = WeightMask.of(130, i -> i == 0 || i == 63 || i == 64 || i == 129);
        assertThat(mask.length()).isEqualTo(130);
        assertThat(mask.prunedCount()).isEqualTo(4);
        assertThat(mask.activeCount()).isEqualTo(126);
        assertThat(mask.sparsity()).isEqualTo(4 / 130.0);
        assertThat(mask.isPruned(0)).isTrue();
        assertThat(mask.isPruned(1)).isFalse();
        assertThat(mask.isPruned(63)).isTrue();
        assertThat(mask.isPruned(64)).isTrue();
        assertThat(mask.isPruned(65)).isFalse();
        assertThat(mask.isPruned(128)).isFalse();
        assertThat(mask.isPruned(129)).isTrue();
        assertThat(mask.word(0)).isEqualTo(1L << 63 | 1);
        assertThat(mask.word(1)).isEqualTo(1);
        assertThat(mask.word(2)).isEqualTo(2);
        assertThat(mask).hasToString("4 of 130 pruned");
    }

    @Test
    void aMaskOfNothingHasASparsityOfZero() {
        assertThat(WeightMask.none(0).sparsity()).isZero();
        assertThat(WeightMask.none(0).activeCount()).isZero();
        assertThat(WeightMask.none(10).prunedCount()).isZero();
        assertThat(WeightMask.none(10)).isEqualTo(WeightMask.of(10, i -> false));
    }

    @Property(tries = 300)
    void countAndBitsAgreeWithASimplerSet(@ForAll long seed, @ForAll @IntRange(max = 500) int length) {
        Random random = new Random(seed);
        BitSet bits = new BitSet();
        for (int i = 0; i < length; i++) {
            bits.set(i, random.nextInt(3) == 0);
        }
        WeightMask mask = WeightMask.of(length, i -> bits.get((int) i));
        assertThat(mask.prunedCount()).isEqualTo(bits.cardinality());
        for (int i = 0; i < length; i++) {
            assertThat(mask.isPruned(i)).isEqualTo(bits.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 70, 71, Long.MAX_VALUE, Long.MIN_VALUE})
    void aPositionOutsideIsRefused(long position) {
        WeightMask mask = WeightMask.none(70); // the words have room for 128
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> mask.isPruned(position))
                .withMessage("position " + position + " in a mask of 70 weights");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 37, Long.MAX_VALUE})
    void aLengthOutsideItsRangeIsRefused(long length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.none(length))
                .withMessage("length " + length + " of a mask lies outside [0, 2^37)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.of(length, i -> true))
                .withMessageStartingWith("length " + length + " of a mask");
    }

    @Test
    void wordsMakeAMaskAndAreCopied() {
        long[] words = {5, 1L << 5};
        WeightMask mask = WeightMask.ofWords(70, words);
        words[0] = -1;
        assertThat(mask).isEqualTo(WeightMask.of(70, i -> i == 0 || i == 2 || i == 69));
    }

    @Test
    void aWrongNumberOfWordsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.ofWords(65, new long[1]))
                .withMessage("1 words do not hold 65 bits: 2 are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.ofWords(64, new long[2]))
                .withMessage("2 words do not hold 64 bits: 1 are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.ofWords(0, new long[1]))
                .withMessage("1 words do not hold 0 bits: 0 are needed");
    }

    @Test
    void aBitBehindTheLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.ofWords(70, new long[] {0, 1L << 6}))
                .withMessage("a bit behind the length 70 is set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.ofWords(63, new long[] {Long.MIN_VALUE}))
                .withMessage("a bit behind the length 63 is set");
        assertThat(WeightMask.ofWords(64, new long[] {Long.MIN_VALUE}).isPruned(63))
                .isTrue();
    }

    // ---- set operations

    @Property(tries = 200)
    void unionAndIntersectionAreThoseOfSets(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int length,
            @ForAll @Size(3) List<@DoubleRange(max = 1) Double> density) {
        WeightMask a = random(seed, length, density.get(0));
        WeightMask b = random(seed + 1, length, density.get(1));
        WeightMask c = random(seed + 2, length, density.get(2));
        assertThat(a.union(b)).isEqualTo(WeightMask.of(length, i -> a.isPruned(i) || b.isPruned(i)));
        assertThat(a.intersection(b)).isEqualTo(WeightMask.of(length, i -> a.isPruned(i) && b.isPruned(i)));
        assertThat(a.union(b)).isEqualTo(b.union(a));
        assertThat(a.intersection(b)).isEqualTo(b.intersection(a));
        assertThat(a.union(b).union(c)).isEqualTo(a.union(b.union(c)));
        assertThat(a.intersection(b.union(c))).isEqualTo(a.intersection(b).union(a.intersection(c)));
        assertThat(a.union(a.intersection(b))).isEqualTo(a);
        assertThat(a.union(WeightMask.none(length))).isEqualTo(a);
        assertThat(a.intersection(WeightMask.none(length)).prunedCount()).isZero();
        assertThat(a.union(b).prunedCount() + a.intersection(b).prunedCount())
                .isEqualTo(a.prunedCount() + b.prunedCount());
    }

    @Property(tries = 200)
    void containsIsTheOrderOfSets(
            @ForAll long seed, @ForAll @IntRange(max = 300) int length, @ForAll @DoubleRange(max = 1) double density) {
        WeightMask a = random(seed, length, density);
        WeightMask b = random(seed + 1, length, 0.5);
        assertThat(a.contains(a)).isTrue();
        assertThat(a.union(b).contains(a)).isTrue();
        assertThat(a.contains(a.intersection(b))).isTrue();
        assertThat(a.contains(WeightMask.none(length))).isTrue();
        assertThat(a.contains(b)).isEqualTo(a.union(b).equals(a));
        assertThat(a.contains(b) && b.contains(a)).isEqualTo(a.equals(b));
    }

    @Test
    void aMaskThatLostOneWeightNoLongerContainsTheEarlierOneWhicheverItIs() {
        WeightMask earlier = WeightMask.of(200, i -> i % 3 == 0);
        for (int lost = 0; lost < 200; lost += 3) {
            int gone = lost;
            WeightMask later = WeightMask.of(200, i -> i != gone);
            assertThat(later.contains(earlier)).as("lost %d", lost).isFalse();
        }
        assertThat(WeightMask.of(200, i -> i != 1).contains(earlier)).isTrue();
    }

    @Test
    void masksOfDifferentLengthsDoNotGoTogether() {
        WeightMask a = WeightMask.none(65);
        WeightMask b = WeightMask.none(66); // as many words
        String message = "a mask of 66 weights does not go with one of 65 weights";
        assertThatIllegalArgumentException().isThrownBy(() -> a.union(b)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> a.intersection(b)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> a.contains(b)).withMessage(message);
    }

    @Test
    void masksAreEqualByLengthAndBits() {
        WeightMask mask = WeightMask.of(65, i -> i == 3);
        assertThat(mask)
                .isEqualTo(WeightMask.of(65, i -> i == 3))
                .hasSameHashCodeAs(WeightMask.of(65, i -> i == 3))
                .isNotEqualTo(WeightMask.of(66, i -> i == 3))
                .isNotEqualTo(WeightMask.of(65, i -> i == 4))
                .isNotEqualTo(null)
                .isNotEqualTo("a mask");
    }

    // ---- text

    @Property(tries = 500)
    void encodingAndDecodingGivesTheSameMask(@ForAll("masks") WeightMask mask) {
        WeightMask decoded = WeightMask.decode(NAME, mask.encode());
        assertThat(decoded).isEqualTo(mask);
        assertThat(decoded.prunedCount()).isEqualTo(mask.prunedCount());
        assertThat(decoded.encode()).isEqualTo(mask.encode());
    }

    @Test
    void theTextHoldsMagicLengthCountChecksumAndBitsInLittleEndian() {
        byte[] bytes = Base64.getDecoder()
                .decode(WeightMask.of(10, i -> i == 0 || i == 9).encode());
        byte[] magic = "PMK1".getBytes(StandardCharsets.US_ASCII);
        assertThat(bytes).hasSize(26).startsWith(magic);
        assertThat(Arrays.copyOfRange(bytes, 4, 12)).containsExactly(10, 0, 0, 0, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(bytes, 12, 20)).containsExactly(2, 0, 0, 0, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(bytes, 24, 26)).containsExactly(1, 2);
    }

    @Property(tries = 1000)
    void anyChangedByteIsRefused(
            @ForAll("masks") WeightMask mask, @ForAll @IntRange(max = 1_000_000) int where, @ForAll byte change) {
        byte[] bytes = Base64.getDecoder().decode(mask.encode());
        int at = where % bytes.length;
        bytes[at] ^= change == 0 ? 1 : change;
        assertRefused(Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void everySingleBitOfADecodedMaskIsGuarded() {
        byte[] bytes =
                Base64.getDecoder().decode(WeightMask.of(21, i -> i % 3 == 0).encode());
        List<String> unguarded = new ArrayList<>();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            String where = "bit " + bit % 8 + " of byte " + bit / 8;
            try {
                WeightMask read = WeightMask.decode(NAME, Base64.getEncoder().encodeToString(damaged));
                unguarded.add(where + " is read as " + read);
            } catch (IllegalArgumentException e) {
                if (!e.getMessage().contains(NAME)) {
                    unguarded.add(where + " is told without the parameter: " + e.getMessage());
                }
            }
        }
        assertThat(unguarded).isEmpty();
    }

    @Property(tries = 300)
    void aTextThatWasCutIsRefused(@ForAll("masks") WeightMask mask, @ForAll @IntRange(max = 1_000_000) int where) {
        String text = mask.encode();
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0; // says nothing, base64 does without
        assertRefused(text.substring(0, where % (text.length() - padding)));
    }

    @Property(tries = 300)
    void bytesThatWereAddedAreRefused(@ForAll("masks") WeightMask mask, @ForAll @Size(min = 1, max = 20) byte[] more) {
        byte[] bytes = Base64.getDecoder().decode(mask.encode());
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, longer, bytes.length, more.length);
        assertRefused(Base64.getEncoder().encodeToString(longer));
    }

    @Property(tries = 300)
    void foreignBase64IsNoMask(@ForAll @Size(max = 100) byte[] bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, Base64.getEncoder().encodeToString(bytes)))
                .withMessage(
                        "the pruning mask of parameter lstm_RW is not a mask of this library: its header is missing;"
                                + " take an undamaged copy of the model file");
    }

    @Property(tries = 300)
    void garbageIsRefused(@ForAll String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mask\": 1}", "no base64 at all", "UE1L\nMQ", "äöü", "A"})
    void aTextThatIsNotBase64IsToldAsSuch(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, text))
                .withMessageStartingWith("the pruning mask of parameter lstm_RW is damaged: it is not base64 (")
                .withMessageEndingWith("); take an undamaged copy of the model file")
                .withCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyTextIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, ""))
                .withMessageStartingWith("the pruning mask of parameter lstm_RW is not a mask of this library");
    }

    @Test
    void aMissingTextIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, null))
                .withMessage("the pruning mask of parameter lstm_RW is missing");
    }

    @Test
    void aChangedBitIsFoundByTheChecksum() {
        byte[] bytes = Base64.getDecoder().decode(WeightMask.of(16, i -> i < 3).encode());
        bytes[24] ^= 1 << 7;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, Base64.getEncoder().encodeToString(bytes)))
                .withMessage("the pruning mask of parameter lstm_RW is damaged: its checksum does not match; take an"
                        + " undamaged copy of the model file");
    }

    @Test
    void aLengthThatDoesNotFitTheBitsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, handmade(17, 3, new byte[] {7, 0})))
                .withMessageStartingWith(
                        "the pruning mask of parameter lstm_RW is damaged: it says 17 weights but holds 2"
                                + " bytes of bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, handmade(-1, 0, new byte[0])))
                .withMessageStartingWith("the pruning mask of parameter lstm_RW is damaged: it says -1 weights");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, handmade(Long.MAX_VALUE, 0, new byte[0])))
                .withMessageStartingWith("the pruning mask of parameter lstm_RW is damaged: it says " + Long.MAX_VALUE);
    }

    @Test
    void aCountThatDoesNotFitTheBitsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, handmade(16, 4, new byte[] {7, 0})))
                .withMessageStartingWith("the pruning mask of parameter lstm_RW is damaged: ")
                .withMessageEndingWith("; take an undamaged copy of the model file");
    }

    @Test
    void aBitBehindTheLengthIsRefusedWithTheNameOfTheParameter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, handmade(5, 1, new byte[] {1 << 5})))
                .withMessageStartingWith("the pruning mask of parameter lstm_RW is damaged");
    }

    @Test
    void aMaskSurvivesJavaSerialization() throws Exception {
        WeightMask mask = random(7, 1000, 0.3);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(mask);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Object read = in.readObject();
            assertThat(read).isEqualTo(mask);
            assertThat(((WeightMask) read).prunedCount()).isEqualTo(mask.prunedCount());
        }
    }

    /** An encoded mask whose bits have the right checksum, whatever its header says. */
    private static String handmade(long length, long count, byte[] bits) {
        CRC32 crc = new CRC32();
        crc.update(bits);
        ByteBuffer bytes = ByteBuffer.allocate(24 + bits.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0x314B4D50)
                .putLong(length)
                .putLong(count)
                .putInt((int) crc.getValue())
                .put(bits);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static void assertRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightMask.decode(NAME, text))
                .withMessageStartingWith("the pruning mask of parameter lstm_RW is ");
    }
}
