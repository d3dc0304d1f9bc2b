package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.search.SearchKeeper;
import java.io.IOException;
import java.util.Optional;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.nn.api.Model;

/**
 * Keeps models with a saver of DL4J's early stopping.
 *
 * @param <M> kind of network
 */
final class SaverKeeper<M extends Model> implements SearchKeeper<M> {

    private final EarlyStoppingModelSaver<M> saver;

    SaverKeeper(EarlyStoppingModelSaver<M> saver) {
        this.saver = saver;
    }

    @Override
    public void keep(M model, double error) throws IOException {
        saver.saveBestModel(model, error);
    }

    @Override
    public void keepLatest(M model, double error) throws IOException {
        saver.saveLatestModel(model, error);
    }

    /** Savers that clone share the listeners of a graph and set its counters to 0; both are set right here. */
    @Override
    public Optional<M> kept() throws IOException {
        M model = saver.getBestModel();
        if (model == null) {
            return Optional.empty();
        }
        NetworkSearch.removePruning(model);
        NetworkModel network = NetworkModel.of(model);
        network.load(false).ifPresent(stored -> {
            network.setIteration(stored.position().modelIteration());
            network.setEpoch(stored.position().modelEpoch());
        });
        return Optional.of(model);
    }

    /** A saver's latest model may come from any training, so it is not gone on from unasked. */
    @Override
    public Optional<M> latest() {
        return Optional.empty();
    }
}
