package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.samediff.SearchedGraph;
import io.github.dl4jpruning.search.SearchAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A search over forecasters of one kind.
 *
 * @param <F> {@link PatchTst} or {@link PatchTransformer}
 */
final class ForecasterAdapter<F extends Forecaster> implements SearchAdapter<F> {

    private final Class<F> kind;
    private final Training training;
    private final DataSetIterator data;

    @SuppressWarnings("unchecked") // both kinds are final
    ForecasterAdapter(F model, Training training, DataSetIterator data) {
        this.kind = (Class<F>) model.getClass();
        this.training = training;
        this.data = data;
    }

    @Override
    public Pruning attach(F model, PruningStart start) {
        return SearchedGraph.attach(model.sameDiff(), start);
    }

    @Override
    public void trainEpoch(F model) {
        model.fit(data, training.oneEpoch());
    }

    @Override
    public double error(F model) {
        return model.evaluate(training.validation()).mse();
    }

    @Override
    public void save(F model, Path file) throws IOException {
        model.save(file);
    }

    @Override
    public F load(Path file) throws IOException {
        return kind.cast(kind == PatchTst.class ? PatchTst.load(file) : PatchTransformer.load(file));
    }

    @Override
    public byte[] toBytes(F model) throws IOException {
        Path file = Files.createTempFile("dl4jpruning", ".zip");
        try {
            model.save(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public F ofBytes(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("dl4jpruning", ".zip");
        try {
            Files.write(file, bytes);
            return load(file);
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void replace(F given, F loaded) {
        if (!given.configuration().equals(loaded.configuration()) || given.seed() != loaded.seed()) {
            throw new IllegalArgumentException(
                    "the model given, " + given.configuration() + " with seed " + given.seed()
                            + ", is not the one that was searched with, " + loaded.configuration() + " with seed "
                            + loaded.seed()
                            + ": give the same model, or search in another folder");
        }
        loaded.takeListeners(given);
    }
}
