package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.PlanCodec;
import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.engine.RunPosition;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Plan, masks and position as two constants of the graph, so that they are in every file made of it: {@value #MASKS},
 * the bytes of a JSON text, and {@value #POSITION}, five integers. No op reads them.
 */
final class PruningCarrier {

    static final String MASKS = "dl4jpruning/masks";
    static final String POSITION = "dl4jpruning/position";

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SameDiff sd;
    private Masks stored;
    private Map<String, String> storedNotes;
    private final Map<String, WeightMask> waiting = new LinkedHashMap<>(); // of variables that are constants for now

    PruningCarrier(SameDiff sd) {
        this.sd = sd;
    }

    /**
     * Sorts out the masks of variables that have been made constants, DL4J's way of freezing them: they stay in the
     * graph, for the day when they are variables again, but are no business of the pruner.
     *
     * @param masks of the graph
     * @return those of variables, and those of what the graph does not have
     */
    Masks ofVariables(Masks masks) {
        Map<String, WeightMask> active = new LinkedHashMap<>();
        masks.asMap().forEach((name, mask) -> {
            SDVariable variable = sd.getVariable(name);
            boolean frozen = variable != null && variable.getVariableType() == VariableType.CONSTANT;
            (frozen ? waiting : active).put(name, mask);
        });
        stored = null;
        return new Masks(active);
    }

    void store(Pruner pruner, RunPosition position) {
        if (pruner.masks() != stored || pruner.notes() != storedNotes) {
            stored = pruner.masks();
            storedNotes = pruner.notes();
            ObjectNode json =
                    JSON.createObjectNode().put("format", FORMAT).put("plan", PlanCodec.encode(pruner.plan()));
            ObjectNode masks = json.putObject("masks");
            stored.asMap().forEach((name, mask) -> masks.put(name, mask.encode()));
            waiting.forEach((name, mask) -> masks.put(name, mask.encode()));
            if (!storedNotes.isEmpty()) {
                ObjectNode notes = json.putObject("notes");
                storedNotes.forEach(notes::put);
            }
            set(MASKS, Nd4j.createFromArray(json.toString().getBytes(StandardCharsets.UTF_8)));
        }
        if (!sd.hasVariable(POSITION)) {
            sd.constant(POSITION, Nd4j.createFromArray(0L, 0L, 0L, 0L, 0L));
        }
        INDArray stands = sd.getVariable(POSITION).getArr(); // written to in place, as this is done in every iteration
        stands.putScalar(0, (double) position.step());
        stands.putScalar(1, (double) position.epoch());
        stands.putScalar(2, position.modelIteration());
        stands.putScalar(3, position.modelEpoch());
        stands.putScalar(4, position.insideEpoch() ? 1 : 0);
    }

    private void set(String name, INDArray value) {
        if (sd.hasVariable(name)) {
            INDArray old = sd.getVariable(name).getArr();
            if (old.length() == value.length()) {
                old.assign(value);
                return;
            }
            sd.getVariables().remove(name);
        }
        sd.constant(name, value);
    }

    Optional<PruningStart.Stored> load() {
        if (!sd.hasVariable(MASKS) && !sd.hasVariable(POSITION)) {
            return Optional.empty();
        }
        if (!sd.hasVariable(MASKS) || !sd.hasVariable(POSITION)) {
            throw damaged("one of the constants " + MASKS + " and " + POSITION + " is missing", null);
        }
        INDArray text = sd.getVariable(MASKS).getArr();
        byte[] bytes = new byte[(int) text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.getInt(i);
        }
        JsonNode json;
        try {
            json = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw damaged(e.getOriginalMessage(), e);
        }
        if (json.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException("the pruning masks of the graph have format " + json.path("format")
                    + ", this version of dl4j-pruning reads format " + FORMAT + ": use a newer version of the library");
        }
        if (!json.has("plan") || !json.has("masks")) {
            throw damaged("plan or masks are missing", null);
        }
        Map<String, WeightMask> masks = new LinkedHashMap<>();
        json.get("masks")
                .fields()
                .forEachRemaining(field -> masks.put(
                        field.getKey(),
                        WeightMask.decode(field.getKey(), field.getValue().asText())));
        Map<String, String> notes = new LinkedHashMap<>(); // older files have none
        json.path("notes")
                .fields()
                .forEachRemaining(
                        field -> notes.put(field.getKey(), field.getValue().asText()));
        INDArray position = sd.getVariable(POSITION).getArr();
        if (position.length() != 5) {
            throw damaged(POSITION + " has " + position.length() + " numbers instead of 5", null);
        }
        return Optional.of(new PruningStart.Stored(
                json.get("plan").asText(),
                new RunPosition(
                        position.getLong(0),
                        position.getLong(1),
                        (int) position.getLong(2),
                        (int) position.getLong(3),
                        position.getLong(4) != 0),
                new Masks(masks),
                notes));
    }

    private static IllegalArgumentException damaged(String how, Exception cause) {
        return new IllegalArgumentException(
                "the pruning masks in the graph are damaged: " + how + "; take an undamaged copy of the model file",
                cause);
    }

    /** Takes both constants out of the graph. */
    boolean remove() {
        boolean found = sd.getVariables().remove(MASKS) != null;
        found |= sd.getVariables().remove(POSITION) != null;
        stored = null;
        return found;
    }
}
