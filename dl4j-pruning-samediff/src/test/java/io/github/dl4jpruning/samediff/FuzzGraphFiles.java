package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.patchtst.FuzzedForecasters;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Damages SameDiff files and PatchTST files, makes the checksums of the latter right again, and reads them; a PatchTST
 * that was read forecasts, too. A program for a JVM of its own, which dies if ND4J leaves its memory. 100,000 files of
 * each kind, in a folder in memory:
 *
 * <pre>
 * mvn -pl dl4j-pruning-samediff -am test-compile dependency:build-classpath -Dmdep.outputFile=/tmp/cp
 * java -Xmx512m -cp dl4j-pruning-samediff/target/test-classes:dl4j-pruning-samediff/target/classes:$(cat /tmp/cp) \
 *     io.github.dl4jpruning.samediff.FuzzGraphFiles samediff 100000 1 /dev/shm/fuzz
 * </pre>
 *
 * and the same with {@code patchtst} in the place of {@code samediff}. The class path of the core and the runtime,
 * {@code ../dl4j-pruning-core/target/classes} and {@code ../dl4j-pruning-runtime/target/classes}, is part of what Maven
 * writes.
 */
public final class FuzzGraphFiles {

    private static final long LONGEST_MILLIS = 10_000;
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        3,
        4,
        8,
        32,
        99,
        102,
        127,
        128,
        255,
        65535,
        65536,
        1L << 20,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private FuzzGraphFiles() {}

    /**
     * Fuzzes.
     *
     * @param arguments kind, number of files, first seed, folder for the file at hand
     */
    public static void main(String[] arguments) throws IOException {
        boolean graphs = arguments[0].equals("samediff");
        int count = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        Path file = Files.createDirectories(Path.of(arguments[3]))
                .resolve("at-hand-" + ProcessHandle.current().pid());
        List<byte[]> whole = graphs ? List.of(graph()) : FuzzedForecasters.files(file);
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        long worst = 0;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed + i);
            byte[] original = whole.get(random.nextInt(whole.size()));
            Files.write(file, graphs ? bytes(original, random) : zip(original, random));
            long begin = cpuTime(); // not the time of day: other programs may want the processor
            try {
                outcomes.merge(graphs ? readGraph(file) : FuzzedForecasters.read(file), 1, Integer::sum);
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains(file.toString())) {
                    fail(seed + i, e);
                }
                outcomes.merge("refused", 1, Integer::sum);
            } catch (Throwable e) {
                fail(seed + i, e);
            }
            long millis = (cpuTime() - begin) / 1_000_000;
            worst = Math.max(worst, millis);
            if (millis > LONGEST_MILLIS) {
                fail(seed + i, new IllegalStateException("took " + millis + " ms"));
            }
            if ((i + 1) % 1000 == 0) {
                System.out.println("after " + (i + 1) + ": worst " + worst + " ms, " + outcomes);
            }
        }
        Files.delete(file);
        System.out.printf(
                "fuzzed %d %s files in %d s: worst %d ms, %s%n",
                count, arguments[0], (System.nanoTime() - start) / 1_000_000_000, worst, outcomes);
        System.exit(0); // whatever threads ND4J has
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void fail(long seed, Throwable e) {
        System.out.println("failed: seed " + seed + ": " + e);
        e.printStackTrace(System.out);
        System.exit(1);
    }

    private static String readGraph(Path file) throws IOException {
        SameDiff sd = SameDiffFiles.load(file);
        try {
            SameDiffPruning.resume().attachTo(sd);
            return "read";
        } catch (IllegalArgumentException e) { // the documented end of masks that are damaged
            return "read, masks refused";
        }
    }

    private static byte[] graph() {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 5);
        SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, 2);
        SDVariable w1 =
                sd.var("hidden/W", Nd4j.linspace(DataType.FLOAT, -1, 0.05, 40).reshape(5, 8));
        SDVariable w2 =
                sd.var("out/W", Nd4j.linspace(DataType.FLOAT, 1, -0.1, 16).reshape(8, 2));
        SDVariable bias = sd.constant("bias", Nd4j.createFromArray(0.5f, -0.5f));
        SDVariable out = sd.reshape(sd.math.tanh(x.mmul(w1)).mmul(w2).add(bias).mul(2.0), -1, 2);
        sd.loss.meanSquaredError("loss", y, out, null);
        sd.setLossVariables("loss");
        sd.setTrainingConfig(new TrainingConfig.Builder()
                .updater(new Adam(0.01))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        SameDiffPruning.of(PruningPlan.of(
                        new PruningSchedule(SparsityCurve.linear(0.2, 0.6), PruningWindow.iterations(1, 4, 1))))
                .attachTo(sd);
        for (int i = 0; i < 4; i++) {
            sd.fit(new DataSet(Nd4j.ones(DataType.FLOAT, 3, 5), Nd4j.zeros(DataType.FLOAT, 3, 2)));
        }
        ByteBuffer bytes = SameDiffFiles.bytes(sd, true);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /** Changes of bytes and of aligned numbers, some taken from elsewhere in the file, as offsets are. */
    private static byte[] bytes(byte[] original, Random random) {
        byte[] bytes = original.clone();
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length - 8);
            int word = at & ~3;
            long number = NUMBERS[random.nextInt(NUMBERS.length)];
            switch (random.nextInt(8)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> numbers.putInt(word, (int) number);
                case 3 -> numbers.putLong(word, number);
                case 4 -> numbers.putInt(word, numbers.getInt(random.nextInt(bytes.length - 4) & ~3));
                case 5 -> numbers.putInt(word, numbers.getInt(word) + random.nextInt(17) - 8);
                case 6 -> numbers.putShort(at & ~1, (short) number);
                default -> {
                    int length = Math.min(random.nextInt(64), bytes.length - at);
                    System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
                }
            }
        }
        return random.nextInt(30) == 0 ? Arrays.copyOf(bytes, random.nextInt(2 * bytes.length)) : bytes;
    }

    private static byte[] zip(byte[] original, Random random) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(original))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        if (random.nextInt(3) == 0) {
            entries.computeIfPresent("model.json", (name, json) -> json(json, random));
        } else {
            entries.computeIfPresent("samediff.fb", (name, graph) -> bytes(graph, random));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return random.nextInt(20) == 0 ? bytes(out.toByteArray(), random) : out.toByteArray();
    }

    /** Another value in the place of one or two; now and then a character. */
    private static byte[] json(byte[] json, Random random) {
        String text = new String(json, StandardCharsets.UTF_8);
        List<String> values = List.of(
                "null",
                "\"\"",
                "[]",
                "{}",
                "true",
                "1e300",
                "-1",
                "0",
                "1",
                "2",
                "3",
                "8",
                "2147483647",
                "46341",
                "9223372036854775807",
                "0.5");
        for (int i = 0; i <= random.nextInt(2); i++) {
            List<Integer> colons = new ArrayList<>();
            for (int at = text.indexOf(" : "); at >= 0; at = text.indexOf(" : ", at + 1)) {
                colons.add(at);
            }
            if (colons.isEmpty()) {
                break;
            }
            int from = colons.get(random.nextInt(colons.size())) + 3;
            int to = from;
            while (to < text.length() && ",\n".indexOf(text.charAt(to)) < 0) {
                to++;
            }
            if (text.charAt(from) != '{') {
                text = text.substring(0, from) + values.get(random.nextInt(values.size())) + text.substring(to);
            }
        }
        byte[] changed = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(5) == 0) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return changed;
    }
}
