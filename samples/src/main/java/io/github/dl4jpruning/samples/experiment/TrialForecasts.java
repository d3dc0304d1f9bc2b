package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * All forecasts of a trial, in units of the target: {@code trials.jsonl} has the last ones only. In the folder of the
 * experiment each trial has a file of its own, {@code forecasts/KEY.bin}.
 *
 * @param validation forecasts of the rows of the validation part
 * @param test forecasts of the rows of the test part
 */
public record TrialForecasts(double[] validation, double[] test) {
    private static final String FOLDER = "forecasts";
    private static final int MAGIC = 0x444c5046; // DLPF
    private static final int FORMAT = 1;
    private static final int HASH_BYTES = 6;

    /** What takes the forecasts of a trial when it has been judged. */
    interface Sink {
        /** Takes nothing. */
        Sink NONE = (trial, forecasts) -> {};

        void take(Trial trial, TrialForecasts forecasts);
    }

    /** Writes into the folder of an experiment. */
    static Sink into(Path folder) {
        return (trial, forecasts) -> forecasts.write(file(folder, trial));
    }

    /** The forecasts of a trial, if they are in the folder. */
    public static Optional<TrialForecasts> find(Path folder, Trial trial) {
        Path file = file(folder, trial);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
                throw new IOException("it does not begin as such a file does");
            }
            return Optional.of(new TrialForecasts(numbers(in), numbers(in)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InputException(
                    file + " cannot be read as forecasts of a trial: " + e
                            + ". Delete it together with the line of the trial in trials.jsonl, and the trial is run again.",
                    e);
        }
    }

    private static double[] numbers(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > Integer.MAX_VALUE / Double.BYTES) {
            throw new IOException(count + " numbers cannot be in it");
        }
        byte[] bytes = in.readNBytes(count * Double.BYTES);
        if (bytes.length < count * Double.BYTES) {
            throw new IOException("it is cut off");
        }
        double[] numbers = new double[count];
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(numbers);
        return numbers;
    }

    private void write(Path file) {
        OutputFile.write(file, temporary -> {
            try (OutputStream out = Files.newOutputStream(temporary);
                    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out))) {
                data.writeInt(MAGIC);
                data.writeInt(FORMAT);
                for (double[] part : new double[][] {validation, test}) {
                    data.writeInt(part.length);
                    for (double value : part) {
                        data.writeDouble(value);
                    }
                }
            }
        });
    }

    /** A name that says what is in it, with a hash that tells trials apart whose names would be alike. */
    private static Path file(Path folder, Trial trial) {
        String name = String.join(
                        "-", trial.data(), trial.model(), trial.arm(), trial.setting(), String.valueOf(trial.seed()))
                .replaceAll("[^A-Za-z0-9.-]", "_");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(TrialText.toJson(trial).getBytes(StandardCharsets.UTF_8));
            String digits = HexFormat.of().formatHex(hash, 0, HASH_BYTES);
            return folder.resolve(FOLDER).resolve(name + "-" + digits + ".bin");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrialForecasts that
                && Arrays.equals(validation, that.validation)
                && Arrays.equals(test, that.test);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(validation) + Arrays.hashCode(test);
    }
}
