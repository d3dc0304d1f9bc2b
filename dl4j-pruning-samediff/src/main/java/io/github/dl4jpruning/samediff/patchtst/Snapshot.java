package io.github.dl4jpruning.samediff.patchtst;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A copy of everything that a graph remembers: weights, norm statistics, masks.
 *
 * @param epoch when it was taken
 * @param arrays by name
 */
record Snapshot(int epoch, Map<String, INDArray> arrays) {

    static Snapshot of(SameDiff sd, int epoch) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (SDVariable variable : sd.variables()) {
            VariableType type = variable.getVariableType();
            if (type == VariableType.VARIABLE || type == VariableType.CONSTANT) {
                arrays.put(variable.name(), variable.getArr().dup());
            }
        }
        return new Snapshot(epoch, arrays);
    }

    /**
     * Writes the values back. Constants that no op reads, such as masks, may have changed their length, and are
     * replaced.
     */
    void restore(SameDiff sd) {
        Map<String, Variable> variables = sd.getVariables();
        arrays.forEach((name, array) -> {
            if (!sd.hasVariable(name)) {
                return;
            }
            SDVariable variable = sd.getVariable(name);
            INDArray current = variable.getArr();
            if (current.equalShapes(array) && current.dataType() == array.dataType()) {
                current.assign(array);
            } else if (variable.isConstant() && unread(variables.get(name))) {
                variables.remove(name);
                sd.constant(name, array.dup());
            }
        });
    }

    private static boolean unread(Variable variable) {
        return variable.getInputsForOp() == null || variable.getInputsForOp().isEmpty();
    }
}
