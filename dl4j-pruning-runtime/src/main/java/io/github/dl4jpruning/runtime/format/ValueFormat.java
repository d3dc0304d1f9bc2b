package io.github.dl4jpruning.runtime.format;

/** How the weights of a matrix are written. Biases and other vectors always take 32 bits. */
public enum ValueFormat {
    /** As they are. */
    FLOAT32(4),
    /** IEEE 754 half precision: 11 significant bits, up to 65504. */
    FLOAT16(2),
    /** The upper half of a float: 8 significant bits. */
    BFLOAT16(2);

    private static final int HALF_LARGEST_EXPONENT = 15;
    private static final int HALF_LEAST_EXPONENT = -14;

    private final int bytes;

    ValueFormat(int bytes) {
        this.bytes = bytes;
    }

    /**
     * Bytes of one weight.
     *
     * @return 2 or 4
     */
    public int bytes() {
        return bytes;
    }

    /**
     * What a weight is after it was written and read.
     *
     * @param value a finite number
     * @return the nearest number this format has, of two equally near ones that with an even last bit
     * @throws IllegalArgumentException if the format has no number that large
     */
    public float round(float value) {
        return decode(encode(value));
    }

    int encode(float value) {
        int bits = Float.floatToRawIntBits(value);
        return switch (this) {
            case FLOAT32 -> bits;
            case BFLOAT16 -> checked(value, (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16 & 0xffff);
            case FLOAT16 -> half(value);
        };
    }

    private int half(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        int exponent = Math.max(Math.getExponent(magnitude), HALF_LEAST_EXPONENT);
        if (exponent > HALF_LARGEST_EXPONENT) {
            return checked(value, 0x7c00);
        }
        // In units of the last bit, of which 1024 to 2047 make a normal number; 2048 is 1024 of the next exponent.
        int units = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
        return checked(value, sign | (units + (exponent - HALF_LEAST_EXPONENT) * 1024));
    }

    private int checked(float value, int code) {
        if (!Float.isFinite(decode(code))) {
            throw new IllegalArgumentException("the weight " + value + " is too large for " + JsonObject.lower(this)
                    + ": write the weights as float32");
        }
        return code;
    }

    float decode(int code) {
        return switch (this) {
            case FLOAT32 -> Float.intBitsToFloat(code);
            case BFLOAT16 -> Float.intBitsToFloat(code << 16);
            case FLOAT16 -> {
                int exponent = code >>> 10 & 31;
                int units = code & 1023;
                float magnitude = exponent == 31
                        ? (units == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                        : Math.scalb(exponent == 0 ? units : units + 1024, Math.max(exponent, 1) - 25);
                yield (code & 0x8000) == 0 ? magnitude : -magnitude;
            }
        };
    }
}
