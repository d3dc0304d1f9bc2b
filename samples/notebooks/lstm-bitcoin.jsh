// An LSTM on Bitcoin
//
// The next day's closing price from the last 14, with the network and plan of the paper: dropout 0.3 against pruning, same weights to
// begin with, same batches. The paper runs 20 epochs, ten seeds and more methods: this is 10 epochs of one seed.
// Run it: samples/notebook lstm-bitcoin

import io.github.dl4jpruning.dl4j.DropoutReplacement;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.WindowIterator;
import io.github.dl4jpruning.samples.forecast.Forecast;
import io.github.dl4jpruning.samples.notebook.NotebookSeries;
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

// The price leaves the range of its training part, so the network sees returns; errors are still in dollars.
var series = NotebookSeries.bitcoin();
System.out.println(Path.of(series.source()).getFileName() + ": " + series.rows() + " rows");
var task = ForecastTask.of(series, "close", List.of(), 14, Change.RETURN);
var test = task.split().test();

// One LSTM with 64 units, a linear layer on its last step, dropout between them (0.7 is kept).
MultiLayerNetwork network() {
    var configuration = new NeuralNetConfiguration.Builder().
        seed(42).
        updater(new Adam(1e-3)).
        list().
        layer(new LastTimeStep(new LSTM.Builder().nIn(1).nOut(64).activation(Activation.TANH).build())).
        layer(new OutputLayer.Builder(LossFunction.MSE).nIn(64).nOut(1).activation(Activation.IDENTITY).dropOut(0.7).build()).
        build();
    var net = new MultiLayerNetwork(configuration);
    net.init();
    return net;
}

// The arm with dropout.
int epochs = 10;
var withDropout = network();
withDropout.fit(WindowIterator.training(task, 64, 42, 0), epochs);

// The arm with pruning: two epochs of warm-up, then 30 % to 70 % of the weights.
var pruned = network();
System.out.println(DropoutReplacement.in(pruned));
var pruning = PruningListener.of(PruningPlan.paperLstm(epochs)).attachTo(pruned);
pruned.fit(WindowIterator.training(task, 64, 42, 0), epochs);
System.out.println(pruning.report().toText());

// The newest 20 % of the days. A price is close to a random walk: expect "tomorrow as today" to be hard to beat.
var naive = Forecast.lastValue(task, test);
var dropoutForecast = Forecast.by(withDropout, task, test);
var prunedForecast = Forecast.by(pruned, task, test);
System.out.printf("test                  MAE      RMSE%n");
System.out.printf("the day before   %8.2f  %8.2f%n", naive.errors().mae(), naive.errors().rmse());
System.out.printf("dropout          %8.2f  %8.2f%n", dropoutForecast.errors().mae(), dropoutForecast.errors().rmse());
System.out.printf("pruning          %8.2f  %8.2f%n", prunedForecast.errors().mae(), prunedForecast.errors().rmse());

// How far each forecast of the last 60 days moves away from the day before.
double[] moves(double[] values) {
    var days = values.length;
    return IntStream.range(days - 60, days).mapToDouble(day -> values[day] - naive.predicted()[day]).toArray();
}
Picture.show("lstm-bitcoin-moves", LinePlot.of("Change against the day before", "day of the last 60", 1, "close, difference").
    line("truth", moves(prunedForecast.actual())).
    line("forecast with pruning", moves(prunedForecast.predicted())).
    line("forecast with dropout", moves(dropoutForecast.predicted()))::write);

// What this notebook claims, checked: 70 % are pruned, and the pruned network is no worse than 5 % behind the naive forecast.
if (!pruning.report().finished()) {
    throw new IllegalStateException("the schedule has not come to its end");
}
if (prunedForecast.errors().mae() > 1.05 * naive.errors().mae()) {
    throw new IllegalStateException("the pruned network is far worse than the day before");
}

/exit
