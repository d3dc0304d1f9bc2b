package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Trials as the runner would write them, with errors that are given. */
public final class SyntheticTrials {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EPOCHS = 20;

    private SyntheticTrials() {}

    /**
     * A trial with this test error; the validation error is the same. Pruning takes 5% longer per epoch, memory is
     * alike; its file is smaller.
     */
    public static TrialResult trial(
            String protocol, String data, String model, int length, String arm, String setting, long seed, double mae) {
        return trial(new Trial(protocol, data, model, length, arm, setting, seed, EPOCHS), mae, mae);
    }

    /** A trial of the clean protocol with the usual setting of its arm. */
    public static TrialResult trial(String data, String model, int length, String arm, long seed, double mae) {
        return trial("clean", data, model, length, arm, setting(model, arm), seed, mae);
    }

    /** A trial with these errors. */
    public static TrialResult trial(Trial trial, double validationMae, double testMae) {
        boolean baseline = trial.model().equals("-");
        boolean pruning = trial.arm().equals("pruning");
        boolean mc = trial.arm().equals("mc-dropout");
        String[] words = trial.setting().split("[ -]"); // "cubic 0.3-0.7" or "early 0.9"
        double target = pruning ? Double.parseDouble(words[words.length - 1]) : 0;
        double start = pruning && words.length > 2 ? Double.parseDouble(words[1]) : 0;
        int epochs = baseline ? 0 : 14 + (int) (trial.seed() % 4) * 2;
        double perEpoch = 0.4 + 0.02 * trial.length() + 0.01 * (trial.seed() % 5);
        Random random = new Random(trial.hashCode());
        double deviation = deviation(trial.data());
        List<Double> actual = actual(trial.data());
        return new TrialResult(
                trial,
                unit(trial.data()),
                validationMae,
                validationMae * 1.3,
                testMae,
                testMae * 1.3,
                deviation,
                target,
                target,
                baseline ? 0 : 17_000,
                epochs,
                baseline ? 0 : epochs - 2,
                baseline ? 0.1 : perEpoch * epochs * (pruning ? 1.05 : 1) * (mc ? 1.01 : 1),
                baseline ? 200 : 400 + 3 * trial.length() + (pruning ? 2 : 0),
                baseline || mc ? Double.NaN : 70_000 * (1 - target) + 1_000,
                baseline || mc ? Double.NaN : 0.02 + 0.001 * trial.length() - (pruning ? 0.005 : 0),
                baseline || mc ? Double.NaN : 2 + 0.1 * trial.length(),
                mc ? 0.91 : Double.NaN,
                mc ? deviation * 0.8 : Double.NaN,
                1000,
                curve(epochs, e -> validationMae * (1 + 0.9 * Math.exp(-e / 3.0) + 0.01 * random.nextGaussian())),
                curve(epochs, e -> 0.1 + 0.9 * Math.exp(-e / 4.0) + 0.005 * random.nextGaussian()),
                pruning
                        ? curve(
                                epochs,
                                e -> e < 2 ? 0 : start + (target - start) * Math.pow((e - 1) / (EPOCHS - 2.0), 3))
                        : List.of(),
                pruning ? layers(trial.model(), target) : Map.of(),
                actual,
                actual.stream()
                        .map(v -> v + testMae * 1.25 * random.nextGaussian())
                        .toList(),
                trial.protocol().equals("paper")
                        ? List.of("The mask is exact: floor(s N) weights are pruned.")
                        : List.of(),
                Map.of(
                        "dl4j-pruning",
                        "0.1.0-SNAPSHOT",
                        "Deeplearning4j",
                        "1.0.0-M2.1",
                        "Java",
                        "17.0.9",
                        "processor",
                        "x86"));
    }

    /** The usual setting of an arm. */
    public static String setting(String model, String arm) {
        return switch (arm) {
            case "dropout", "mc-dropout" -> "0.3";
            case "pruning" ->
                model.equals("rnn") ? "cubic 0.1-0.5" : model.equals("lstm") ? "cubic 0.3-0.7" : "cubic 0.01-0.5";
            default -> "-";
        };
    }

    /**
     * An experiment of four data sets, three models, four lengths, four arms with tuned settings, five seeds, and
     * baselines. Pruning is best for the LSTM by about 10%, without effect for the RNN, and worst for the transformer.
     */
    public static List<TrialResult> realistic(String protocol) {
        List<TrialResult> trials = new ArrayList<>();
        Map<String, Double> factors = new LinkedHashMap<>();
        for (String data : List.of("sp500", "bitcoin", "household", "airquality")) {
            double naive = deviation(data) * 0.3;
            for (int length : new int[] {1, 7, 30, 60}) {
                trials.add(trial(new Trial(protocol, data, "-", length, "last-value", "-", 0, 0), naive, naive));
                trials.add(trial(
                        new Trial(protocol, data, "-", length, "seasonal-naive", "-", 0, 0), naive * 1.2, naive * 1.2));
                double linear = naive * (1 - 0.03 * Math.log(length + 1));
                trials.add(trial(new Trial(protocol, data, "-", length, "linear", "-", 0, 0), linear, linear));
                for (String model : List.of("rnn", "lstm", "patch")) {
                    for (int seed = 1; seed <= 5; seed++) {
                        for (String arm : List.of("none", "dropout", "mc-dropout", "pruning")) {
                            for (String setting : settings(protocol, model, arm)) {
                                factors.put("rnn", arm.equals("mc-dropout") ? 1.02 : 1.0);
                                factors.put("lstm", arm.equals("pruning") ? 0.9 : arm.equals("none") ? 0.98 : 1);
                                factors.put("patch", arm.equals("pruning") ? 1.08 : arm.equals("dropout") ? 0.97 : 1);
                                double strength = setting.endsWith("0.9") ? 1.1 : setting.endsWith("0.7") ? 0.99 : 1;
                                double noise = 1
                                        + 0.03
                                                * new Random((data + model + length + arm + setting + seed).hashCode())
                                                        .nextGaussian();
                                double mae = naive
                                        * (1.08 - 0.05 * Math.log(length + 1))
                                        * factors.get(model)
                                        * strength
                                        * noise;
                                trials.add(trial(
                                        new Trial(protocol, data, model, length, arm, setting, seed, EPOCHS),
                                        mae * 0.95,
                                        mae));
                            }
                        }
                    }
                }
            }
        }
        return trials;
    }

    /** Writes {@code trials.jsonl}. */
    public static Path write(Path directory, List<TrialResult> trials) {
        try {
            Files.createDirectories(directory);
            return Files.writeString(
                    directory.resolve(TrialRows.FILE),
                    trials.stream().map(SyntheticTrials::line).collect(Collectors.joining("\n", "", "\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A trial as a line, its end left out. */
    public static String line(TrialResult result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The analysis of these trials as if they had been read. */
    public static Analysis analysis(List<TrialResult> trials) {
        return Analysis.of(new TrialRows(Path.of("trials.jsonl"), trials, List.of()));
    }

    private static List<String> settings(String protocol, String model, String arm) {
        if (protocol.equals("paper")) {
            return List.of(setting(model, arm));
        }
        return switch (arm) {
            case "dropout", "mc-dropout" -> List.of("0.1", "0.3", "0.5");
            case "pruning" -> List.of("cubic 0.3-0.3", "cubic 0.3-0.5", "cubic 0.3-0.7", "cubic 0.3-0.9");
            default -> List.of("-");
        };
    }

    private static double deviation(String data) {
        return switch (data) {
            case "sp500" -> 812.4;
            case "bitcoin" -> 16_034.7;
            case "household" -> 0.93;
            default -> 1.45;
        };
    }

    private static String unit(String data) {
        return switch (data) {
            case "sp500" -> "points";
            case "bitcoin" -> "USD";
            case "household" -> "kW";
            default -> "mg/m3";
        };
    }

    private static Map<String, Double> layers(String model, double target) {
        Map<String, Double> layers = new LinkedHashMap<>();
        if (model.equals("patch")) {
            for (String name : List.of(
                    "patch", "encoder0.q", "encoder0.k", "encoder0.v", "encoder0.ff1", "encoder0.ff2", "head")) {
                layers.put(name, Math.min(1, target * (0.6 + 0.1 * layers.size())));
            }
        } else {
            layers.put("0: W", target * 1.3 > 1 ? 1 : target * 1.3);
            layers.put("0: RW", target);
            layers.put("1: W", target * 0.4);
        }
        return layers;
    }

    private static List<Double> actual(String data) {
        Random random = new Random(data.hashCode());
        double deviation = deviation(data);
        return IntStream.range(0, 120)
                .mapToObj(i -> deviation * (3 + Math.sin(i / 9.0) + 0.3 * random.nextGaussian()))
                .toList();
    }

    private static List<Double> curve(int epochs, java.util.function.IntToDoubleFunction value) {
        return DoubleStream.iterate(0, e -> e < epochs, e -> e + 1)
                .map(e -> value.applyAsDouble((int) e))
                .boxed()
                .toList();
    }
}
