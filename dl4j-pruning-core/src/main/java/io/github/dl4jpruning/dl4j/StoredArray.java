package io.github.dl4jpruning.dl4j;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer.AllocationMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a vector that {@code Nd4j.write} wrote. {@code Nd4j.read} believes whatever stands at its beginning, and reads
 * and writes outside of its memory if that is wrong; so every number of the header is compared here with what the
 * network wants and with the size of the entry, and ND4J is given the values only.
 *
 * <p>An array is written as two buffers, its shape information and its values. A buffer begins with how it was
 * allocated, its length and its type. The shape information is: rank, shape, strides, options, stride between elements,
 * order.
 */
final class StoredArray {

    /** How arrays were allocated in versions before 1.0.0-alpha, which wrote shorter lengths. */
    private static final Set<String> SHORT_LENGTHS = Set.of("DIRECT", "HEAP", "JAVACPP");

    private static final int LONGEST_NAME = 64;
    private static final long NOT_DENSE = ArrayOptionsHelper.ATYPE_SPARSE_BIT
            | ArrayOptionsHelper.ATYPE_COMPRESSED_BIT
            | ArrayOptionsHelper.ATYPE_EMPTY_BIT;

    private final String entry;
    private final DataInputStream in;
    private long position;

    private StoredArray(String entry, InputStream in) {
        this.entry = entry;
        this.in = new DataInputStream(in);
    }

    /**
     * Reads a vector.
     *
     * @param entry its name, for the messages
     * @param content of the entry, which is read to its end
     * @param size of the entry in bytes
     * @param length that the vector must have
     * @param type that its values must have; null for any floating-point type
     * @return the vector, [n] or [1, n]
     * @throws IOException if the entry holds anything else
     */
    static INDArray read(String entry, InputStream content, long size, long length, DataType type) throws IOException {
        try {
            return new StoredArray(entry, content).read(size, length, type);
        } catch (EOFException e) {
            throw new IOException(entry + " ends too early", e);
        } catch (OutOfMemoryError e) {
            throw new IOException(
                    entry + " has " + length + " values, more than this JVM has memory for: raise -Xmx, and"
                            + " org.bytedeco.javacpp.maxbytes if it is set",
                    e);
        }
    }

    /** What a buffer begins with. */
    private record Header(AllocationMode mode, long length, DataType type) {}

    private INDArray read(long size, long length, DataType type) throws IOException {
        Header shapeHeader = header();
        long[] information = shapeInformation(shapeHeader);
        boolean row = checkShape(information, length);
        Header values = header();
        if (type == null ? !values.type.isFPType() : type != values.type) {
            throw wrong("values of type " + values.type + " where the network has "
                    + (type == null ? "floating-point numbers" : type.toString()));
        }
        long options = information[information.length - 3];
        if (shapeHeader.mode == AllocationMode.MIXED_DATA_TYPES
                && ArrayOptionsHelper.dataType(options) != values.type) {
            throw wrong("values of type " + values.type + ", of which its shape information knows nothing");
        }
        if (values.length != length) {
            throw wrong("a buffer of " + values.length + " values for " + length);
        }
        long expected = position + length * values.type.width();
        if (size != expected) {
            throw wrong(size + " bytes where its " + length + " values take " + expected);
        }
        DataBuffer buffer = Nd4j.createBuffer(values.type, length, false);
        buffer.read(in, values.mode, length, values.type);
        if (in.read() >= 0) { // at the end the checksum is compared
            throw wrong("more than its " + length + " values");
        }
        long[] shape = row ? new long[] {1, length} : new long[] {length};
        long[] strides = row ? new long[] {length, 1} : new long[] {1};
        return Nd4j.create(buffer, shape, strides, 0, 'c', values.type);
    }

    private long[] shapeInformation(Header header) throws IOException {
        if (header.type != DataType.INT64 && header.type != DataType.INT32) {
            throw wrong("shape information of type " + header.type);
        }
        if (header.length != 6 && header.length != 8) { // rank 1 or 2
            throw wrong("shape information of " + header.length + " numbers where a vector belongs");
        }
        long[] information = new long[(int) header.length];
        for (int i = 0; i < information.length; i++) {
            information[i] = header.type == DataType.INT64 ? in.readLong() : in.readInt();
            position += header.type.width();
        }
        return information;
    }

    /** Whether it is [1, n], not [n]. */
    private boolean checkShape(long[] information, long length) throws IOException {
        int rank = (information.length - 4) / 2;
        if (information[0] != rank) {
            throw wrong("rank " + information[0] + " with shape information for rank " + rank);
        }
        long[] shape = Arrays.copyOfRange(information, 1, 1 + rank);
        if (rank == 2 && shape[0] != 1) {
            throw wrong("shape " + Arrays.toString(shape) + " where a vector belongs");
        }
        if (shape[rank - 1] != length) {
            throw new IOException(entry + " belongs to another network: expected length " + length + ", got length "
                    + shape[rank - 1]);
        }
        long[] strides = Arrays.copyOfRange(information, 1 + rank, 1 + 2 * rank);
        if (length > 1 && strides[rank - 1] != 1 || rank == 2 && strides[0] != 1 && strides[0] != length) {
            throw wrong("strides " + Arrays.toString(strides) + " for shape " + Arrays.toString(shape));
        }
        long options = information[information.length - 3];
        if ((options & NOT_DENSE) != 0) {
            throw wrong("an array that is sparse, compressed or empty (options " + options + ")");
        }
        long elementStride = information[information.length - 2];
        if (elementStride != 1) {
            throw wrong("a stride of " + elementStride + " between elements");
        }
        long order = information[information.length - 1];
        if (order != 'c' && order != 'f') {
            throw wrong("order " + order + ", which is neither 'c' nor 'f'");
        }
        return rank == 2;
    }

    private Header header() throws IOException {
        String mode = name();
        AllocationMode allocation = Stream.of(AllocationMode.values())
                .filter(known -> known.name().equals(mode))
                .findFirst()
                .orElseThrow(() -> wrong("no array"));
        long length;
        if (SHORT_LENGTHS.contains(mode)) {
            length = in.readInt();
            position += Integer.BYTES;
        } else {
            length = in.readLong();
            position += Long.BYTES;
        }
        String type = name();
        return new Header(
                allocation,
                length,
                Stream.of(DataType.values())
                        .filter(known -> known.name().equals(type))
                        .findFirst()
                        .orElseThrow(() -> wrong("an array of an unknown type")));
    }

    private String name() throws IOException {
        int length = in.readUnsignedShort();
        if (length > LONGEST_NAME) {
            throw wrong("no array");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        position += Short.BYTES + length;
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private IOException wrong(String what) {
        return new IOException(entry + " holds " + what);
    }
}
