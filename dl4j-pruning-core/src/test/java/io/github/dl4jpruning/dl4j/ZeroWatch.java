package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.addListener;
import static io.github.dl4jpruning.dl4j.TestNetworks.fit;
import static io.github.dl4jpruning.dl4j.TestNetworks.gradient;
import static io.github.dl4jpruning.dl4j.TestNetworks.iterator;
import static io.github.dl4jpruning.dl4j.TestNetworks.largestPruned;
import static io.github.dl4jpruning.dl4j.TestNetworks.largestPrunedState;
import static io.github.dl4jpruning.dl4j.TestNetworks.prunedPositions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.mask.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.AdaMaxUpdater;

/** Watches a training from before and from behind the pruning listener. */
final class ZeroWatch {

    private ZeroWatch() {}

    /** Looks at weights, gradient and updater state in every hook. */
    private static final class Observer implements TrainingListener {
        private final PruningListener watched;
        private final boolean after;
        private final List<String> violations = new ArrayList<>();
        private int looks;

        Observer(PruningListener watched, boolean after) {
            this.watched = watched;
            this.after = after;
        }

        private void look(String hook, Model model, boolean alsoGradient, boolean alsoState) {
            Masks masks;
            try {
                masks = watched.pruner().masks();
            } catch (IllegalStateException e) {
                return; // before its first call
            }
            if (masks.prunedCount() == 0) {
                return;
            }
            looks++;
            boolean[] pruned = prunedPositions(model, masks);
            check(hook + ": weight", largestPruned(model.params(), pruned));
            if (alsoGradient) {
                check(hook + ": gradient", largestPruned(gradient(model), pruned));
            }
            if (alsoState) {
                check(hook + ": updater state", largestPrunedState(model, pruned));
            }
        }

        private void check(String what, double largest) {
            if (largest != 0) {
                violations.add(what + " " + largest);
            }
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            // The gradient array holds the update then. AdaMax raises the state by 1e-32 whatever the gradient, which
            // the
            // pruning listener clears in this hook: one that is called earlier still sees it.
            boolean adaMax =
                    TestNetworks.updater(model).getUpdaterBlocks().get(0).getGradientUpdater() instanceof AdaMaxUpdater;
            look("iterationDone", model, true, after || !adaMax);
        }

        @Override
        public void onEpochStart(Model model) {
            look("onEpochStart", model, false, true);
        }

        @Override
        public void onEpochEnd(Model model) {
            look("onEpochEnd", model, true, true);
        }

        @Override
        public void onForwardPass(Model model, List<INDArray> activations) {
            look("onForwardPass", model, false, true);
        }

        @Override
        public void onForwardPass(Model model, Map<String, INDArray> activations) {
            look("onForwardPass", model, false, true);
        }

        @Override
        public void onGradientCalculation(Model model) {
            look("onGradientCalculation", model, after, true);
        }

        @Override
        public void onBackwardPass(Model model) {
            look("onBackwardPass", model, false, true);
        }
    }

    /**
     * Trains, and checks zeros in every hook, the exact count at the end (less than a block short), and that what is
     * left has trained.
     */
    static PruningListener trainAndCheck(Model net, PruningPlan plan, List<DataSet> batches, int epochs) {
        PruningListener listener = PruningListener.of(plan);
        Observer before = new Observer(listener, false);
        Observer after = new Observer(listener, true);
        addListener(net, before);
        addListener(net, listener);
        addListener(net, after);
        INDArray start = net.params().dup();

        fit(net, iterator(batches), epochs);

        assertThat(before.violations).isEmpty();
        assertThat(after.violations).isEmpty();
        assertThat(before.looks).isGreaterThan(20);
        assertThat(listener.report().finished()).isTrue();
        Masks masks = listener.pruner().masks();
        long asked = (long) Math.floor(plan.schedule().finalSparsity() * masks.weightCount());
        assertThat(masks.prunedCount()).isBetween(asked - plan.granularity().blockSize() + 1, asked);
        assertThat(listener.report().zeroedAgain()).isZero();
        assertThat(net.params().isNaN().any()).isFalse();
        assertThat(net.params().neq(start).castTo(DataType.INT32).sumNumber().longValue())
                .as("active weights train on")
                .isGreaterThan(net.params().length() / 2);
        return listener;
    }
}
