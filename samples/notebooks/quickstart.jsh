// Pruning in the place of dropout, in a few lines
//
// Run it: samples/notebook quickstart. (JShell takes a line for finished when it can be: in a chain of calls the dot goes to the
// END of the line.)

import io.github.dl4jpruning.dl4j.DropoutReplacement;
import io.github.dl4jpruning.dl4j.FastLstm;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.LearningRate;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.SiteLoad;
import io.github.dl4jpruning.samples.data.WindowIterator;
import io.github.dl4jpruning.samples.forecast.Forecast;
import io.github.dl4jpruning.samples.notebook.Picture;
import io.github.dl4jpruning.samples.plot.LinePlot;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

// Twelve weeks of the hourly load of a site, with weather and a dozen sensors that matter little or not at all; forecast the next hour
// from the last 24.
var series = SiteLoad.ofWeeks(SiteLoad.WEEKS, 42).filledForward();
var task = ForecastTask.of(series, SiteLoad.TARGET, series.names(), 24, Change.LEVEL);
var windows = WindowIterator.training(task, 32, 42, 0);

// A network as you may have it: an LSTM with dropout on its last step. DL4J's dropOut is the share to KEEP. The learning rate falls to
// zero over the training.
int epochs = 10;
var configuration = new NeuralNetConfiguration.Builder().
    seed(42).
    updater(new Adam(LearningRate.cosine(5e-3, epochs))).
    list().
    layer(new LastTimeStep(new LSTM.Builder().nIn(task.features()).nOut(32).activation(Activation.TANH).build())).
    layer(new OutputLayer.Builder(LossFunction.MSE).nIn(32).nOut(1).activation(Activation.IDENTITY).dropOut(0.7).build()).
    build();
var net = new MultiLayerNetwork(configuration);
net.init();
FastLstm.in(net); // the same numbers, in a fraction of the time

// Dropout out, pruning in: nine tenths of the weights go for good in the first third of the training.
System.out.println("replaced: " + DropoutReplacement.in(net));
var pruning = PruningListener.of(PruningPlan.early(epochs));
net.addListeners(pruning);
net.fit(windows, epochs);

// What was pruned where, and what the forecasts are worth on the newest 20 % of the series.
System.out.println(pruning.report().toText());
var test = task.split().test();
var forecast = Forecast.by(net, task, test);
var mae = forecast.errors().mae();
var naive = Forecast.lastValue(task, test).errors().mae();
System.out.printf("test MAE: %.1f kW; the last value for a forecast: %.1f kW%n", mae, naive);

// The first two days of the test part.
Picture.show("quickstart-forecast", LinePlot.of("The next hour", "hour", 1, "load [kW]").
    line("truth", Arrays.copyOf(forecast.actual(), 48)).
    line("forecast", Arrays.copyOf(forecast.predicted(), 48))::write);

// A notebook that fails to show what it is for throws, and ends with an exit code that is not 0.
if (mae >= naive) {
    throw new IllegalStateException("the network has learnt nothing");
}

/exit
