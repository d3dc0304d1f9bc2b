package io.github.dl4jpruning.runtime.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A patch network in the description of a file, beside {@code inputs} and the scalers; {@code docs/format.md} describes
 * it.
 */
final class PatchJson {

    /** The name that only the description of a patch network has. */
    static final String PATCHES = "patches";

    private PatchJson() {}

    static void write(PatchNetwork network, Map<String, Object> json, ModelWriter to) {
        Patching patching = network.patching();
        Map<String, Object> patches = new LinkedHashMap<>();
        patches.put("lookBack", (long) patching.lookBack());
        patches.put("length", (long) patching.length());
        patches.put("stride", (long) patching.stride());
        patches.put("padded", patching.padded());
        patches.put("joint", patching.joint());
        json.put(PATCHES, patches);
        json.put("horizon", (long) network.horizon());
        network.instanceNorm().ifPresent(norm -> json.put("instanceNorm", pair(norm.gain(), norm.shift(), to)));
        json.put("embedding", to.layer(network.embedding()));
        json.put("positions", to.vector(network.positions()));
        json.put("heads", (long) network.heads());
        json.put("residualScores", network.residualScores());
        json.put(
                "encoder",
                network.encoder().stream().map(layer -> write(layer, to)).toList());
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("pooling", JsonObject.lower(network.head().pooling()));
        head.put("layers", network.head().layers().stream().map(to::layer).toList());
        json.put("head", head);
    }

    private static Map<String, Object> write(EncoderLayer layer, ModelWriter to) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("projection", to.layer(layer.projection()));
        json.put("mixing", to.layer(layer.mixing()));
        json.put("afterAttention", write(layer.afterAttention(), to));
        json.put("inner", to.layer(layer.inner()));
        json.put("outer", to.layer(layer.outer()));
        json.put("afterFeedForward", write(layer.afterFeedForward(), to));
        return json;
    }

    private static Map<String, Object> write(Residual residual, ModelWriter to) {
        if (residual instanceof Residual.Normalized norm) {
            return pair(norm.gain(), norm.shift(), to);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("skip", to.vector(((Residual.Scaled) residual).skip()));
        return json;
    }

    private static Map<String, Object> pair(Vector gain, Vector shift, ModelWriter to) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gain", to.vector(gain));
        json.put("shift", to.vector(shift));
        return json;
    }

    /** Reads what {@link #write} has written; each width comes from something whose bytes are there. */
    static PatchNetwork read(JsonObject json, int inputs, ModelReader.Reading from) {
        Patching patching = patching(json.object(PATCHES));
        int horizon = json.integer("horizon", 1, Integer.MAX_VALUE);
        Optional<InstanceNorm> norm = json.has("instanceNorm")
                ? Optional.of(norm(json.object("instanceNorm"), inputs, from))
                : Optional.empty();
        long patch = (long) patching.length() * patching.width(inputs);
        if (patch > Matrix.LIMIT) {
            throw new IllegalArgumentException("a patch of " + patch + " numbers is more than " + Matrix.LIMIT);
        }
        Layer.Dense embedding = dense(json, "embedding", (int) patch, from);
        int features = embedding.outputs();
        Vector positions = from.vector(json, "positions", 0);
        List<EncoderLayer> encoder = new ArrayList<>();
        for (Object layer : limited(json.list("encoder"), Network.LAYERS)) {
            encoder.add(encoderLayer(JsonObject.of(layer, "encoder layer " + encoder.size()), features, from));
        }
        int heads = json.integer("heads", 1, features);
        boolean residualScores = json.bool("residualScores");
        PatchHead head = head(json.object("head"), features, positions.length(), inputs, from);
        return new PatchNetwork(
                inputs,
                horizon,
                patching,
                norm,
                embedding,
                positions,
                heads,
                residualScores,
                encoder,
                head,
                from.scaler("inputScaler", inputs),
                from.scaler("outputScaler", patching.joint() ? Math.max(1, head.outputs() / horizon) : inputs));
    }

    private static List<?> limited(List<?> list, int most) {
        if (list.size() > most) {
            throw new IllegalArgumentException(list.size() + " layers are more than " + most);
        }
        return list;
    }

    private static Patching patching(JsonObject from) {
        Patching patching = new Patching(
                from.integer("lookBack", 1, Patching.LONGEST),
                from.integer("length", 1, Matrix.LIMIT),
                from.integer("stride", 1, Matrix.LIMIT),
                from.bool("padded"),
                from.bool("joint"));
        from.close();
        return patching;
    }

    private static InstanceNorm norm(JsonObject json, int inputs, ModelReader.Reading from) {
        InstanceNorm norm = new InstanceNorm(from.vector(json, "gain", inputs), from.vector(json, "shift", inputs));
        json.close();
        return norm;
    }

    private static EncoderLayer encoderLayer(JsonObject json, int features, ModelReader.Reading from) {
        Layer.Dense projection = dense(json, "projection", features, from);
        Layer.Dense mixing = dense(json, "mixing", features, from);
        Residual afterAttention = residual(json.object("afterAttention"), features, from);
        Layer.Dense inner = dense(json, "inner", features, from);
        EncoderLayer layer = new EncoderLayer(
                projection,
                mixing,
                afterAttention,
                inner,
                dense(json, "outer", inner.outputs(), from),
                residual(json.object("afterFeedForward"), features, from));
        json.close();
        return layer;
    }

    private static Residual residual(JsonObject json, int features, ModelReader.Reading from) {
        Residual residual = json.has("skip")
                ? new Residual.Scaled(from.vector(json, "skip", features))
                : new Residual.Normalized(from.vector(json, "gain", features), from.vector(json, "shift", features));
        json.close();
        return residual;
    }

    private static PatchHead head(JsonObject json, int features, int encoded, int inputs, ModelReader.Reading from) {
        PatchHead.Pooling pooling = json.constant("pooling", PatchHead.Pooling.class);
        int width = pooling == PatchHead.Pooling.MEAN ? features : encoded;
        List<Layer.Dense> layers = new ArrayList<>();
        for (Object layer : limited(json.list("layers"), Math.max(1, inputs))) {
            layers.add(dense(JsonObject.of(layer, "layer " + layers.size() + " of the head"), width, from));
        }
        json.close();
        return new PatchHead(pooling, layers);
    }

    private static Layer.Dense dense(JsonObject json, String name, int inputs, ModelReader.Reading from) {
        return dense(json.object(name), inputs, from);
    }

    private static Layer.Dense dense(JsonObject json, int inputs, ModelReader.Reading from) {
        if (!json.string("type").equals("dense")) {
            throw new IllegalArgumentException("a layer of a patch network is not dense");
        }
        Layer.Dense layer = from.dense(json, inputs);
        json.close();
        return layer;
    }
}
