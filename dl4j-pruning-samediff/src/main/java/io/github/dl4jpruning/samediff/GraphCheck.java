package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.files.JsonText;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.serde.FlatBuffersMapper;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;

/**
 * Checks the bytes of a SameDiff file before SameDiff reads them: that all tables, vectors and strings lie within the
 * file, and that every array has as many values as its shape says, in places that its strides reach, so that ND4J stays
 * within its memory.
 *
 * <p>The numbers of the fields are those of libnd4j's schemas {@code graph.fbs}, {@code variable.fbs}, {@code
 * node.fbs},
 * {@code properties.fbs} and {@code array.fbs}.
 */
final class GraphCheck {

    private static final int LARGEST_RANK = 32;
    private static final long EMPTY = ArrayOptionsHelper.ATYPE_EMPTY_BIT;
    private static final long NOT_DENSE = ArrayOptionsHelper.ATYPE_SPARSE_BIT | ArrayOptionsHelper.ATYPE_COMPRESSED_BIT;

    private final Map<String, Shape> variables = new HashMap<>();

    private GraphCheck() {}

    /** What an array must agree in with another. */
    private record Shape(DataType type, long[] sizes) {

        boolean like(Shape other) {
            return type == other.type && Arrays.equals(sizes, other.sizes);
        }
    }

    /**
     * Checks a graph.
     *
     * @param document as SameDiff writes it
     * @throws IOException saying what is wrong
     */
    static void check(byte[] document) throws IOException {
        new GraphCheck().graph(new FlatBytes(document).root());
    }

    private void graph(FlatBytes.Table graph) throws IOException {
        FlatBytes.Vector all = graph.references(1);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < all.length(); i++) {
            if (!names.add(variable(all.table(i)))) {
                throw new IOException("it has two variables of the same name");
            }
        }
        FlatBytes.Vector nodes = graph.references(2);
        for (int i = 0; i < nodes.length(); i++) {
            node(nodes.table(i));
        }
        strings(graph.references(5));
        strings(graph.references(6));
        String training = graph.string(7);
        if (training != null) {
            JsonText.requireShallow(training);
        }
        FlatBytes.Vector states = graph.references(8);
        for (int i = 0; i < states.length(); i++) {
            if (training == null) {
                throw new IOException("it has the state of an updater, but no training configuration with the updater");
            }
            state(states.table(i));
        }
    }

    private String variable(FlatBytes.Table variable) throws IOException {
        pair(variable.table(0));
        String name = variable.string(1);
        if (name == null) {
            throw new IOException("a variable has no name");
        }
        byte kind = variable.number(6);
        if (kind < 0 || kind >= VariableType.values().length) {
            throw new IOException("variable " + name + " is of unknown kind " + kind);
        }
        variable.vector(3, Long.BYTES);
        FlatBytes.Table array = variable.table(4);
        VariableType type = VariableType.values()[kind];
        if (array != null) {
            Shape shape = array("variable " + name, array);
            if (shape.type != type(variable.number(2))) {
                throw new IOException("variable " + name + " has values of type " + shape.type + ", but should be "
                        + type(variable.number(2)));
            }
            if (type == VariableType.VARIABLE) {
                variables.put(name, shape);
            }
        } else if (type == VariableType.VARIABLE || type == VariableType.CONSTANT) {
            throw new IOException("variable " + name + " has no values");
        }
        for (int field = 7; field <= 9; field++) {
            strings(variable.references(field));
        }
        return name;
    }

    private static void node(FlatBytes.Table node) throws IOException {
        node.scalar(0, Integer.BYTES);
        String name = node.string(1);
        if (name == null) {
            throw new IOException("an op has no name");
        }
        node.scalar(2, 1);
        node.scalar(3, Long.BYTES);
        FlatBytes.Vector properties = node.references(4);
        for (int i = 0; i < properties.length(); i++) {
            properties(name, properties.table(i));
        }
        node.vector(5, Integer.BYTES);
        FlatBytes.Vector inputs = node.references(6);
        for (int i = 0; i < inputs.length(); i++) {
            pair(inputs.table(i));
        }
        node.vector(7, Integer.BYTES);
        node.vector(8, Double.BYTES);
        node.vector(9, Long.BYTES);
        node.vector(10, 1);
        node.vector(11, Integer.BYTES);
        strings(node.references(15));
        node.string(16);
        FlatBytes.Table scalar = node.table(18);
        if (scalar != null) {
            array("the number of op " + name, scalar);
        }
        for (int field = 19; field <= 21; field++) {
            strings(node.references(field));
        }
        node.vector(22, 1);
        strings(node.references(23));
    }

    private static void properties(String op, FlatBytes.Table properties) throws IOException {
        String name = properties.string(0);
        long[] lengths = {
            properties.vector(1, Integer.BYTES).length(),
            properties.vector(3, Double.BYTES).length(),
            properties.vector(2, Long.BYTES).length(),
            properties.vector(5, 1).length(),
            properties.references(6).length(),
            properties.references(4).length()
        };
        strings(properties.references(6));
        FlatBytes.Vector arrays = properties.references(4);
        for (int i = 0; i < arrays.length(); i++) {
            array("property " + name + " of op " + op, arrays.table(i));
        }
        FlatBytes.Vector shape = properties.vector(7, Integer.BYTES);
        long values =
                Arrays.stream(lengths).filter(length -> length > 0).findFirst().orElse(0);
        if (shape.length() > 0 && values > 0) {
            long product = 1;
            for (int i = 0; i < shape.length(); i++) {
                product = times(product, shape.intAt(i));
            }
            if (product != values) {
                throw new IOException(
                        "property " + name + " of op " + op + " has " + values + " values in a shape for " + product);
            }
        }
    }

    private void state(FlatBytes.Table state) throws IOException {
        String name = state.string(0);
        FlatBytes.Vector keys = state.references(1);
        FlatBytes.Vector values = state.references(2);
        strings(keys);
        if (keys.length() != values.length()) {
            throw new IOException(
                    "the updater of " + name + " has " + values.length() + " arrays for " + keys.length() + " names");
        }
        Shape variable = variables.get(name);
        for (int i = 0; i < values.length(); i++) {
            Shape shape = array("the updater of " + name, values.table(i));
            if (variable == null || !shape.like(variable)) {
                throw new IOException("the updater of " + name + " has an array of " + shape.type + " "
                        + Arrays.toString(shape.sizes) + ", but the variable is "
                        + (variable == null ? "not there" : variable.type + " " + Arrays.toString(variable.sizes)));
            }
        }
    }

    private static void pair(FlatBytes.Table pair) throws IOException {
        if (pair == null) {
            throw new IOException("a variable or an input of an op has no number");
        }
        pair.scalar(0, Integer.BYTES);
        pair.scalar(1, Integer.BYTES);
    }

    private static void strings(FlatBytes.Vector strings) throws IOException {
        for (int i = 0; i < strings.length(); i++) {
            strings.string(i);
        }
    }

    /** Rank, sizes, strides, options, stride between elements, order: as ND4J keeps the shape of an array. */
    private static Shape array(String owner, FlatBytes.Table array) throws IOException {
        FlatBytes.Vector information = array.vector(0, Long.BYTES);
        FlatBytes.Vector buffer = array.vector(1, 1);
        DataType type = type(array.number(2));
        array.scalar(3, 1);
        int numbers = information.length();
        long rank = numbers == 0 ? -1 : information.longAt(0);
        if (rank < 0 || rank > LARGEST_RANK || numbers != 2 * rank + 4) {
            throw new IOException(owner + " has shape information of " + numbers + " numbers for rank " + rank);
        }
        long[] sizes = new long[(int) rank];
        long length = 1;
        long reach = 0; // the last place that the strides lead to
        for (int i = 0; i < rank; i++) {
            sizes[i] = information.longAt(1 + i);
            length = times(length, sizes[i]);
            long stride = information.longAt(1 + (int) rank + i);
            reach += times(Math.max(0, sizes[i] - 1), stride);
            if (reach > Integer.MAX_VALUE) {
                throw new IOException(owner + " has strides that lead out of its values");
            }
        }
        long options = information.longAt(numbers - 3);
        boolean empty = (options & EMPTY) != 0;
        if ((options & NOT_DENSE) != 0 || empty != (length == 0 || empty && rank == 0)) {
            throw new IOException(
                    owner + " has options " + options + ", which do not go with its " + length + " values");
        }
        if (empty) {
            if (buffer.length() > 0) {
                throw new IOException(owner + " is empty, but has " + buffer.length() + " bytes of values");
            }
            return new Shape(type, sizes);
        }
        if (ArrayOptionsHelper.dataType(options) != type) {
            throw new IOException(
                    owner + " has values of type " + type + ", of which its shape information knows nothing");
        }
        long order = information.longAt(numbers - 1);
        if (order != 'c' && order != 'f') {
            throw new IOException(owner + " has order " + order + ", which is neither 'c' nor 'f'");
        }
        if (buffer.length() != length * type.width()) {
            throw new IOException(
                    owner + " has " + buffer.length() + " bytes for " + length + " values of type " + type);
        }
        if (reach >= length) {
            throw new IOException(owner + " has strides that lead out of its " + length + " values");
        }
        return new Shape(type, sizes);
    }

    private static DataType type(byte number) throws IOException {
        DataType type = FlatBuffersMapper.getDataTypeFromByte(number);
        if (type == DataType.UTF8) {
            throw new IOException("it holds strings, which are not read from files here");
        }
        return type;
    }

    /** Both are to be from 0 to the largest int, and so is the product. */
    private static long times(long a, long b) throws IOException {
        if (a < 0 || b < 0 || a > Integer.MAX_VALUE || b > Integer.MAX_VALUE || a * b > Integer.MAX_VALUE) {
            throw new IOException("an array of it has sizes or strides below 0, or more than 2^31 - 1 values");
        }
        return a * b;
    }
}
