package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a CSV file, line by line. Lines that are not wanted become empty ones, so that the numbers of the others
 * stay. Memory is bounded whatever the file is: a line that does not end, and bytes that are no text, are refused.
 */
final class CsvLines extends Reader {
    /** No line of a CSV file is longer. */
    static final int LONGEST_LINE = 10_000_000;

    private static final Pattern EXCEL_SEPARATOR = Pattern.compile("\"?sep=(.)\"?", Pattern.CASE_INSENSITIVE);

    private final String source;
    private final BufferedReader text;
    private final CsvFormat.Lines wanted;
    private String line; // with its end; null at the end of the file
    private int at;
    private long number;
    private Optional<Character> separator = Optional.empty();

    private CsvLines(String source, BufferedReader text, CsvFormat.Lines wanted) throws IOException {
        this.source = source;
        this.text = text;
        this.wanted = wanted;
        advance();
        if (line != null) {
            Matcher excel = EXCEL_SEPARATOR.matcher(line.strip());
            if (excel.matches()) {
                separator = Optional.of(excel.group(1).charAt(0));
                line = "\n";
            }
        }
    }

    /** Opens a file in UTF-8, or in UTF-16 if it begins like one. */
    static CsvLines open(Path file, CsvFormat.Lines wanted) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            bytes.mark(2);
            int first = bytes.read();
            int second = bytes.read();
            bytes.reset();
            BufferedReader text = new BufferedReader(
                    new InputStreamReader(bytes, charset(first, second).newDecoder()), 1 << 16);
            text.mark(1);
            if (text.read() != '\uFEFF') {
                text.reset();
            }
            return new CsvLines(file.toString(), text, wanted);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static Charset charset(int first, int second) {
        if (first == 0xFF && second == 0xFE || first > 0 && second == 0) {
            return StandardCharsets.UTF_16LE;
        }
        if (first == 0xFE && second == 0xFF || first == 0 && second > 0) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }

    /** What Excel's first line {@code sep=;} tells, if there is one. */
    Optional<Character> separator() {
        return separator;
    }

    /** The next line as the CSV parser shall see it, or null. */
    private void advance() throws IOException {
        String next = readLine(text, source, number + 1);
        at = 0;
        if (next == null) {
            line = null;
            return;
        }
        number++;
        boolean skipped = wanted.skipped().contains(number)
                || wanted.comment().isPresent()
                        && next.stripLeading().startsWith(wanted.comment().get().toString());
        line = skipped ? "\n" : next;
    }

    /**
     * A line with its end, or null.
     *
     * @throws InputException if it does not end, or is no text
     */
    static String readLine(Reader text, String source, long number) throws IOException {
        StringBuilder line = null;
        for (int c = text.read(); c >= 0; c = text.read()) {
            if (line == null) {
                line = new StringBuilder(128);
            }
            if (c == 0) {
                throw new InputException(source + ", line " + number
                        + " holds a NUL, which no text has. Give a CSV file: text in UTF-8 or UTF-16.");
            }
            line.append((char) c);
            if (c == '\n') {
                break;
            }
            if (line.length() > LONGEST_LINE) {
                throw new InputException(source + ", line " + number + " is longer than " + LONGEST_LINE
                        + " characters and begins with '" + Texts.shown(line.toString())
                        + "'. Give a CSV file, a row per line.");
            }
        }
        return line == null ? null : line.toString();
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        while (line != null && at == line.length()) {
            advance();
        }
        if (line == null) {
            return -1;
        }
        int count = Math.min(length, line.length() - at);
        line.getChars(at, at + count, into, offset);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
