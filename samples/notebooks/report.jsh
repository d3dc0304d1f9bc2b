// Reading a report
//
// What a sparsity report and a pruning history say, as text, CSV and JSON. Run it: samples/notebook report

import io.github.dl4jpruning.dl4j.ModelExport;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.WindowIterator;
import io.github.dl4jpruning.samples.notebook.Picture;
import io.github.dl4jpruning.samples.plot.SparsityPlot;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

// A small network on four weeks of generated load, pruned as published for an LSTM.
var task = ForecastTask.of(HourlyLoad.ofDays(28, 42), HourlyLoad.COLUMN, List.of(), 24, Change.LEVEL);
var configuration = new NeuralNetConfiguration.Builder().
    seed(42).
    updater(new Adam(5e-3)).
    list().
    layer(new LastTimeStep(new LSTM.Builder().nIn(1).nOut(16).activation(Activation.TANH).build())).
    layer(new DenseLayer.Builder().nIn(16).nOut(8).activation(Activation.RELU).build()).
    layer(new OutputLayer.Builder(LossFunction.MSE).nIn(8).nOut(1).activation(Activation.IDENTITY).build()).
    build();
var net = new MultiLayerNetwork(configuration);
net.init();
int epochs = 6;
var pruning = PruningListener.of(PruningPlan.early(epochs, 0.7)).attachTo(net);
net.fit(WindowIterator.training(task, 32, 42, 0), epochs);

// The report says what is pruned now, layer by layer. "sparsity" is the share of zero weights. A layer has no target of its own:
// the smallest weights go wherever they are, so layers differ, and only the total meets the target.
var report = pruning.report();
System.out.println(report.toText());

// Look at three things first. "schedule: finished": the last sparsity is reached. "no input" and "unread": units that are cut off,
// so that a smaller layer would do; many of them mean that the sparsity is high for this layer. "zeroed again" must be 0: else
// something besides the training writes to the weights.
System.out.println("finished: " + report.finished() + ", cut off: " + report.total().unitsWithoutInput().orElse(0) +
    " units without input, zeroed again: " + report.zeroedAgain());

// The rows are records. The densest layer is the one that the network can spare least.
var densest = report.layers().stream().
    min(Comparator.comparingDouble(row -> row.achievedSparsity())).
    orElseThrow();
System.out.printf("densest: layer %s, %.1f %% pruned, by parameter %s%n",
    densest.layer(), 100 * densest.achievedSparsity(), densest.parameters());

// The gates of an LSTM, which share the budget unevenly.
report.layers().stream().
    filter(row -> !row.gates().isEmpty()).
    forEach(row -> row.gates().forEach((gate, sparsity) -> System.out.printf("%s: %.3f%n", gate, sparsity)));

// The history says how it came to this: one line per update of the masks. "threshold" is the largest weight that went, as a magnitude:
// if it rises steeply at the end, the schedule takes weights that the network uses.
var history = pruning.history();
System.out.println(history.toText());

// The same as a picture.
Picture.show("report-sparsity", file -> SparsityPlot.write(file, history, 0, report.step()));

// What it comes to: the exported file beside what DL4J saves, and a forecast by dl4j-pruning-runtime and by DL4J, measured from a
// window of 24 hours. The report takes it along, in the text below and in CSV and JSON.
var deployed = report.with(ModelExport.of(net).measure(24));
System.out.println(deployed);

// For a spreadsheet or a program: CSV and JSON of both.
System.out.println(deployed.toCsv());
System.out.println(history.toCsv().lines().limit(3).collect(Collectors.joining("\n")) + "\n...\n");
System.out.println(deployed.toJson());

// What this notebook claims, checked: masks only grow, the last update is the report, and the counts are those in the weights.
var counts = history.updates().stream().mapToLong(update -> update.pruned()).toArray();
if (!Arrays.equals(counts, Arrays.stream(counts).sorted().toArray())) {
    throw new IllegalStateException("a mask has shrunk");
}
if (counts[counts.length - 1] != report.total().pruned() || !report.finished() || report.zeroedAgain() != 0) {
    throw new IllegalStateException("report and history disagree");
}
var sizes = deployed.deployment().orElseThrow().sizes();
if (sizes.file() < sizes.bound() || sizes.file() >= sizes.zip()) {
    throw new IllegalStateException("the exported file is below the bound, or larger than the zip");
}
var denseZeros = net.getLayer(1).getParam("W").eq(0).castTo(org.nd4j.linalg.api.buffer.DataType.INT64).sumNumber().longValue();
if (denseZeros != report.layers().get(1).pruned()) {
    throw new IllegalStateException("the weights have " + denseZeros + " zeros, the report says otherwise");
}

/exit
