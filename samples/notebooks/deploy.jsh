// A forecaster without DL4J
//
// Train and prune with DL4J, write one small file, and forecast with nothing but the JDK and a jar of less than 200 kB: the same
// forecasts, a fraction of the time, because here the zeros are left out. Run it: samples/notebook deploy

import io.github.dl4jpruning.dl4j.ModelExport;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.WindowIterator;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.samples.forecast.ForecastNetwork;
import org.nd4j.linalg.factory.Nd4j;

// An LSTM of the load of the next hour from the last 24, pruned to 70 % in training.
var task = ForecastTask.of(HourlyLoad.ofDays(28, 42), HourlyLoad.COLUMN, List.of(), 24, Change.LEVEL);
int epochs = 6;
var net = ForecastNetwork.create(Cell.LSTM, 1, 64, 42, 0);
var pruning = PruningListener.of(PruningPlan.early(epochs, 0.7)).attachTo(net);
net.fit(WindowIterator.training(task, 32, 42, 0), epochs);
System.out.printf("sparsity %.3f%n", pruning.report().total().achievedSparsity());

// One file, with the scalers in it: windows go in and forecasts come out in megawatts.
var scale = task.scales().get(0);
float mean = (float) scale.mean();
float deviation = (float) scale.deviation();
var file = Files.createTempFile("load", ".dlp");
var export = ModelExport.of(net).
    inputScaler(new float[] {mean}, new float[] {deviation}).
    outputScaler(mean, deviation);
var sizes = export.write(file);
System.out.println(sizes);

// From here on no class of DL4J or ND4J is needed: load, and forecast from the last 24 hours.
var forecaster = SparseForecaster.load(file);
var hours = task.actual(task.split().test());
var window = new float[24];
for (int i = 0; i < 24; i++) { window[i] = (float) hours[i]; }
float forecast = forecaster.predict(window)[0];
System.out.printf("the next hour: %.1f MW%n", forecast);

// The same by DL4J, which wants scaled numbers as [batch, columns, time].
var scaled = Nd4j.create(window).sub(mean).divi(deviation).reshape('c', 1, 1, 24);
double byDl4j = net.output(scaled).getDouble(0) * deviation + mean;
System.out.printf("by DL4J:       %.1f MW%n", byDl4j);

// Size and time, measured: the file beside what DL4J saves, and a forecast from this window by the runtime and by DL4J, in turn.
var deployment = export.measure(window);
System.out.println(pruning.report().with(deployment));

// Row by row: the state is kept, and a new hour costs one step.
var stream = forecaster.stream();
float last = 0;
for (float hour : window) { last = stream.next(hour)[0]; }
System.out.printf("as a stream:   %.1f MW%n", last);

// What this notebook claims, checked.
if (Math.abs(forecast - byDl4j) > 0.01 || Math.abs(last - forecast) > 0.01) {
    throw new IllegalStateException("the forecasts differ");
}
if (sizes.file() >= sizes.stripped() || deployment.latency().timesFaster() <= 1) {
    throw new IllegalStateException("neither smaller nor faster");
}
Files.delete(file);

/exit
