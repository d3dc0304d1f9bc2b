package io.github.dl4jpruning.runtime.format;

import java.util.Arrays;

/**
 * The weights between two layers: one row per output, one column per input. Immutable; only what is not zero is kept,
 * row by row, and all of it is finite.
 */
public final class Matrix {

    /** So many rows of one gate and so many columns a matrix may have: positions are kept in 16 bits. */
    public static final int LIMIT = 65_535;

    private final int rows;
    private final int columns;
    private final int[] starts; // of each row in positions and values; one more than rows
    private final char[] positions; // columns, rising within a row
    private final float[] values;

    private Matrix(int rows, int columns, int[] starts, char[] positions, float[] values) {
        this.rows = rows;
        this.columns = columns;
        this.starts = starts;
        this.positions = positions;
        this.values = values;
    }

    /**
     * A matrix of all its weights.
     *
     * @param rows outputs, at least 1
     * @param columns inputs, 1 to {@link #LIMIT}
     * @param weights row by row; zeros are not kept
     * @return the matrix
     * @throws IllegalArgumentException if the size is another, or a weight is infinite or not a number
     */
    public static Matrix of(int rows, int columns, float... weights) {
        if (weights.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    weights.length + " weights do not make " + rows + " rows of " + columns + " columns");
        }
        int count = 0;
        for (float weight : weights) {
            if (weight != 0) {
                count++;
            }
        }
        int[] starts = new int[rows + 1];
        char[] positions = new char[count];
        float[] values = new float[count];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float weight = weights[row * columns + column];
                if (weight != 0) {
                    positions[at] = (char) column;
                    values[at++] = weight;
                }
            }
            starts[row + 1] = at;
        }
        return of(rows, columns, starts, positions, values);
    }

    /**
     * A matrix of its compressed rows.
     *
     * @param rows outputs, at least 1
     * @param columns inputs, 1 to {@link #LIMIT}
     * @param starts of each row in the other two arrays, then their length; not copied
     * @param positions columns, rising within a row; not copied
     * @param values weights; not copied
     * @return the matrix
     * @throws IllegalArgumentException if they do not fit each other, or a weight is infinite or not a number
     */
    static Matrix of(int rows, int columns, int[] starts, char[] positions, float[] values) {
        if (rows < 1 || rows > 4 * LIMIT || columns < 1 || columns > LIMIT) {
            throw new IllegalArgumentException("a matrix of " + rows + " rows and " + columns
                    + " columns cannot be: from 1 to " + LIMIT + " units in a layer are possible");
        }
        if (starts.length != rows + 1
                || positions.length != values.length
                || starts[0] != 0
                || starts[rows] != values.length) {
            throw new IllegalArgumentException("compressed rows that do not fit each other");
        }
        for (int row = 0; row < rows; row++) {
            if (starts[row + 1] < starts[row]) {
                throw new IllegalArgumentException("row " + row + " ends before it starts");
            }
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                if (positions[i] >= columns || i > starts[row] && positions[i] <= positions[i - 1]) {
                    throw new IllegalArgumentException("row " + row + " has its column " + (int) positions[i]
                            + " out of order or out of " + columns);
                }
                if (!Float.isFinite(values[i])) {
                    throw new IllegalArgumentException("the weight in row " + row + ", column " + (int) positions[i]
                            + " is " + values[i]
                            + ", which no forecast can be made with: train again, with a lower learning rate");
                }
            }
        }
        return new Matrix(rows, columns, starts, positions, values);
    }

    /**
     * How many outputs there are.
     *
     * @return rows
     */
    public int rows() {
        return rows;
    }

    /**
     * How many inputs there are.
     *
     * @return columns
     */
    public int columns() {
        return columns;
    }

    /**
     * How many weights are kept. One that 16 bits have made zero still counts.
     *
     * @return weights
     */
    public int count() {
        return values.length;
    }

    /**
     * Where a row starts.
     *
     * @param row 0 to the number of rows, which is where the last one ends
     * @return index of its first weight
     */
    public int start(int row) {
        return starts[row];
    }

    /**
     * The column of a weight.
     *
     * @param index of the weight
     * @return its column
     */
    public int column(int index) {
        return positions[index];
    }

    /**
     * A weight.
     *
     * @param index of the weight
     * @return its value
     */
    public float value(int index) {
        return values[index];
    }

    /**
     * All weights, zeros and all.
     *
     * @return row by row
     */
    public float[] toArray() {
        float[] all = new float[Math.multiplyExact(rows, columns)];
        for (int row = 0; row < rows; row++) {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                all[row * columns + positions[i]] = values[i];
            }
        }
        return all;
    }

    /**
     * Some rows and columns.
     *
     * @param someRows which rows, in the order wanted
     * @param someColumns which columns, rising
     * @return a new matrix
     */
    public Matrix select(int[] someRows, int[] someColumns) {
        int[] place = new int[columns];
        Arrays.fill(place, -1);
        for (int i = 0; i < someColumns.length; i++) {
            place[someColumns[i]] = i;
        }
        int[] newStarts = new int[someRows.length + 1];
        char[] newPositions = new char[values.length];
        float[] newValues = new float[values.length];
        int at = 0;
        for (int i = 0; i < someRows.length; i++) {
            for (int k = starts[someRows[i]]; k < starts[someRows[i] + 1]; k++) {
                if (place[positions[k]] >= 0) {
                    newPositions[at] = (char) place[positions[k]];
                    newValues[at++] = values[k];
                }
            }
            newStarts[i + 1] = at;
        }
        return of(
                someRows.length,
                someColumns.length,
                newStarts,
                Arrays.copyOf(newPositions, at),
                Arrays.copyOf(newValues, at));
    }

    /**
     * The matrix with each row and each column multiplied by a factor.
     *
     * @param rowFactors one per row, or null for 1
     * @param columnFactors one per column, or null for 1
     * @return a new matrix with weights at the same places
     */
    public Matrix scale(double[] rowFactors, double[] columnFactors) {
        float[] scaled = new float[values.length];
        for (int row = 0; row < rows; row++) {
            double factor = rowFactors == null ? 1 : rowFactors[row];
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                scaled[i] = (float) (values[i] * factor * (columnFactors == null ? 1 : columnFactors[positions[i]]));
            }
        }
        return of(rows, columns, starts, positions, scaled);
    }

    /**
     * The product with a vector.
     *
     * @param vector one number per column
     * @return one number per row
     */
    public double[] times(double... vector) {
        double[] product = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                product[row] += (double) values[i] * vector[positions[i]];
            }
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matrix matrix
                && rows == matrix.rows
                && columns == matrix.columns
                && Arrays.equals(starts, matrix.starts)
                && Arrays.equals(positions, matrix.positions)
                && Arrays.equals(values, matrix.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(positions) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return rows + " x " + columns + " with " + values.length + " weights";
    }
}
