package io.github.dl4jpruning.samediff.patchtst;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.reduce.MmulBp;
import org.nd4j.linalg.api.ops.impl.shape.Permute;
import org.nd4j.linalg.api.ops.impl.shape.Reshape;
import org.nd4j.linalg.api.ops.impl.shape.Unstack;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.gradient.SoftmaxBp;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes a {@link Plan}: takes the arrays, shares those whose values are no longer read, and runs each op once on the
 * way.
 *
 * <p>Reshapes of contiguous arrays, permutations and unstacking are views and cost nothing; what depends on shapes
 * alone is computed only here.
 */
final class PlanMaker {

    private static final Set<String> SHAPE_ONLY = Set.of("shape_of", "ones_as", "zeros_as");

    private final SameDiff graph;
    private final Map<String, Variable> variables;
    private final Arena.Claims claims;

    private final List<Plan.Step> steps = new ArrayList<>();
    private final Map<String, INDArray> inputs = new LinkedHashMap<>();
    private final Map<String, INDArray> parameters = new LinkedHashMap<>();
    private final Map<String, INDArray> values = new HashMap<>();

    private final Map<String, Integer> lastUse = new HashMap<>();
    private final Map<String, Root> roots = new HashMap<>();
    private final Set<Root> live = new HashSet<>();
    private final Set<String> fixed = new HashSet<>();
    private final Map<String, String> softmaxOfInput = new HashMap<>();

    /** A buffer and the last step that reads it, directly or through a view. */
    private static final class Root {
        private final int buffer;
        private int lastUse;

        Root(int buffer, int lastUse) {
            this.buffer = buffer;
            this.lastUse = lastUse;
        }
    }

    PlanMaker(SameDiff graph, Collection<String> outputs, Map<String, INDArray> placeholders, Arena arena) {
        this.graph = graph;
        this.variables = graph.getVariables();
        this.claims = arena.claims();
        placeholders.forEach((name, array) -> {
            DataType type = graph.getVariable(name).dataType();
            inputs.put(name, array.castTo(type).dup('c'));
        });
        List<SameDiffOp> order = OpOrder.of(graph, outputs);
        findLastUses(order);
        outputs.forEach(name -> lastUse.put(name, Integer.MAX_VALUE));
        for (int i = 0; i < order.size(); i++) {
            add(order.get(i), i);
            release(i);
        }
    }

    List<Plan.Step> steps() {
        return steps;
    }

    Map<String, INDArray> inputs() {
        return inputs;
    }

    /** Weights and constants that are read. */
    Map<String, INDArray> parameters() {
        return parameters;
    }

    Map<String, INDArray> values() {
        return values;
    }

    private void findLastUses(List<SameDiffOp> order) {
        for (int i = 0; i < order.size(); i++) {
            SameDiffOp op = order.get(i);
            for (String name : op.getInputsToOp()) {
                lastUse.put(name, i);
            }
            String input =
                    op.getInputsToOp().isEmpty() ? "" : op.getInputsToOp().get(0);
            if (op.getOp() instanceof SoftMax && overLastDimension(op.getOp())) {
                softmaxOfInput.put(input, op.getOutputsOfOp().get(0));
            } else if (op.getOp() instanceof SoftmaxBp && softmaxOfInput.containsKey(input)) {
                lastUse.put(softmaxOfInput.get(input), i);
            }
        }
    }

    private static boolean overLastDimension(DifferentialFunction function) {
        long[] arguments = ((DynamicCustomOp) function).iArgs();
        return arguments.length == 1 && arguments[0] == -1;
    }

    private INDArray value(String name) {
        INDArray known = values.get(name);
        if (known == null) {
            known = inputs.get(name);
        }
        return known == null ? parameters.computeIfAbsent(name, this::parameter) : known;
    }

    private INDArray parameter(String name) {
        SDVariable variable = graph.getVariable(name);
        VariableType type = variable.getVariableType();
        if (type != VariableType.VARIABLE && type != VariableType.CONSTANT) {
            throw new IllegalStateException("no array for " + name + ", a " + type);
        }
        return variable.getArr();
    }

    private void add(SameDiffOp op, int index) {
        INDArray[] arguments = op.getInputsToOp().stream().map(this::value).toArray(INDArray[]::new);
        OpContext context = Nd4j.getExecutioner().buildContext();
        INDArray[] views = views(op, arguments);
        if (views != null) {
            context.setInputArrays(arguments);
            context.setOutputArrays(views);
            keepForViews(op, views, index);
            steps.add(new Plan.Step(op, context, views, null));
            return;
        }
        boolean once = SHAPE_ONLY.contains(op.getOp().opName())
                || (!op.getInputsToOp().isEmpty()
                        && fixed.containsAll(op.getInputsToOp())
                        && !op.getOp().opName().contains("random"));
        INDArray[] outputs = outputs(op, arguments, context, index, once);
        Runnable action = action(op, arguments, outputs, context);
        action.run();
        steps.add(new Plan.Step(op, context, outputs, once ? null : action));
    }

    private Runnable action(SameDiffOp op, INDArray[] arguments, INDArray[] outputs, OpContext context) {
        if (op.getOp() instanceof SoftmaxBp && overLastDimension(op.getOp()) && contiguous(arguments[1])) {
            String softmax = softmaxOfInput.get(op.getInputsToOp().get(0));
            if (softmax != null) {
                return Kernels.softmaxGradient(values.get(softmax), arguments[1], outputs[0]);
            }
        }
        return Kernels.of(op.getOp(), arguments, outputs, context);
    }

    /** The outputs as views of the first input, or null. */
    private INDArray[] views(SameDiffOp op, INDArray[] arguments) {
        DifferentialFunction function = op.getOp();
        if (function instanceof Reshape reshape && contiguous(arguments[0])) {
            OpContext context = Nd4j.getExecutioner().buildContext();
            context.setArgs(arguments, reshape.iArgs(), reshape.dArgs(), reshape.tArgs(), reshape.bArgs());
            long[] shape = reshape.calculateOutputShape(context).get(0).getShape();
            return new INDArray[] {arguments[0].reshape('c', shape)};
        }
        if (function instanceof Permute permute && arguments.length == 1 && readsStrided(op)) {
            int[] dimensions =
                    Arrays.stream(permute.iArgs()).mapToInt(Math::toIntExact).toArray();
            return new INDArray[] {arguments[0].permute(dimensions)};
        }
        if (function instanceof Unstack unstack && unstack.iArgs()[0] == 0) {
            INDArray[] parts = new INDArray[Math.toIntExact(arguments[0].size(0))];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = arguments[0].slice(i, 0);
            }
            return parts;
        }
        return null;
    }

    /**
     * Products read strided arrays as fast as others. To a reshape they cost much more than the copying permutation.
     */
    private boolean readsStrided(SameDiffOp op) {
        List<String> consumers = variables.get(op.getOutputsOfOp().get(0)).getInputsForOp();
        return consumers != null
                && consumers.stream().allMatch(name -> {
                    DifferentialFunction consumer = graph.getOps().get(name).getOp();
                    return consumer instanceof Mmul || consumer instanceof MmulBp || consumer instanceof Unstack;
                });
    }

    private static boolean contiguous(INDArray array) {
        return Arrays.equals(array.stride(), Nd4j.getStrides(array.shape(), 'c'));
    }

    private void keepForViews(SameDiffOp op, INDArray[] views, int index) {
        String viewed = op.getInputsToOp().get(0);
        Root root = roots.get(viewed);
        for (int i = 0; i < views.length; i++) {
            String name = op.getOutputsOfOp().get(i);
            values.put(name, views[i]);
            if (root != null) {
                roots.put(name, root);
                root.lastUse = Math.max(root.lastUse, lastUse.getOrDefault(name, index));
            }
            if (fixed.contains(viewed)) {
                fixed.add(name);
            }
        }
    }

    private INDArray[] outputs(SameDiffOp op, INDArray[] arguments, OpContext context, int index, boolean once) {
        List<LongShapeDescriptor> shapes = shapes(op.getOp(), arguments, context);
        INDArray[] outputs = new INDArray[shapes.size()];
        for (int i = 0; i < outputs.length; i++) {
            String name = op.getOutputsOfOp().get(i);
            DataType type = graph.getVariable(name).dataType();
            outputs[i] = once
                    ? Nd4j.createUninitializedDetached(type, shapes.get(i).getShape())
                    : claim(name, type, shapes.get(i).getShape(), index);
            if (once) {
                fixed.add(name);
            }
            values.put(name, outputs[i]);
            context.setOutputArray(i, outputs[i]);
        }
        return outputs;
    }

    private INDArray claim(String name, DataType type, long[] shape, int index) {
        Arena.Claims.Slot slot = claims.take(type, shape);
        Root root = new Root(slot.buffer(), lastUse.getOrDefault(name, index));
        roots.put(name, root);
        live.add(root);
        return slot.array();
    }

    private static List<LongShapeDescriptor> shapes(
            DifferentialFunction function, INDArray[] arguments, OpContext context) {
        if (function instanceof DynamicCustomOp custom) {
            context.setArgs(arguments, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
            return custom.calculateOutputShape(context);
        }
        if (function instanceof BaseOp legacy && !(function instanceof ReduceOp && arguments.length > 1)) {
            for (int i = 0; i < arguments.length; i++) {
                context.setInputArray(i, arguments[i]);
            }
            return legacy.calculateOutputShape(context);
        }
        throw new IllegalStateException("the op " + function.getOwnName() + " (" + function.opName()
                + ") cannot be planned: its shape is computed, or it controls the flow");
    }

    private void release(int index) {
        live.removeIf(root -> {
            if (root.lastUse > index) {
                return false;
            }
            claims.release(root.buffer);
            return true;
        });
    }
}
