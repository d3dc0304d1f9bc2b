package io.github.dl4jpruning.samediff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The tables, vectors and strings of a FlatBuffers document, each looked up only where all of it lies within the
 * document. The Java library of FlatBuffers checks nothing, and has no verifier as that of C++ has.
 *
 * <p>As in that verifier, the parts that are looked up may not be longer together than the document: one whose tables
 * share their parts could otherwise take time and memory that grow with its square.
 */
final class FlatBytes {

    private final ByteBuffer bytes;
    private long left;

    FlatBytes(byte[] document) {
        this.bytes = ByteBuffer.wrap(document).order(ByteOrder.LITTLE_ENDIAN);
        this.left = document.length;
    }

    /** A table at a position. */
    final class Table {
        private final int position;
        private final int fields; // where the positions of the fields are listed
        private final int listed;
        private final int length;

        private Table(int position) throws IOException {
            this.position = position;
            require(position, Integer.BYTES);
            long list = (long) position - bytes.getInt(position);
            require(list, 2 * Short.BYTES);
            this.fields = (int) list;
            this.listed = bytes.getShort(fields);
            this.length = bytes.getShort(fields + Short.BYTES);
            if (listed < 2 * Short.BYTES || length < Integer.BYTES) {
                throw new IOException("a table has no fields and no place");
            }
            require(fields, listed);
            require(position, length);
            spend(length);
        }

        /** Where a field is; 0 if the table does not have it. */
        private int field(int number, int width) throws IOException {
            int entry = 2 * Short.BYTES + number * Short.BYTES;
            if (entry + Short.BYTES > listed) {
                return 0;
            }
            int offset = bytes.getShort(fields + entry);
            if (offset < 0 || offset + width > length) {
                throw new IOException("a field lies outside of its table");
            }
            return offset == 0 ? 0 : position + offset;
        }

        byte number(int field) throws IOException {
            int at = field(field, 1);
            return at == 0 ? 0 : bytes.get(at);
        }

        /** Requires that a number of so many bytes, if it is there, lies in the table. */
        void scalar(int field, int width) throws IOException {
            field(field, width);
        }

        String string(int field) throws IOException {
            int at = field(field, Integer.BYTES);
            return at == 0 ? null : FlatBytes.this.string(at);
        }

        Table table(int field) throws IOException {
            int at = field(field, Integer.BYTES);
            return at == 0 ? null : new Table(target(at));
        }

        /** A vector of elements of so many bytes; empty if the table does not have it. */
        Vector vector(int field, int width) throws IOException {
            int at = field(field, Integer.BYTES);
            return at == 0 ? new Vector(0, 0) : new Vector(target(at), width);
        }

        /** A vector of tables or strings. */
        Vector references(int field) throws IOException {
            return vector(field, Integer.BYTES);
        }
    }

    /** A vector at a position. */
    final class Vector {
        private final int start;
        private final int length;

        private Vector(int position, int width) throws IOException {
            if (width == 0) {
                this.start = 0;
                this.length = 0;
                return;
            }
            require(position, Integer.BYTES);
            this.start = position + Integer.BYTES;
            this.length = bytes.getInt(position);
            require(start, (long) length * width);
            spend(Integer.BYTES + (long) length * width);
        }

        int length() {
            return length;
        }

        int intAt(int i) {
            return bytes.getInt(start + i * Integer.BYTES);
        }

        long longAt(int i) {
            return bytes.getLong(start + i * Long.BYTES);
        }

        Table table(int i) throws IOException {
            return new Table(target(start + i * Integer.BYTES));
        }

        String string(int i) throws IOException {
            return FlatBytes.this.string(start + i * Integer.BYTES);
        }
    }

    Table root() throws IOException {
        require(0, Integer.BYTES);
        return new Table(target(0));
    }

    private String string(int at) throws IOException {
        Vector characters = new Vector(target(at), 1);
        return new String(bytes.array(), characters.start, characters.length, StandardCharsets.UTF_8);
    }

    private int target(int at) throws IOException {
        long target = (long) at + bytes.getInt(at);
        require(target, 1);
        return (int) target;
    }

    private void require(long from, long length) throws IOException {
        if (from < 0 || length < 0 || from + length > bytes.limit()) {
            throw new IOException("a part of it would lie outside of its " + bytes.limit() + " bytes");
        }
    }

    private void spend(long length) throws IOException {
        left -= length;
        if (left < 0) {
            throw new IOException("its parts lie on top of one another");
        }
    }
}
