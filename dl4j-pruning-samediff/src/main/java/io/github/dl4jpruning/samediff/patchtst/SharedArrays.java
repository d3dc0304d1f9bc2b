package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of a graph and of its gradient graph, which are the same arrays unless somebody has set another. */
final class SharedArrays {

    private SharedArrays() {}

    /** Gives the gradient graph the arrays that the graph has now. */
    static void share(SameDiff sd, SameDiff gradients) {
        for (SDVariable variable : TrainedVariables.of(sd)) {
            INDArray array = variable.getArr();
            if (gradients.getVariable(variable.name()).getArr() != array) {
                gradients.setArrayForVariable(variable.name(), array);
            }
        }
    }
}
