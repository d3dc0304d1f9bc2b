package io.github.dl4jpruning.runtime.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Reads files strictly: whatever differs from {@code docs/format.md} is an error, and nothing is allocated before the
 * bytes that warrant it are known to be there.
 */
public final class ModelReader {

    private ModelReader() {}

    /**
     * Reads a file.
     *
     * @param file written by {@link ModelWriter}
     * @return what it holds
     * @throws ModelFormatException if it is no such file, or damaged, or of a later version
     * @throws IOException if it cannot be read
     */
    public static Model read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        if (Files.size(file) > Integer.MAX_VALUE - 8) {
            throw new ModelFormatException(file + " is no exported forecaster: it is larger than 2 GB");
        }
        try {
            return read(Files.readAllBytes(file));
        } catch (ModelFormatException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @param file all of them
     * @return what it holds
     * @throws ModelFormatException if these are no such file, or damaged, or of a later version
     */
    public static Model read(byte[] file) throws ModelFormatException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < Header.LENGTH + Header.CHECKSUM_LENGTH
                || !Arrays.equals(file, 0, Header.MAGIC.length, Header.MAGIC, 0, Header.MAGIC.length)) {
            throw new ModelFormatException("this is no exported forecaster: it does not begin like one");
        }
        int version = bytes.getShort(Header.VERSION_AT) & 0xffff;
        if (version < Header.VERSION || version > Header.DOUBLE_SCALERS || bytes.getShort(Header.FLAGS_AT) != 0) {
            throw new ModelFormatException(
                    "the file has version " + version + " of the format, this library reads versions " + Header.VERSION
                            + " to " + Header.DOUBLE_SCALERS + ": use a later version of the library");
        }
        long jsonLength = bytes.getInt(Header.JSON_LENGTH_AT) & 0xffffffffL;
        long payload = bytes.getLong(Header.PAYLOAD_LENGTH_AT);
        long rest = file.length - Header.LENGTH - Header.CHECKSUM_LENGTH - jsonLength;
        if (jsonLength > Header.LONGEST_JSON || payload != rest) {
            throw new ModelFormatException("the file has " + file.length
                    + " bytes, its header tells another number: it was cut off; take an undamaged copy");
        }
        int end = file.length - Header.CHECKSUM_LENGTH;
        CRC32 checksum = new CRC32();
        checksum.update(file, 0, end);
        if ((int) checksum.getValue() != bytes.getInt(end)) {
            throw new ModelFormatException(
                    "the file does not have the checksum that was written with it: take an undamaged copy");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file, Header.LENGTH, (int) jsonLength))
                    .toString();
            JsonObject json = JsonObject.of(Json.parse(text), "the description");
            return new Reading(file, Header.LENGTH + (int) jsonLength, end, json, version >= Header.DOUBLE_SCALERS)
                    .model();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new ModelFormatException(
                    "the file was not written by this library: "
                            + (e instanceof CharacterCodingException ? "its description is no UTF-8" : e.getMessage()),
                    e);
        }
    }

    /** A tensor in the file, not read yet. */
    private static final class Entry {
        private final JsonObject json;
        private final int offset;
        private final int bytes;
        private final boolean doubles;
        private boolean used;

        Entry(JsonObject json, int offset, int bytes, boolean doubles) {
            this.json = json;
            this.offset = offset;
            this.bytes = bytes;
            this.doubles = doubles;
        }
    }

    /** One file being read; all errors are IllegalArgumentExceptions. */
    static final class Reading {
        private final byte[] file;
        private final ByteBuffer buffer;
        private final JsonObject json;
        private final Entry[] table;

        Reading(byte[] file, int start, int end, JsonObject json, boolean doubleScalers) {
            this.file = file;
            this.buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            this.json = json;
            List<?> list = json.list("tensors");
            table = new Entry[list.size()];
            int at = start;
            for (int i = 0; i < table.length; i++) {
                JsonObject entry = JsonObject.of(list.get(i), "tensor " + i);
                boolean doubles = doubleScalers && entry.has("length") && entry.has("values");
                int bytes = entry.has("length")
                        ? (doubles ? Double.BYTES : Float.BYTES) * entry.integer("length", 1, 4 * Matrix.LIMIT)
                        : entry.integer("bytes", 0, Integer.MAX_VALUE);
                if (bytes > end - at) {
                    throw new IllegalArgumentException("tensor " + i + " ends behind the end of the file");
                }
                table[i] = new Entry(entry, at, bytes, doubles);
                at += bytes;
            }
            if (at != end) {
                throw new IllegalArgumentException("bytes are left after the last tensor");
            }
        }

        Model model() {
            if (!json.string("format").equals(Header.NAME)) {
                throw new IllegalArgumentException("the description is of another format");
            }
            int inputs = json.integer("inputs", 1, Matrix.LIMIT);
            Architecture architecture =
                    json.has(PatchJson.PATCHES) ? PatchJson.read(json, inputs, this) : network(inputs);
            Model model = new Model(architecture, provenance(json.object("provenance")));
            json.close();
            for (int i = 0; i < table.length; i++) {
                if (!table[i].used) {
                    throw new IllegalArgumentException("no layer uses tensor " + i);
                }
            }
            return model;
        }

        private Network network(int inputs) {
            List<?> list = json.list("layers");
            if (list.size() > Network.LAYERS) {
                throw new IllegalArgumentException(list.size() + " layers are more than " + Network.LAYERS);
            }
            Layer[] layers = new Layer[list.size()];
            int width = inputs;
            for (int i = 0; i < layers.length; i++) {
                layers[i] = layer(list.get(i), "layer " + i, width);
                width = layers[i].outputs();
            }
            return new Network(inputs, List.of(layers), scaler("inputScaler", inputs), scaler("outputScaler", width));
        }

        private Provenance provenance(JsonObject from) {
            Map<String, String> versions = new LinkedHashMap<>();
            JsonObject names = from.object("versions");
            if (from.any("versions") instanceof Map<?, ?> map) {
                map.keySet().forEach(name -> versions.put((String) name, names.string((String) name)));
            }
            Provenance provenance = new Provenance(
                    from.has("plan") ? Json.write(from.any("plan")) : "",
                    from.number("sparsity"),
                    from.string("data"),
                    versions);
            from.close();
            return provenance;
        }

        Optional<Scaler> scaler(String name, int length) {
            if (!json.has(name)) {
                return Optional.empty();
            }
            JsonObject from = json.object(name);
            Scaler scaler = Scaler.of(numbers(from, "mean", length), numbers(from, "deviation", length));
            from.close();
            return Optional.of(scaler);
        }

        private Layer layer(Object value, String place, int inputs) {
            JsonObject from = JsonObject.of(value, place);
            String type = from.string("type");
            Layer layer = switch (type) {
                case "dense" -> dense(from, inputs);
                case "rnn", "lstm" -> direction(from, type, inputs);
                case "bidirectional" ->
                    new Layer.Bidirectional(
                            direction(from.object("forward"), inputs),
                            direction(from.object("backward"), inputs),
                            from.constant("mode", Layer.Mode.class));
                case "last" -> new Layer.LastStep(inputs);
                case "scale" -> new Layer.ScaleShift(vector(from, "scale", inputs), vector(from, "shift", inputs));
                case "activation" -> new Layer.Activate(inputs, activation(from.object("activation")));
                default -> throw new IllegalArgumentException(place + " is of an unknown type");
            };
            from.close();
            return layer;
        }

        private Layer.Recurrent direction(JsonObject from, int inputs) {
            Layer.Recurrent layer = direction(from, from.string("type"), inputs);
            from.close();
            return layer;
        }

        Layer.Dense dense(JsonObject from, int inputs) {
            Vector bias = vector(from, "bias", 0);
            int units = bias.length();
            return new Layer.Dense(
                    matrix(from, "weights", units, inputs),
                    bias,
                    from.has("gain") ? Optional.of(vector(from, "gain", units)) : Optional.empty(),
                    activation(from.object("activation")));
        }

        private Layer.Recurrent direction(JsonObject from, String type, int inputs) {
            // Biases first: they tell the number of units, and their bytes warrant the rows of the matrices.
            Vector bias = vector(from, "bias", 0);
            if (type.equals("rnn")) {
                int units = bias.length();
                return new Layer.SimpleRnn(
                        matrix(from, "weights", units, inputs),
                        matrix(from, "recurrent", units, units),
                        bias,
                        activation(from.object("activation")));
            } else if (type.equals("lstm") && bias.length() % 4 == 0) {
                int units = bias.length() / 4;
                return new Layer.Lstm(
                        matrix(from, "weights", 4 * units, inputs),
                        matrix(from, "recurrent", 4 * units, units),
                        bias,
                        from.has("peepholes") ? Optional.of(vector(from, "peepholes", 3 * units)) : Optional.empty(),
                        activation(from.object("activation")),
                        activation(from.object("gate")));
            }
            throw new IllegalArgumentException("a recurrent layer is neither rnn nor lstm with four biases per unit");
        }

        private static Activation activation(JsonObject from) {
            Activation.Kind kind = from.constant("kind", Activation.Kind.class);
            Activation activation = new Activation(kind, kind.parametric() ? (float) from.number("parameter") : 0);
            from.close();
            return activation;
        }

        private Entry use(JsonObject from, String name) {
            int index = from.integer(name, 0, table.length - 1);
            if (table[index].used) {
                throw new IllegalArgumentException("tensor " + index + " is used twice");
            }
            table[index].used = true;
            return table[index];
        }

        /** Numbers of a scaler, in one precision or the other. */
        private double[] numbers(JsonObject from, String name, int length) {
            Entry entry = use(from, name);
            double[] numbers = new double[length(entry, name, length)];
            if (entry.doubles && !entry.json.string("values").equals(Header.FLOAT64)) {
                throw new IllegalArgumentException("\"" + name + "\" is of numbers that are unknown");
            }
            entry.json.close();
            ByteBuffer bytes = buffer.position(entry.offset).slice().order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = entry.doubles ? bytes.getDouble() : bytes.getFloat();
            }
            return numbers;
        }

        /** A vector of a length, or of any if that is 0. */
        Vector vector(JsonObject from, String name, int length) {
            Entry entry = use(from, name);
            float[] values = new float[length(entry, name, length)];
            entry.json.close();
            buffer.position(entry.offset)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return Vector.of(values);
        }

        private static int length(Entry entry, String name, int length) {
            int found = entry.json.integer("length", 1, 4 * Matrix.LIMIT);
            if (length != 0 && found != length) {
                throw new IllegalArgumentException("\"" + name + "\" has " + found + " numbers, not " + length);
            }
            return found;
        }

        private Matrix matrix(JsonObject from, String name, int rows, int columns) {
            Entry entry = use(from, name);
            ValueFormat format = entry.json.constant("values", ValueFormat.class);
            PositionCoding.Kind kind = entry.json.constant("positions", PositionCoding.Kind.class);
            int parameter = kind == PositionCoding.Kind.RICE
                    ? entry.json.integer("rice", 0, PositionCoding.LARGEST_PARAMETER)
                    : 0;
            int count = entry.json.integer("count", 0, Integer.MAX_VALUE);
            entry.json.integer("rows", rows, rows);
            entry.json.integer("columns", columns, columns);
            entry.json.integer("bytes", 0, Integer.MAX_VALUE);
            entry.json.close();
            long positions = entry.bytes - (long) count * format.bytes();
            if (positions < 0) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" has " + entry.bytes + " bytes for " + count + " weights");
            }
            int[] starts = new int[rows + 1];
            char[] places = new char[count];
            float[] values = new float[count];
            new PositionCoding(kind, parameter).read(file, entry.offset, (int) positions, columns, starts, places);
            int at = entry.offset + (int) positions;
            for (int i = 0; i < count; i++, at += format.bytes()) {
                values[i] =
                        format.decode(format == ValueFormat.FLOAT32 ? buffer.getInt(at) : buffer.getShort(at) & 0xffff);
            }
            return Matrix.of(rows, columns, starts, places, values);
        }
    }
}
