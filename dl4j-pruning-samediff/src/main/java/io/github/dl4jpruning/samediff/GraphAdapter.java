package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.search.SearchAdapter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** A search over graphs of any kind. */
final class GraphAdapter implements SearchAdapter<SameDiff> {

    private final MultiDataSetIterator training;
    private final ToDoubleFunction<SameDiff> error;

    GraphAdapter(MultiDataSetIterator training, ToDoubleFunction<SameDiff> error) {
        this.training = training;
        this.error = error;
    }

    @Override
    public Pruning attach(SameDiff sd, PruningStart start) {
        return SearchedGraph.attach(sd, start);
    }

    @Override
    public void trainEpoch(SameDiff sd) {
        GradientGraph.of(sd);
        sd.fit(training, 1);
    }

    @Override
    public double error(SameDiff sd) {
        return error.applyAsDouble(sd);
    }

    @Override
    public void save(SameDiff sd, Path file) throws IOException {
        AtomicFile.write(file, temporary -> sd.save(temporary.toFile(), true));
    }

    @Override
    public SameDiff load(Path file) throws IOException {
        try {
            return SameDiff.load(file.toFile(), true);
        } catch (RuntimeException e) {
            throw new IOException(
                    file + " cannot be read as a SameDiff graph: " + e + "; take an undamaged copy of the file", e);
        }
    }

    @Override
    public byte[] toBytes(SameDiff sd) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sd.save(bytes, true);
        return bytes.toByteArray();
    }

    @Override
    public SameDiff ofBytes(byte[] bytes) {
        return SameDiff.load(new ByteArrayInputStream(bytes), true);
    }

    @Override
    public void replace(SameDiff given, SameDiff loaded) {
        Map<String, String> mine = variables(given);
        Map<String, String> found = variables(loaded);
        if (!mine.equals(found)) {
            mine.entrySet().removeAll(Map.copyOf(found).entrySet());
            throw new IllegalArgumentException("the graph given is not the one that was searched with: "
                    + (mine.isEmpty() ? "that one has more variables" : "that one does not have the variables " + mine)
                    + "; give the same graph, or search in another folder");
        }
        String updater = String.valueOf(given.getTrainingConfig().getUpdater());
        String foundUpdater = String.valueOf(loaded.getTrainingConfig().getUpdater());
        if (!updater.equals(foundUpdater)) {
            throw new IllegalArgumentException(
                    "the graph given is trained by " + updater + ", but that of the search by " + foundUpdater
                            + ": give the same graph, or search in another folder");
        }
        loaded.setListeners(given.getListeners());
    }

    private static Map<String, String> variables(SameDiff sd) {
        Map<String, String> variables = new TreeMap<>();
        for (SDVariable variable : sd.variables()) {
            if (variable.getVariableType() == VariableType.VARIABLE) {
                variables.put(variable.name(), Arrays.toString(variable.getArr().shape()));
            }
        }
        return variables;
    }
}
