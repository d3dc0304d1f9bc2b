// Pruning in the place of dropout, in a network that you have
//
// A trained network with dropout in several places is read from its file; its dropout goes, pruning comes, and it trains on with the
// weights and the optimizer state that it had. Run it: samples/notebook replace-dropout

import io.github.dl4jpruning.dl4j.DropoutReplacement;
import io.github.dl4jpruning.dl4j.ModelFiles;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.WindowIterator;
import io.github.dl4jpruning.samples.forecast.Forecast;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

// The data: eight weeks of generated hourly load, the next hour from the last 24.
var task = ForecastTask.of(HourlyLoad.ofDays(56, 42), HourlyLoad.COLUMN, List.of(), 24, Change.LEVEL);
var test = task.split().test();

// The network that you have: dropout as a layer of its own, as a setting of a layer, and of a special kind.
var configuration = new NeuralNetConfiguration.Builder().
    seed(42).
    updater(new Adam(5e-3)).
    list().
    layer(new LastTimeStep(new LSTM.Builder().nIn(1).nOut(16).activation(Activation.TANH).build())).
    layer(new DropoutLayer(0.8)).
    layer(new DenseLayer.Builder().nIn(16).nOut(16).activation(Activation.RELU).dropOut(new GaussianDropout(0.1)).build()).
    layer(new OutputLayer.Builder(LossFunction.MSE).nIn(16).nOut(1).activation(Activation.IDENTITY).dropOut(0.9).build()).
    build();
var trained = new MultiLayerNetwork(configuration);
trained.init();
trained.fit(WindowIterator.training(task, 32, 42, 0), 3);
var folder = Files.createTempDirectory("replace-dropout");
var file = folder.resolve("mine.zip");
ModelFiles.save(trained, file);

// Read it and take the dropout out. Says what was found and how much each dropped.
var net = ModelFiles.loadMultiLayerNetwork(file);
var replacement = DropoutReplacement.in(net);
System.out.println(replacement);

// Weights and forecasts are the same as before: dropout only acts in training.
var before = Forecast.by(trained, task, test);
var after = Forecast.by(net, task, test);
if (!Arrays.equals(before.predicted(), after.predicted())) {
    throw new IllegalStateException("taking the dropout out has changed the forecasts");
}

// A plan to begin with: 90 % of the weights within the first third of the training.
int epochs = 8;
var plan = replacement.proposePlan(epochs);
System.out.println(plan);

// Train on, with pruning.
var pruning = PruningListener.of(plan).attachTo(net);
net.fit(WindowIterator.training(task, 32, 42, net.getEpochCount()), epochs);
System.out.println(pruning.report().toText());

// Before and after, on the newest 20 % of the series.
var pruned = Forecast.by(net, task, test);
var naive = Forecast.lastValue(task, test).errors().mae();
System.out.printf("test MAE [MW]: after 3 epochs with dropout %.1f, after %d more with pruning %.1f, last value %.1f%n",
    before.errors().mae(), epochs, pruned.errors().mae(), naive);

// What this notebook claims, checked: nothing is left to replace, 90 % are pruned, the forecasts are worth something.
if (replacement.replaced().size() != 3 || !DropoutReplacement.in(net).replaced().isEmpty()) {
    throw new IllegalStateException("dropout is left");
}
if (!pruning.report().finished() || Math.abs(pruning.report().total().achievedSparsity() - 0.9) > 1e-3) {
    throw new IllegalStateException("the plan has not come to its end");
}
if (pruned.errors().mae() >= naive) {
    throw new IllegalStateException("the network has learnt nothing");
}
Files.delete(file);
Files.delete(folder);

/exit
