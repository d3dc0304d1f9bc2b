package io.github.dl4jpruning.mask;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongPredicate;
import java.util.zip.CRC32;

/**
 * Which weights of one parameter are pruned: immutable, one bit a weight.
 *
 * <p>Positions are those of the parameter's memory, from 0, in its own order. A mask costs one thirty-second of the
 * memory of its weights in single precision.
 *
 * <pre>{@code
 * WeightMask mask = WeightMask.of(6, i -> i < 2);  // the first two of six are pruned
 * mask.prunedCount();                              // 2
 * WeightMask.decode("0_W", mask.encode()).equals(mask); // true
 * }</pre>
 */
public final class WeightMask implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int MAGIC = 0x31_4B_4D_50; // "PMK1" in little endian
    private static final int HEADER_BYTES = 4 + 8 + 8 + 4;

    /** Number of weights. */
    private final long length;

    /** A set bit is a pruned weight; bits behind the length are clear. */
    private final long[] pruned;

    /** Number of set bits. */
    private final long prunedCount;

    private WeightMask(long length, long[] pruned) {
        this.length = length;
        this.pruned = pruned;
        long count = 0;
        for (long word : pruned) {
            count += Long.bitCount(word);
        }
        this.prunedCount = count;
    }

    /**
     * A mask that prunes nothing.
     *
     * @param length number of weights
     * @return the mask
     * @throws IllegalArgumentException if the length is negative or above 2^37
     */
    public static WeightMask none(long length) {
        return new WeightMask(length, new long[wordCount(length)]);
    }

    /**
     * A mask by position.
     *
     * @param length number of weights
     * @param isPruned whether the weight at a position is pruned
     * @return the mask
     * @throws IllegalArgumentException if the length is negative or above 2^37
     */
    public static WeightMask of(long length, LongPredicate isPruned) {
        long[] words = new long[wordCount(length)];
        for (long i = 0; i < length; i++) {
            if (isPruned.test(i)) {
                words[(int) (i >>> 6)] |= 1L << i;
            }
        }
        return new WeightMask(length, words);
    }

    /**
     * A mask from its bits.
     *
     * @param length number of weights
     * @param words bit {@code i % 64} of word {@code i / 64} is set where weight {@code i} is pruned; copied
     * @return the mask
     * @throws IllegalArgumentException if the number of words does not fit, or a bit behind the length is set
     */
    public static WeightMask ofWords(long length, long[] words) {
        if (words.length != wordCount(length)) {
            throw new IllegalArgumentException(
                    words.length + " words do not hold " + length + " bits: " + wordCount(length) + " are needed");
        }
        if ((length & 63) != 0 && words[words.length - 1] >>> length != 0) {
            throw new IllegalArgumentException("a bit behind the length " + length + " is set");
        }
        return new WeightMask(length, words.clone());
    }

    private static int wordCount(long length) {
        if (length < 0 || length > (long) Integer.MAX_VALUE << 6) {
            throw new IllegalArgumentException("length " + length + " of a mask lies outside [0, 2^37)");
        }
        return (int) ((length + 63) >>> 6);
    }

    /**
     * The number of weights, pruned or not.
     *
     * @return the length
     */
    public long length() {
        return length;
    }

    /**
     * The number of pruned weights.
     *
     * @return a count in [0, length]
     */
    public long prunedCount() {
        return prunedCount;
    }

    /**
     * The number of weights that are left.
     *
     * @return a count in [0, length]
     */
    public long activeCount() {
        return length - prunedCount;
    }

    /**
     * The fraction of pruned weights.
     *
     * @return a number in [0, 1], 0 for an empty mask
     */
    public double sparsity() {
        return length == 0 ? 0 : prunedCount / (double) length;
    }

    /**
     * Whether a weight is pruned.
     *
     * @param position of the weight, in [0, length)
     * @return true if it is gone
     * @throws IndexOutOfBoundsException if there is no such weight
     */
    public boolean isPruned(long position) {
        if (position < 0 || position >= length) {
            throw new IndexOutOfBoundsException("position " + position + " in a mask of " + length + " weights");
        }
        return (pruned[(int) (position >>> 6)] >>> position & 1) != 0;
    }

    /**
     * Sixty-four bits at once.
     *
     * @param index of the word: weights {@code 64 * index} to {@code 64 * index + 63}
     * @return set bits are pruned weights
     */
    public long word(int index) {
        return pruned[index];
    }

    /**
     * Pruned in this mask or in the other.
     *
     * @param other a mask of the same length
     * @return the union
     * @throws IllegalArgumentException if the lengths differ
     */
    public WeightMask union(WeightMask other) {
        requireSameLength(other);
        long[] words = pruned.clone();
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.pruned[i];
        }
        return new WeightMask(length, words);
    }

    /**
     * Pruned in this mask and in the other.
     *
     * @param other a mask of the same length
     * @return the intersection
     * @throws IllegalArgumentException if the lengths differ
     */
    public WeightMask intersection(WeightMask other) {
        requireSameLength(other);
        long[] words = pruned.clone();
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.pruned[i];
        }
        return new WeightMask(length, words);
    }

    /**
     * Whether everything that the other mask prunes is pruned here too.
     *
     * @param earlier a mask of the same length
     * @return true if this mask has only grown since the earlier one
     * @throws IllegalArgumentException if the lengths differ
     */
    public boolean contains(WeightMask earlier) {
        requireSameLength(earlier);
        for (int i = 0; i < pruned.length; i++) {
            if ((earlier.pruned[i] & ~pruned[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    private void requireSameLength(WeightMask other) {
        if (other.length != length) {
            throw new IllegalArgumentException(
                    "a mask of " + other.length + " weights does not go with one of " + length + " weights");
        }
    }

    /**
     * The mask as text: a header (magic number, length, count, CRC-32 of these and the bits) and the bits, in base64.
     *
     * @return text of about {@code length / 6} characters
     */
    public String encode() {
        byte[] bits = bits();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + bits.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC)
                .putLong(length)
                .putLong(prunedCount)
                .putInt(checksum(length, prunedCount, bits))
                .put(bits);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param name of the parameter, for the messages
     * @param text the encoded mask
     * @return the mask
     * @throws IllegalArgumentException if the text is damaged, cut, or no mask at all; the message says which
     */
    public static WeightMask decode(String name, String text) {
        String subject = "the pruning mask of parameter " + name;
        if (text == null) {
            throw new IllegalArgumentException(subject + " is missing");
        }
        byte[] raw;
        try {
            raw = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    subject + " is damaged: it is not base64 (" + e.getMessage() + ")" + WAY_OUT, e);
        }
        ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        if (raw.length < HEADER_BYTES || bytes.getInt() != MAGIC) {
            throw new IllegalArgumentException(
                    subject + " is not a mask of this library: its header is missing" + WAY_OUT);
        }
        long length = bytes.getLong();
        long count = bytes.getLong();
        int checksum = bytes.getInt();
        byte[] bits = Arrays.copyOfRange(raw, HEADER_BYTES, raw.length);
        if (length < 0 || bits.length != (length >>> 3) + ((length & 7) == 0 ? 0 : 1)) {
            throw new IllegalArgumentException(subject + " is damaged: it says " + length + " weights but holds "
                    + bits.length + " bytes of bits" + WAY_OUT);
        }
        if (checksum(length, count, bits) != checksum) {
            throw new IllegalArgumentException(subject + " is damaged: its checksum does not match" + WAY_OUT);
        }
        long[] words = new long[wordCount(length)];
        for (int i = 0; i < bits.length; i++) {
            words[i >>> 3] |= (bits[i] & 0xFFL) << (i << 3);
        }
        if ((length & 63) != 0 && words[words.length - 1] >>> length != 0) {
            throw new IllegalArgumentException(subject + " is damaged: a bit behind its length is set" + WAY_OUT);
        }
        WeightMask mask = new WeightMask(length, words);
        if (mask.prunedCount != count) {
            throw new IllegalArgumentException(subject + " is damaged: it says " + count + " pruned weights but has "
                    + mask.prunedCount + WAY_OUT);
        }
        return mask;
    }

    private static final String WAY_OUT = "; take an undamaged copy of the model file";

    private byte[] bits() {
        byte[] bits = new byte[(int) ((length + 7) >>> 3)];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) (pruned[i >>> 3] >>> (i << 3));
        }
        return bits;
    }

    private static int checksum(long length, long count, byte[] bits) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .putLong(count)
                .flip());
        crc.update(bits);
        return (int) crc.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightMask that && length == that.length && Arrays.equals(pruned, that.pruned);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(length) + Arrays.hashCode(pruned);
    }

    @Override
    public String toString() {
        return prunedCount + " of " + length + " pruned";
    }
}
