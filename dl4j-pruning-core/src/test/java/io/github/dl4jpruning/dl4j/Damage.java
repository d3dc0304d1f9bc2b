package io.github.dl4jpruning.dl4j;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ContainerNode;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Random damage to bytes and to JSON, the same for the same seed. */
public final class Damage {

    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        3,
        7,
        8,
        32,
        33,
        99,
        102,
        127,
        128,
        255,
        256,
        65535,
        65536,
        1L << 20,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        1L << 32,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random;

    public Damage(Random random) {
        this.random = random;
    }

    /** A number that breaks things, or one near it. */
    public long number() {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        return random.nextInt(4) == 0 ? number + random.nextInt(5) - 2 : number;
    }

    /**
     * One to four changes: bytes, numbers of 4 or 8 bytes, cuts, repetitions; half of them in the first bytes, where
     * headers are.
     */
    public byte[] bytes(byte[] whole, boolean littleEndian) {
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int reach = random.nextBoolean() ? Math.min(bytes.length, 200) : bytes.length;
            int at = random.nextInt(reach);
            switch (random.nextInt(8)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1, 2 -> bytes[at] = (byte) random.nextInt();
                case 3 -> put(bytes, at, Integer.BYTES, littleEndian);
                case 4, 5 -> put(bytes, at, Long.BYTES, littleEndian);
                case 6 -> bytes = random.nextInt(3) > 0 ? bytes : Arrays.copyOf(bytes, at);
                default -> {
                    int length = Math.min(random.nextInt(32), bytes.length - at);
                    int to = random.nextInt(bytes.length - length + 1);
                    System.arraycopy(bytes, at, bytes, to, length);
                }
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, bytes.length + random.nextInt(64)) : bytes;
    }

    private void put(byte[] bytes, int at, int width, boolean littleEndian) {
        byte[] number = new byte[Long.BYTES];
        ByteBuffer.wrap(number).putLong(number());
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = littleEndian ? number[Long.BYTES - 1 - i] : number[Long.BYTES - width + i];
        }
    }

    /** One to three changes of values, keys and structure of a document; what comes out is JSON. */
    public String json(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            List<ContainerNode<?>> containers = new ArrayList<>();
            List<JsonNode> all = new ArrayList<>();
            collect(root, containers, all);
            ContainerNode<?> where = containers.get(random.nextInt(containers.size()));
            if (where.isEmpty()) {
                continue;
            }
            if (where instanceof ObjectNode object) {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(8) == 0) {
                    object.remove(name);
                } else {
                    object.set(name, other(object.get(name), all));
                }
            } else {
                ArrayNode array = (ArrayNode) where;
                int at = random.nextInt(array.size());
                if (random.nextInt(8) == 0) {
                    array.remove(at);
                } else if (random.nextInt(8) == 0) {
                    array.insert(at, array.get(at).deepCopy());
                } else {
                    array.set(at, other(array.get(at), all));
                }
            }
        }
        return root.toPrettyString();
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers, List<JsonNode> all) {
        all.add(node);
        if (node instanceof ContainerNode<?> container) {
            containers.add(container);
            node.forEach(child -> collect(child, containers, all));
        }
    }

    private JsonNode other(JsonNode value, List<JsonNode> all) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isNumber() && random.nextInt(4) > 0) {
            return switch (random.nextInt(4)) {
                case 0 -> nodes.numberNode(value.asLong() + random.nextInt(5) - 2);
                case 1 -> nodes.numberNode(random.nextBoolean() ? Double.NaN : 1e300);
                case 2 -> nodes.numberNode(-value.asLong());
                default -> nodes.numberNode(number());
            };
        }
        if (value.isTextual() && random.nextInt(3) == 0) { // such as masks
            byte[] characters = bytes(value.asText().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), false);
            return nodes.textNode(new String(characters, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        return switch (random.nextInt(6)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.numberNode(number());
            case 2 -> nodes.textNode("");
            case 3 -> nodes.booleanNode(random.nextBoolean());
            default -> all.get(random.nextInt(all.size())).deepCopy();
        };
    }
}
