// Save, resume, strip
//
// A training that is interrupted and resumed equals one in one go to the last bit, and a pruned model becomes a plain one that
// Deeplearning4j alone can use. Run it: samples/notebook save-resume-strip

import io.github.dl4jpruning.dl4j.ModelFiles;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.WindowIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

// Four weeks of generated load, and a network whose weights follow from the seed.
var task = ForecastTask.of(HourlyLoad.ofDays(28, 42), HourlyLoad.COLUMN, List.of(), 24, Change.LEVEL);
MultiLayerNetwork network() {
    var configuration = new NeuralNetConfiguration.Builder().
        seed(42).
        updater(new Adam(5e-3)).
        list().
        layer(new LastTimeStep(new LSTM.Builder().nIn(1).nOut(16).activation(Activation.TANH).build())).
        layer(new OutputLayer.Builder(LossFunction.MSE).nIn(16).nOut(1).activation(Activation.IDENTITY).build()).
        build();
    var net = new MultiLayerNetwork(configuration);
    net.init();
    return net;
}

// The batches of an epoch follow from its number, so a resumed training sees those that it would have seen.
WindowIterator windows(int epoch) {
    return WindowIterator.training(task, 32, 42, epoch);
}

// Equal to the last bit: weights and optimizer state.
boolean same(INDArray a, INDArray b) {
    return Arrays.equals(a.dup('c').data().asBytes(), b.dup('c').data().asBytes());
}
void requireSame(String what, MultiLayerNetwork a, MultiLayerNetwork b) {
    if (!same(a.params(), b.params()) || !same(a.getUpdater().getStateViewArray(), b.getUpdater().getStateViewArray())) {
        throw new IllegalStateException(what + ": weights or optimizer state differ");
    }
    System.out.println(what + ": the same bits");
}

// In one go: eight epochs.
var plan = PruningPlan.early(8, 0.7);
var oneGo = network();
var pruning = PruningListener.of(plan).attachTo(oneGo);
oneGo.fit(windows(0), 8);
System.out.println(pruning.report().toText());

// Half of it, then saved: once with ModelFiles, which never leaves half a file behind, once with Deeplearning4j's own ModelSerializer.
// Masks, plan and position are in the file either way. Keep the updater (true), or the optimizer begins anew.
var folder = Files.createTempDirectory("save-resume-strip");
var half = network();
PruningListener.of(plan).attachTo(half);
half.fit(windows(0), 4);
ModelFiles.save(half, folder.resolve("half.zip"));
ModelSerializer.writeModel(half, folder.resolve("half-plain.zip").toFile(), true);

// Loaded and resumed: the listener finds the plan in the network.
var resumed = ModelFiles.loadMultiLayerNetwork(folder.resolve("half.zip"));
PruningListener.resume().attachTo(resumed);
resumed.fit(windows(4), 4);
requireSame("saved by ModelFiles", oneGo, resumed);
var restored = ModelSerializer.restoreMultiLayerNetwork(folder.resolve("half-plain.zip").toFile(), true);
PruningListener.resume().attachTo(restored);
restored.fit(windows(4), 4);
requireSame("saved by ModelSerializer", oneGo, restored);

// Stripped: the masks leave the file, the zeros stay. This file needs no dl4j-pruning on the class path.
ModelFiles.save(oneGo, folder.resolve("pruned.zip"));
var layers = ModelFiles.strip(folder.resolve("pruned.zip"), folder.resolve("stripped.zip"));
System.out.println("masks removed from " + layers + " layers");
var stripped = MultiLayerNetwork.load(folder.resolve("stripped.zip").toFile(), false);
var inputs = WindowIterator.inOrder(task, task.split().test(), 64).next().getFeatures();
if (layers != 2 || !same(oneGo.output(inputs), stripped.output(inputs))) {
    throw new IllegalStateException("the stripped model predicts otherwise");
}
System.out.println("predictions of the stripped model: the same bits");

// Nothing of dl4j-pruning is left in it.
var json = stripped.getLayerWiseConfigurations().toJson();
if (json.contains("dl4jpruning")) {
    throw new IllegalStateException("the stripped model still names a class of dl4j-pruning");
}

// A model for use needs no optimizer state either: that makes the file smaller.
stripped.save(folder.resolve("for-use.zip").toFile(), false);
for (var name : List.of("pruned", "stripped", "for-use")) {
    System.out.printf("%-8s %d kB%n", name, Files.size(folder.resolve(name + ".zip")) / 1000);
}
for (var name : List.of("half", "half-plain", "pruned", "stripped", "for-use")) {
    Files.delete(folder.resolve(name + ".zip"));
}
Files.delete(folder);

/exit
