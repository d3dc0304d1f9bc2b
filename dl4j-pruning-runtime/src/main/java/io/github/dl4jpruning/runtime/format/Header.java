package io.github.dl4jpruning.runtime.format;

/** The constants of the file. Numbers are little-endian. */
final class Header {
    /** As in PNG: a byte that is no text, a name, and line ends that a transfer as text would change. */
    static final byte[] MAGIC = {(byte) 0x89, 'S', 'P', 'F', '\r', '\n', 0x1a, '\n'};

    /** Of files whose numbers are all floats. */
    static final int VERSION = 1;
    /** Of files with scalers in double precision; the latest that is read. */
    static final int DOUBLE_SCALERS = 2;

    /** How the description tells that a vector holds numbers of 64 bits. */
    static final String FLOAT64 = "float64";

    static final int VERSION_AT = 8;
    static final int FLAGS_AT = 10;
    static final int JSON_LENGTH_AT = 12;
    static final int PAYLOAD_LENGTH_AT = 16;
    static final int LENGTH = 24;
    static final int CHECKSUM_LENGTH = 4;
    static final int LONGEST_JSON = 1 << 20;
    static final String NAME = "dl4j-pruning forecaster";

    private Header() {}
}
