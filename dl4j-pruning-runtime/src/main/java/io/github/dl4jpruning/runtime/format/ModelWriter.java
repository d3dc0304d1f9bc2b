package io.github.dl4jpruning.runtime.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Makes the bytes of a file; {@code docs/format.md} describes them. */
public final class ModelWriter {
    private final ValueFormat format;
    private final List<Object> table = new ArrayList<>();
    private final List<byte[]> payload = new ArrayList<>();
    private long length;
    private int version = Header.VERSION;

    private ModelWriter(ValueFormat format) {
        this.format = format;
    }

    /**
     * The bytes of a model: the same for the same model.
     *
     * @param model to write
     * @param format of the weights
     * @return the whole file
     * @throws IllegalArgumentException if a weight is too large for the format, the plan is no JSON, or all is too
     *     large for a file
     */
    public static byte[] write(Model model, ValueFormat format) {
        return new ModelWriter(format).bytes(model);
    }

    private byte[] bytes(Model model) {
        Architecture architecture = model.architecture();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", Header.NAME);
        json.put("inputs", (long) architecture.inputs());
        if (architecture instanceof PatchNetwork network) {
            PatchJson.write(network, json, this);
        } else {
            json.put(
                    "layers", model.network().layers().stream().map(this::layer).toList());
        }
        architecture.inputScaler().ifPresent(scaler -> json.put("inputScaler", scaler(scaler)));
        architecture.outputScaler().ifPresent(scaler -> json.put("outputScaler", scaler(scaler)));
        json.put("provenance", provenance(model.provenance()));
        json.put("tensors", table);
        byte[] text = Json.write(json).getBytes(StandardCharsets.UTF_8);
        long size = Header.LENGTH + text.length + length + Header.CHECKSUM_LENGTH;
        if (text.length > Header.LONGEST_JSON || size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the model makes " + text.length + " bytes of JSON and " + length
                    + " bytes of weights: a file holds " + Header.LONGEST_JSON + " and 2 GB; shorten the provenance, or"
                    + " prune more");
        }
        ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(Header.MAGIC);
        file.putShort((short) version);
        file.putShort((short) 0);
        file.putInt(text.length);
        file.putLong(length);
        file.put(text);
        payload.forEach(file::put);
        CRC32 checksum = new CRC32();
        checksum.update(file.array(), 0, file.position());
        file.putInt((int) checksum.getValue());
        return file.array();
    }

    private static Map<String, Object> provenance(Provenance provenance) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!provenance.plan().isEmpty()) {
            json.put("plan", Json.parse(provenance.plan()));
        }
        json.put("sparsity", provenance.sparsity());
        json.put("data", provenance.data());
        json.put("versions", provenance.versions());
        return json;
    }

    private Map<String, Object> scaler(Scaler scaler) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mean", numbers(scaler.mean()));
        json.put("deviation", numbers(scaler.deviation()));
        return json;
    }

    Map<String, Object> layer(Layer layer) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (layer instanceof Layer.Dense dense) {
            json.put("type", "dense");
            json.put("weights", matrix(dense.weights()));
            json.put("bias", vector(dense.bias()));
            dense.gain().ifPresent(gain -> json.put("gain", vector(gain)));
            json.put("activation", activation(dense.activation()));
        } else if (layer instanceof Layer.SimpleRnn rnn) {
            json.put("type", "rnn");
            json.put("weights", matrix(rnn.weights()));
            json.put("recurrent", matrix(rnn.recurrent()));
            json.put("bias", vector(rnn.bias()));
            json.put("activation", activation(rnn.activation()));
        } else if (layer instanceof Layer.Lstm lstm) {
            json.put("type", "lstm");
            json.put("weights", matrix(lstm.weights()));
            json.put("recurrent", matrix(lstm.recurrent()));
            json.put("bias", vector(lstm.bias()));
            lstm.peepholes().ifPresent(peepholes -> json.put("peepholes", vector(peepholes)));
            json.put("activation", activation(lstm.activation()));
            json.put("gate", activation(lstm.gate()));
        } else if (layer instanceof Layer.Bidirectional both) {
            json.put("type", "bidirectional");
            json.put("forward", layer(both.forward()));
            json.put("backward", layer(both.backward()));
            json.put("mode", JsonObject.lower(both.mode()));
        } else if (layer instanceof Layer.LastStep) {
            json.put("type", "last");
        } else if (layer instanceof Layer.ScaleShift scale) {
            json.put("type", "scale");
            json.put("scale", vector(scale.scale()));
            json.put("shift", vector(scale.shift()));
        } else if (layer instanceof Layer.Activate activate) {
            json.put("type", "activation");
            json.put("activation", activation(activate.activation()));
        }
        return json;
    }

    private static Map<String, Object> activation(Activation activation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", JsonObject.lower(activation.kind()));
        if (activation.kind().parametric()) {
            json.put("parameter", (double) activation.parameter());
        }
        return json;
    }

    long vector(Vector vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(4, vector.length())).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < vector.length(); i++) {
            bytes.putFloat(vector.get(i));
        }
        return add(Map.of("length", (long) vector.length()), bytes.array());
    }

    /** Floats where they hold the numbers exactly, which readers of version 1 know, else doubles. */
    private long numbers(List<Double> numbers) {
        if (numbers.stream().allMatch(number -> (double) number.floatValue() == number)) {
            float[] floats = new float[numbers.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = numbers.get(i).floatValue();
            }
            return vector(Vector.of(floats));
        }
        version = Header.DOUBLE_SCALERS;
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Double.BYTES, numbers.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(bytes::putDouble);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("length", (long) numbers.size());
        json.put("values", Header.FLOAT64);
        return add(json, bytes.array());
    }

    private long matrix(Matrix matrix) {
        PositionCoding coding = PositionCoding.best(matrix);
        long positions = coding.bytes(matrix);
        byte[] bytes = new byte[Math.toIntExact(positions + (long) matrix.count() * format.bytes())];
        coding.write(matrix, bytes, 0);
        ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        values.position((int) positions);
        for (int i = 0; i < matrix.count(); i++) {
            if (format == ValueFormat.FLOAT32) {
                values.putFloat(matrix.value(i));
            } else {
                values.putShort((short) format.encode(matrix.value(i)));
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", (long) matrix.rows());
        json.put("columns", (long) matrix.columns());
        json.put("count", (long) matrix.count());
        json.put("values", JsonObject.lower(format));
        json.put("positions", JsonObject.lower(coding.kind()));
        if (coding.kind() == PositionCoding.Kind.RICE) {
            json.put("rice", (long) coding.parameter());
        }
        json.put("bytes", (long) bytes.length);
        return add(json, bytes);
    }

    private long add(Map<String, Object> json, byte[] bytes) {
        table.add(json);
        payload.add(bytes);
        length += bytes.length;
        return table.size() - 1L;
    }
}
