package io.github.dl4jpruning.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text of JSON documents in files: its bytes, and what a parser should not be given. */
public final class JsonText {

    private static final System.Logger LOG = System.getLogger(JsonText.class.getName());
    private static final int DEEPEST = 200;

    private JsonText() {}

    /**
     * The text of bytes in UTF-8; if they are not UTF-8, in the default charset of this JVM, in which DL4J writes and
     * reads, and if that is UTF-8 or does not fit either, in ISO-8859-1, which is told in the log.
     *
     * @param bytes of a document
     * @param source for the log, such as the name of the file
     * @return its text
     */
    public static String decode(byte[] bytes, String source) {
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, Charset.defaultCharset()}) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                LOG.log(System.Logger.Level.DEBUG, source + " is not " + charset);
            }
        }
        LOG.log(
                System.Logger.Level.WARNING,
                source + " is not in UTF-8"
                        + (Charset.defaultCharset().equals(StandardCharsets.UTF_8)
                                ? ""
                                : ", nor in this JVM's default charset " + Charset.defaultCharset())
                        + ": it is read as ISO-8859-1, so names in it may have wrong letters");
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /**
     * The bytes of a document in ASCII, with other characters as {@code \}{@code u00fc} and the like: whatever charset
     * it is read in, the names in it are right.
     *
     * @param json text of a document, in which such characters occur within strings only
     * @return its bytes
     */
    public static byte[] ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 128) {
                ascii.append(c);
            } else {
                ascii.append(String.format("\\u%04x", (int) c));
            }
        }
        return ascii.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Checks that arrays and objects are not nested so deeply that a parser that calls itself runs out of stack.
     *
     * @param json text, which need not be JSON
     * @throws IOException if there are more than 200 levels
     */
    public static void requireShallow(String json) throws IOException {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '[' || c == '{') {
                depth++;
                if (depth > DEEPEST) {
                    throw new IOException("arrays and objects are nested more than " + DEEPEST + " levels deep");
                }
            } else if (c == ']' || c == '}') {
                depth--;
            }
        }
    }
}
