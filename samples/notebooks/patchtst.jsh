// PatchTST with pruning in the place of its dropout
//
// Two hourly loads, a day ahead: once with dropout, once with pruning, from the same weights. Run it: samples/notebook patchtst

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import io.github.dl4jpruning.samediff.patchtst.Dropouts;
import io.github.dl4jpruning.samediff.patchtst.EncoderSize;
import io.github.dl4jpruning.samediff.patchtst.LearningRates;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import io.github.dl4jpruning.samediff.patchtst.PatchTstConfig;
import io.github.dl4jpruning.samediff.patchtst.Training;
import io.github.dl4jpruning.samples.data.HorizonTask;
import io.github.dl4jpruning.samples.data.HorizonWindows;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.data.Split;
import io.github.dl4jpruning.samples.notebook.Picture;
import io.github.dl4jpruning.samples.plot.LinePlot;

// Ten weeks of two generated loads, in one series. PatchTST forecasts all columns at once.
var north = HourlyLoad.ofDays(70, 1).column(HourlyLoad.COLUMN);
var south = HourlyLoad.ofDays(70, 2).column(HourlyLoad.COLUMN);
var series = Series.of("two generated loads", List.of("north", "south"), new double[][] {north, south}, null);

// From the last four days to the next day. The oldest 70 % of the rows train, the next 10 % validate, the newest 20 % test.
var task = HorizonTask.of(series, 96, 24, Split.of(series.rows()));
var validation = HorizonWindows.inOrder(task, task.validation(), 128);
var test = HorizonWindows.inOrder(task, task.test(), 128);

// A small PatchTST with dropout as published, on the residual branches. The rate is the share to DROP.
var config = PatchTstConfig.of(96, 24, 2).
    with(new EncoderSize(16, 4, 64, 2)).
    with(Dropouts.residual(0.2));
var withDropout = new PatchTst(config, 42);
System.out.println(withDropout.parameterCount() + " weights, " + config.patchCount() + " patches per column");

// The same weights without dropout, and the published plan: five epochs of warm-up, then 1 % to 50 % of the weights for good.
int epochs = 12;
var pruned = withDropout.withoutDropout();
var pruning = SameDiffPruning.of(PruningPlan.paperPatchTst(epochs)).attachTo(pruned.sameDiff());

// Train both on the same batches in the same order. A line per epoch: losses are mean squared errors of the scaled values.
var training = Training.epochs(epochs).
    withLearningRate(LearningRates.constant(1e-3)).
    withValidation(validation).
    withProgress(System.out::println);
System.out.println("dropout");
var dropoutTraining = withDropout.fit(HorizonWindows.training(task, 32, 42, 0), training);
System.out.println("pruning");
var prunedTraining = pruned.fit(HorizonWindows.training(task, 32, 42, 0), training);

// The validation error after every epoch. Most weights go in the last epochs.
var dropoutErrors = dropoutTraining.epochs().stream().mapToDouble(e -> e.validationLoss().orElseThrow()).toArray();
var prunedErrors = prunedTraining.epochs().stream().mapToDouble(e -> e.validationLoss().orElseThrow()).toArray();
Picture.show("patchtst-validation", LinePlot.of("Validation error over training", "epoch", 1, "MSE").
    line("dropout", dropoutErrors).
    line("pruning", prunedErrors)::write);

// What was pruned where. Biases and norms are never pruned.
System.out.println(pruning.report().toText());

// The newest 20 % of the rows, against "tomorrow will be as today".
var dayBefore = task.seasonalNaive(task.test(), 24);
var dropoutScore = withDropout.evaluate(test);
var prunedScore = pruned.evaluate(test);
System.out.printf("test, in standard deviations   MSE     MAE%n");
System.out.printf("the day before                 %.4f  %.4f%n", dayBefore.rmse() * dayBefore.rmse(), dayBefore.mae());
System.out.printf("dropout                        %.4f  %.4f%n", dropoutScore.mse(), dropoutScore.mae());
System.out.printf("pruning                        %.4f  %.4f%n", prunedScore.mse(), prunedScore.mae());

// The first day of the test part in the north, in standard deviations from the mean.
var firstDay = HorizonWindows.inOrder(task, task.test(), 1).next();
var forecast = pruned.predict(firstDay.getFeatures());
Picture.show("patchtst-forecast", LinePlot.of("The next day", "hour", 1, "load, scaled").
    line("truth", firstDay.getLabels().slice(0).getColumn(0).toDoubleVector()).
    line("forecast of the pruned model", forecast.slice(0).getColumn(0).toDoubleVector())::write);

// What this notebook claims, checked. One short training with one seed does not say which of the two is better.
if (!pruning.report().finished()) {
    throw new IllegalStateException("the schedule has not come to its end");
}
if (prunedScore.mae() >= dayBefore.mae() || dropoutScore.mae() >= dayBefore.mae()) {
    throw new IllegalStateException("a model has learnt nothing: the day before is as good a forecast");
}

/exit
