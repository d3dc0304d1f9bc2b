// PatchTST on ETTh1, in short
//
// The published shape (16 features, 4 heads, 3 layers) on real data, with pruning in the place of its dropout. What this is not: the
// published result. Look-back and horizon are 96 and 24 hours instead of 336 and 96, six of the twelve months train, for 12 epochs at
// five times the published learning rate. For the real thing, an hour and more, there is samples/run etth1.
// Run it: samples/notebook patchtst-etth1

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import io.github.dl4jpruning.samediff.patchtst.Dropouts;
import io.github.dl4jpruning.samediff.patchtst.LearningRates;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import io.github.dl4jpruning.samediff.patchtst.PatchTstConfig;
import io.github.dl4jpruning.samediff.patchtst.Training;
import io.github.dl4jpruning.samples.data.HorizonTask;
import io.github.dl4jpruning.samples.data.HorizonWindows;
import io.github.dl4jpruning.samples.data.Span;
import io.github.dl4jpruning.samples.data.Split;
import io.github.dl4jpruning.samples.notebook.NotebookSeries;
import io.github.dl4jpruning.samples.notebook.Picture;
import io.github.dl4jpruning.samples.plot.LinePlot;

// Months of 30 days. Published are 12 to train, 4 to validate, 4 to test; here the last 6 of the 12 train.
var series = NotebookSeries.etth1();
int month = 30 * 24;
var split = new Split(new Span(6 * month, 12 * month), new Span(12 * month, 16 * month), new Span(16 * month, 20 * month));
var task = HorizonTask.of(series, 96, 24, split);
System.out.println(Path.of(series.source()).getFileName() + ": " + task.columns() + ", " + task.training().rows() + " windows to train");

// The published shape, without its dropout of 0.3, and the published plan of pruning in its place.
int epochs = 12;
var model = new PatchTst(PatchTstConfig.ettHourly(96, 24).with(Dropouts.none()), 2021);
var pruning = SameDiffPruning.of(PruningPlan.paperPatchTst(epochs)).attachTo(model.sameDiff());
System.out.println(model.parameterCount() + " weights");

// Train. Losses are mean squared errors in standard deviations of the training part. The last of its months is enough to validate here.
var validationRows = new Span(task.validation().to() - month, task.validation().to());
model.fit(HorizonWindows.training(task, 64, 2021, 0), Training.epochs(epochs).
    withLearningRate(LearningRates.constant(5e-4)).
    withValidation(HorizonWindows.inOrder(task, validationRows, 128)).
    withProgress(System.out::println));
System.out.println(pruning.report().toText());

// The four test months.
var score = model.evaluate(HorizonWindows.inOrder(task, task.test(), 128));
var dayBefore = task.seasonalNaive(task.test(), 24);
System.out.printf("test              MSE     MAE%n");
System.out.printf("the day before    %.4f  %.4f%n", dayBefore.rmse() * dayBefore.rmse(), dayBefore.mae());
System.out.printf("pruned PatchTST   %.4f  %.4f%n", score.mse(), score.mae());

// A day of one column, forecast at once.
var window = HorizonWindows.inOrder(task, task.test(), 1).next();
Picture.show("patchtst-etth1-forecast", LinePlot.of("A day ahead: " + task.columns().get(1), "hour", 1, "scaled").
    line("truth", window.getLabels().slice(0).getColumn(1).toDoubleVector()).
    line("forecast", model.predict(window.getFeatures()).slice(0).getColumn(1).toDoubleVector())::write);

// What this notebook claims, checked.
if (!pruning.report().finished()) {
    throw new IllegalStateException("the schedule has not come to its end");
}
if (score.mae() >= dayBefore.mae()) {
    throw new IllegalStateException("the model has learnt nothing: the day before is as good a forecast");
}

/exit
