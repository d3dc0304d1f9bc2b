package io.github.dl4jpruning.samediff.patchtst;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;

/**
 * Compares a graph from a file with the one that its configuration makes, so that a forecast runs the ops of this
 * library with its own arguments, whatever the file says: native code takes other arguments at their word. Weights,
 * running statistics and what was added to the graph, such as masks or another loss, may be anything.
 */
final class KnownGraph {

    private KnownGraph() {}

    /** Makes the graph of a configuration. */
    interface Maker<C> {

        SameDiff build(C config, DataType type, RandomGenerator random);

        /** At least how many numbers the graph has. */
        double numbers(C config);

        /**
         * Checks that a file of so many bytes can hold the graph, before anything is made as large as the configuration
         * says.
         */
        default void requireSmaller(C config, long bytes) throws UnknownGraphException {
            double least = Short.BYTES * numbers(config);
            if (least > bytes) {
                throw new UnknownGraphException("its configuration is of a model that takes " + (long) least
                        + " bytes or more, but its graph has " + bytes);
            }
        }
    }

    /** A graph that the configuration does not make. */
    static final class UnknownGraphException extends IOException {
        private static final long serialVersionUID = 1;

        UnknownGraphException(String what) {
            super(what + "; take an undamaged copy of the file");
        }
    }

    static <C> void require(SameDiff found, Maker<C> maker, C config) throws IOException {
        SDVariable input = found.getVariable(ForecastGraph.INPUT);
        if (input == null || !input.dataType().isFPType()) {
            throw new UnknownGraphException("its graph has no input of floating-point numbers");
        }
        // Written and read, as some arguments of ops are only there then.
        SameDiff known = ModelFile.copy(maker.build(config, input.dataType(), new Random(0)));
        for (SDVariable variable : known.variables()) {
            requireVariable(variable, found.getVariable(variable.name()));
        }
        for (SameDiffOp op : known.getOps().values()) {
            requireOp(op, found.getOps().get(op.getName()));
        }
    }

    private static void requireVariable(SDVariable known, SDVariable found) throws UnknownGraphException {
        if (found == null) {
            throw new UnknownGraphException("its graph has no variable " + known.name());
        }
        boolean frozen = known.getVariableType() == VariableType.VARIABLE // by convertToConstant
                && found.getVariableType() == VariableType.CONSTANT;
        if (found.getVariableType() != known.getVariableType() && !frozen) {
            throw new UnknownGraphException("variable " + known.name() + " of its graph is of kind "
                    + found.getVariableType() + ", not " + known.getVariableType());
        }
        if (found.dataType() != known.dataType()) {
            throw new UnknownGraphException("variable " + known.name() + " of its graph is of type " + found.dataType()
                    + ", not " + known.dataType());
        }
        if (known.getVariableType() == VariableType.ARRAY) {
            return;
        }
        if (!Arrays.equals(found.getShape(), known.getShape())) {
            throw new UnknownGraphException("variable " + known.name() + " of its graph has shape "
                    + Arrays.toString(found.getShape()) + ", not " + Arrays.toString(known.getShape()));
        }
        if (known.getVariableType() == VariableType.CONSTANT
                && !known.name().endsWith(Normalization.RUNNING_MEAN)
                && !known.name().endsWith(Normalization.RUNNING_VARIANCE)
                && !Arrays.equals(bytes(found), bytes(known))) {
            throw new UnknownGraphException("constant " + known.name() + " of its graph has other values");
        }
    }

    private static byte[] bytes(SDVariable constant) {
        return constant.getArr().dup('c').data().asBytes();
    }

    private static void requireOp(SameDiffOp known, SameDiffOp found) throws UnknownGraphException {
        if (found == null
                || !Objects.equals(known.getInputsToOp(), found.getInputsToOp())
                || !Objects.equals(known.getOutputsOfOp(), found.getOutputsOfOp())
                || !isEmpty(found.getControlDeps())
                || !isEmpty(found.getVarControlDeps())
                || !isEmpty(found.getControlDepFor())
                || !arguments(known.getOp()).equals(arguments(found.getOp()))) {
            throw new UnknownGraphException("op " + known.getName() + " of its graph is not that of its configuration");
        }
    }

    private static boolean isEmpty(List<String> names) {
        return names == null || names.isEmpty();
    }

    /** All that an op computes by, as text. */
    private static String arguments(DifferentialFunction function) {
        StringBuilder text =
                new StringBuilder(function.getClass().getName()).append(' ').append(function.opName());
        if (function instanceof CustomOp op) {
            text.append(Arrays.toString(op.iArgs()))
                    .append(Arrays.toString(op.tArgs()))
                    .append(Arrays.toString(op.bArgs()))
                    .append(Arrays.toString(op.dArgs()))
                    .append(Arrays.toString(op.sArgs()));
        } else if (function instanceof Op op) {
            text.append(Arrays.deepToString(op.extraArgs()));
        }
        Map<String, Object> properties = new TreeMap<>(function.propertiesForFunction());
        properties.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(text(value)));
        return text.toString();
    }

    private static String text(Object value) {
        if (value instanceof INDArray array) {
            return array.dataType() + Arrays.toString(array.shape()) + array.toStringFull();
        }
        if (value instanceof SDVariable variable) {
            return variable.name();
        }
        String text = Arrays.deepToString(new Object[] {value});
        return text.substring(1, text.length() - 1);
    }
}
