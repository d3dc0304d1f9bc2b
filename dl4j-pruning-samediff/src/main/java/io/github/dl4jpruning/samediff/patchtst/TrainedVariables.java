package io.github.dl4jpruning.samediff.patchtst;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/** What a graph trains, apart from its constants, placeholders and results. */
final class TrainedVariables {

    private TrainedVariables() {}

    /** In the order of the graph. */
    static List<SDVariable> of(SameDiff sd) {
        return sd.variables().stream()
                .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
                .toList();
    }
}
