package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.DeviceMask;
import io.github.dl4jpruning.engine.NdArrayMagnitudes;
import io.github.dl4jpruning.engine.PrunableModel;
import io.github.dl4jpruning.engine.RunClock;
import io.github.dl4jpruning.engine.WeightLayout;
import io.github.dl4jpruning.engine.WeightParameter;
import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Magnitudes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdaMaxUpdater;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * A {@link SameDiff} graph as the method sees it: its variables of type VARIABLE, one array each.
 *
 * <p>Weights are counted in 'c' order, whatever the order of their array, since a file may keep another.
 *
 * <p>Pruned by default: variables of rank 2 or more. Left alone unless the plan includes them: vectors and scalars
 * (biases, gains), variables that a gather op looks rows up in (embeddings), and variables whose name says that they
 * hold positions or embeddings ({@code pos}, {@code position}, {@code positional}, {@code embedding} or
 * {@code embeddings} as a word of the name, unless a matrix product uses them).
 */
public final class SameDiffModel implements PrunableModel, RunClock.Counters {

    private final SameDiff sd;
    private final Map<String, WeightParameter> parameters = new LinkedHashMap<>();
    private final Map<String, DeviceMask> masks = new HashMap<>();
    private Masks applied = new Masks(Map.of());

    private SameDiffModel(SameDiff sd) {
        this.sd = sd;
        for (SDVariable variable : sd.variables()) {
            if (variable.getVariableType() == VariableType.VARIABLE) {
                parameters.put(variable.name(), parameter(variable));
            }
        }
    }

    /**
     * The model of a graph.
     *
     * @param sd with its variables and their values
     * @return its parameters, ready to be pruned
     * @throws IllegalArgumentException if there is no graph
     */
    public static SameDiffModel of(SameDiff sd) {
        if (sd == null) {
            throw new IllegalArgumentException("the SameDiff to prune is null");
        }
        return new SameDiffModel(sd);
    }

    /**
     * Checks that there is something to train.
     *
     * @throws IllegalArgumentException if the graph has no variables, as one that was imported from a file of another
     *     framework
     */
    void requireVariables() {
        if (parameters.isEmpty()) {
            List<String> constants = sd.variables().stream()
                    .filter(variable -> variable.getVariableType() == VariableType.CONSTANT)
                    .filter(variable ->
                            variable.getArr() != null && variable.getArr().rank() >= 2)
                    .map(SDVariable::name)
                    .toList();
            throw new IllegalArgumentException("the graph has no variables, so there is nothing to train or to prune"
                    + (constants.isEmpty()
                            ? "; add some with sd.var(..)"
                            : ": its weights are constants, as in a graph that was imported; make variables of those that are"
                                    + " to be trained with sd.convertToVariables(..); constants of rank 2 or more: "
                                    + constants));
        }
    }

    private WeightParameter parameter(SDVariable variable) {
        INDArray array = variable.getArr();
        String name = variable.name();
        String reason = array.dataType().isFPType() ? reasonToKeep(variable, array) : "not floating point";
        Status status = reason.isEmpty() ? Status.DEFAULT : Status.OPTIONAL;
        if (!array.dataType().isFPType()) {
            status = Status.NEVER;
        }
        int slash = name.lastIndexOf('/');
        List<Long> shape = Arrays.stream(array.shape()).boxed().toList();
        boolean matrix = array.rank() == 2;
        WeightLayout layout = new WeightLayout(shape, 'c', matrix ? 0 : -1, matrix ? 1 : -1, List.of(), "");
        return new WeightParameter(
                name,
                slash < 0 ? name : name.substring(0, slash),
                "SameDiff",
                name.substring(slash + 1),
                layout,
                status,
                reason);
    }

    private String reasonToKeep(SDVariable variable, INDArray array) {
        if (array.rank() < 2) {
            return "vector";
        }
        boolean multiplied = false;
        for (SameDiffOp op : sd.getOps().values()) {
            List<String> inputs = op.getInputsToOp();
            if (inputs == null || !inputs.contains(variable.name())) {
                continue;
            }
            String kind = op.getOp().opName();
            if (kind.startsWith("gather") || kind.equals("embedding_lookup")) {
                return "embedding";
            }
            multiplied |= kind.contains("mul") && !kind.equals("multiply")
                    || kind.contains("conv")
                    || kind.equals("xw_plus_b");
        }
        List<String> words = List.of(variable.name().toLowerCase(Locale.ROOT).split("[^a-z]+"));
        boolean named =
                words.stream().anyMatch(List.of("pos", "position", "positional", "embedding", "embeddings")::contains);
        return named && !multiplied ? "position or embedding" : "";
    }

    @Override
    public List<WeightParameter> parameters() {
        return List.copyOf(parameters.values());
    }

    @Override
    public Magnitudes magnitudes(WeightParameter parameter) {
        return NdArrayMagnitudes.of(DeviceMask.vector(array(parameter.name())));
    }

    INDArray array(String name) {
        return sd.getVariable(name).getArr();
    }

    @Override
    public void apply(Masks grown) {
        grown.asMap().forEach((name, own) -> {
            if (!own.equals(applied.asMap().get(name))) {
                masks.computeIfAbsent(name, any -> new DeviceMask(array(name).dataType(), own.length()))
                        .write(own, 0);
                zero(name);
            }
        });
        applied = grown;
    }

    private void zero(String name) {
        DeviceMask mask = masks.get(name);
        if (mask != null) {
            mask.zero(array(name));
            state(name).forEach(state -> mask.zero(state));
        }
    }

    /** The arrays of the updater of a variable; none before the first training. */
    private List<INDArray> state(String name) {
        GradientUpdater<?> updater = updater(name);
        List<INDArray> states = new ArrayList<>();
        if (updater != null) {
            for (INDArray state : updater.getState().values()) {
                if (state != null && state.length() == array(name).length()) {
                    states.add(state);
                }
            }
        }
        return states;
    }

    private GradientUpdater<?> updater(String name) {
        return sd.getUpdaterMap() == null ? null : sd.getUpdaterMap().get(name);
    }

    @Override
    public boolean optimizerBeginsAnew() {
        return sd.getTrainingConfig() != null
                && sd.getTrainingConfig().getUpdater().stateSize(1) > 0
                && parameters.keySet().stream()
                        .flatMap(name -> state(name).stream())
                        .allMatch(state -> state.isEmpty() || state.amaxNumber().doubleValue() == 0);
    }

    /** SameDiff shows gradients one by one; {@link #maskGradient} does the work. */
    @Override
    public void maskGradients() {}

    /**
     * Sets what is pruned of one gradient to zero.
     *
     * @param name of the variable
     * @param gradient of its shape
     */
    void maskGradient(String name, INDArray gradient) {
        DeviceMask mask = masks.get(name);
        if (mask != null) {
            mask.clear(gradient);
        }
    }

    @Override
    public void clearResidue() {
        for (String name : masks.keySet()) {
            if (updater(name) instanceof AdaMaxUpdater) { // adds 1e-32 to every state
                state(name).forEach(state -> masks.get(name).zero(state));
            }
        }
    }

    @Override
    public long enforce() {
        long[] revived = new long[1];
        masks.forEach((name, mask) -> {
            if (!mask.isZero(array(name))) {
                WeightMask own = applied.of(name);
                long before = revived[0];
                magnitudes(parameters.get(name)).forEach((position, key) -> {
                    if (key != 0 && own.isPruned(position)) {
                        revived[0]++;
                    }
                });
                if (revived[0] > before) {
                    zero(name);
                }
            }
        });
        return revived[0];
    }

    @Override
    public int iteration() {
        return sd.getTrainingConfig() == null ? 0 : sd.getTrainingConfig().getIterationCount();
    }

    @Override
    public int epoch() {
        return sd.getTrainingConfig() == null ? 0 : sd.getTrainingConfig().getEpochCount();
    }

    @Override
    public void setIteration(int iteration) {
        sd.getTrainingConfig().setIterationCount(iteration);
    }

    @Override
    public void setEpoch(int epoch) {
        sd.getTrainingConfig().setEpochCount(epoch);
    }
}
