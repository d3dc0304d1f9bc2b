package io.github.dl4jpruning.runtime.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/** Damaged files whose checksum is right, so that they come to where the content is read. */
final class FileMutations {

    private static final String[] TOKENS = {
        "0",
        "1",
        "-1",
        "2147483647",
        "4294967295",
        "65535",
        "1e308",
        "null",
        "true",
        "false",
        "{}",
        "[]",
        "\"rice\"",
        "\"bitmap\"",
        "\"all\"",
        "\"rows\":65535",
        "\"columns\":65535",
        "\"length\":262140",
        "\"bytes\":2147483647",
        "\"count\":2147483647",
        "\"rice\":30",
        "\"heads\":1",
        "\"stride\":1",
        "\"lookBack\":1073741824",
        "\"horizon\":2147483647"
    };

    /** A file with one to three faults and a checksum that is right. */
    static byte[] mutated(byte[] file, Random random) {
        int json = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        byte[] changed = file.clone();
        for (int k = 1 + random.nextInt(3); k > 0; k--) {
            switch (random.nextInt(5)) {
                case 0 -> changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                case 2 -> { // the same length, another number in the description
                    int at = 24 + random.nextInt(json);
                    while (at < changed.length - 1 && !Character.isDigit(changed[at])) {
                        at++;
                    }
                    at = Math.min(at, changed.length - 1);
                    changed[at] = (byte) ('0' + random.nextInt(10));
                }
                case 3 -> changed = replaced(changed, random);
                default -> changed = cut(changed, random);
            }
        }
        return sealed(changed);
    }

    /** Puts a token in the place of a value of the description, and tells the right lengths. */
    private static byte[] replaced(byte[] file, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int json = buffer.getInt(12);
        if (json < 0 || 24L + json > file.length) {
            return file;
        }
        String text = new String(file, 24, json, StandardCharsets.ISO_8859_1);
        String[] parts = text.split("(?<=[,:\\[{])|(?=[,\\]}])");
        parts[random.nextInt(parts.length)] = TOKENS[random.nextInt(TOKENS.length)];
        byte[] changed = String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer result = ByteBuffer.allocate(file.length - json + changed.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(file, 0, 24)
                .put(changed)
                .put(file, 24 + json, file.length - 24 - json);
        result.putInt(12, changed.length);
        return result.array();
    }

    private static byte[] cut(byte[] file, Random random) {
        int length = 28 + random.nextInt(Math.max(1, file.length - 28));
        return random.nextInt(4) > 0 ? file : Arrays.copyOf(file, Math.min(file.length, length));
    }

    /** With the checksum of its bytes. */
    static byte[] sealed(byte[] file) {
        CRC32 checksum = new CRC32();
        checksum.update(file, 0, file.length - 4);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 4, (int) checksum.getValue());
        return file;
    }

    private FileMutations() {}
}
