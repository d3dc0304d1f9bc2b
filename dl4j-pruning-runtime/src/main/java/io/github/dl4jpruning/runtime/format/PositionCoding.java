package io.github.dl4jpruning.runtime.format;

/**
 * How it is written where in a matrix the weights are. Places are counted row by row.
 *
 * @param kind of coding
 * @param parameter of {@link Kind#RICE}; 0 otherwise
 */
record PositionCoding(Kind kind, int parameter) {

    /** The codings. */
    enum Kind {
        /** Not at all: there is a weight at every place. */
        ALL,
        /** A bit per place, the lowest of a byte first; 1 is a weight. */
        BITMAP,
        /**
         * Per weight the number of zeros since the one before, as a Rice code: the number divided by 2^parameter in
         * ones, a zero, then the remainder in so many bits, the lowest first. Close to the entropy of positions that
         * are random.
         */
        RICE
    }

    static final int LARGEST_PARAMETER = 30;
    static final PositionCoding ALL = new PositionCoding(Kind.ALL, 0);
    private static final PositionCoding BITMAP = new PositionCoding(Kind.BITMAP, 0);

    /** The coding that takes the fewest bytes. */
    static PositionCoding best(Matrix matrix) {
        if (matrix.count() == (long) matrix.rows() * matrix.columns()) {
            return ALL;
        }
        PositionCoding best = BITMAP;
        for (int parameter = 0; parameter <= LARGEST_PARAMETER; parameter++) {
            PositionCoding rice = new PositionCoding(Kind.RICE, parameter);
            if (rice.bytes(matrix) < best.bytes(matrix)) {
                best = rice;
            }
        }
        return best;
    }

    /** Bytes the positions of a matrix take. */
    long bytes(Matrix matrix) {
        long places = (long) matrix.rows() * matrix.columns();
        return switch (kind) {
            case ALL -> 0;
            case BITMAP -> (places + 7) / 8;
            case RICE -> {
                long bits = 0;
                long before = -1;
                for (int row = 0; row < matrix.rows(); row++) {
                    for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
                        long place = (long) row * matrix.columns() + matrix.column(i);
                        bits += (place - before - 1 >>> parameter) + 1 + parameter;
                        before = place;
                    }
                }
                yield (bits + 7) / 8;
            }
        };
    }

    /** Writes the positions; the bytes are zeros so far. */
    void write(Matrix matrix, byte[] to, int offset) {
        long bit = 8L * offset;
        long before = -1;
        if (kind == Kind.ALL) {
            return;
        }
        for (int row = 0; row < matrix.rows(); row++) {
            for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
                long place = (long) row * matrix.columns() + matrix.column(i);
                if (kind == Kind.BITMAP) {
                    set(to, 8L * offset + place);
                } else {
                    long gap = place - before - 1;
                    for (long ones = gap >>> parameter; ones > 0; ones--) {
                        set(to, bit++);
                    }
                    bit++;
                    for (int k = 0; k < parameter; k++) {
                        if ((gap >>> k & 1) == 1) {
                            set(to, bit);
                        }
                        bit++;
                    }
                    before = place;
                }
            }
        }
    }

    private static void set(byte[] bytes, long bit) {
        bytes[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
    }

    /**
     * Reads positions.
     *
     * @param starts filled with the start of each row
     * @param columns filled with the column of each weight
     * @throws IllegalArgumentException if they do not fit the matrix or their bytes
     */
    void read(byte[] from, int offset, int length, int width, int[] starts, char[] columns) {
        int rows = starts.length - 1;
        long places = (long) rows * width;
        if (kind == Kind.ALL ? length != 0 || columns.length != places : columns.length > places) {
            throw new IllegalArgumentException(columns.length + " weights do not fit " + rows + " x " + width);
        }
        if (kind == Kind.BITMAP && length != (places + 7) / 8) {
            throw new IllegalArgumentException("the bitmap of " + rows + " x " + width + " has " + length + " bytes");
        }
        long end = 8L * (offset + length);
        long bit = 8L * offset;
        long place = -1;
        int row = 0;
        for (int i = 0; i < columns.length; i++) {
            if (kind == Kind.ALL) {
                place++;
            } else if (kind == Kind.BITMAP) {
                do {
                    place++;
                    require(place < places, "weights are missing in the bitmap");
                } while (!isSet(from, bit + place));
            } else {
                long gap = 0;
                while (bit < end && isSet(from, bit)) {
                    gap++;
                    bit++;
                }
                bit++;
                require(bit + parameter <= end, "the positions end too early");
                gap <<= parameter;
                for (int k = 0; k < parameter; k++) {
                    gap |= isSet(from, bit) ? 1L << k : 0;
                    bit++;
                }
                place += gap + 1;
                require(place < places, "a weight outside of the matrix");
            }
            while (place >= (row + 1L) * width) {
                starts[++row] = i;
            }
            columns[i] = (char) (place - (long) row * width);
        }
        while (row < rows) {
            starts[++row] = columns.length;
        }
        bit = kind == Kind.BITMAP ? bit + place + 1 : bit;
        require(kind != Kind.RICE || end - bit < 8, "bytes are left after the positions");
        for (; bit < end; bit++) {
            require(!isSet(from, bit), "bits are left after the positions");
        }
    }

    private static boolean isSet(byte[] bytes, long bit) {
        return (bytes[(int) (bit >>> 3)] >>> (bit & 7) & 1) == 1;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
