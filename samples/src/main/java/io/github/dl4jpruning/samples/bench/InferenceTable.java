package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A forecast with the runtime, with DL4J or SameDiff, and with PyTorch, in the same run and in turns, since on a busy
 * machine the time of a forecast changes by more than they differ. One thread each; medians over the turns.
 *
 * <p>The weights are random and pruned at random. PyTorch is run by {@code inference_torch.py}; zeros make no
 * difference there, nor in DL4J and SameDiff.
 */
public final class InferenceTable {
    private static final int MOST_TURNS = 21;
    private static final int LEAST_TURNS = 5;
    private static final double ALL_TURNS_MILLIS = 30_000;
    private static final int[] BATCHES = {1, 64};

    private static final List<Sparsity> WEIGHTS =
            List.of(Sparsity.ofWeights(0), Sparsity.ofWeights(0.5), Sparsity.ofWeights(0.7), Sparsity.ofWeights(0.9));
    private static final List<Sparsity> WEIGHTS_AND_BLOCKS = List.of(
            Sparsity.ofWeights(0),
            Sparsity.ofWeights(0.5),
            Sparsity.ofWeights(0.7),
            Sparsity.ofWeights(0.9),
            Sparsity.ofBlocks(0.7),
            Sparsity.ofBlocks(0.9));

    private InferenceTable() {}

    /** Measures all, which takes about five minutes, and prints. */
    public static void print() throws IOException {
        List<InferenceSubjects> all = List.of(
                new RecurrentSubjects("RNN", 64, WEIGHTS),
                new RecurrentSubjects("LSTM", 64, WEIGHTS),
                new RecurrentSubjects("LSTM", 512, WEIGHTS_AND_BLOCKS),
                PatchSubjects.patchTransformer(WEIGHTS),
                PatchSubjects.patchTst(WEIGHTS));
        TextTable table = new TextTable(
                "network",
                "batch",
                "sparsity",
                "runtime ms",
                "output ms",
                "predict ms",
                "PyTorch ms",
                "windows/s",
                "output / runtime",
                "PyTorch / runtime");
        String torchName = "";
        for (InferenceSubjects subjects : all) {
            for (int batch : BATCHES) {
                System.err.println("inference: " + subjects.name() + ", batch " + batch + " ...");
                try (Torch torch = Torch.start("inference_torch.py", subjects.torchArguments(batch))) {
                    torchName = torch.name();
                    rows(subjects, batch, torch, table);
                }
            }
        }
        System.out.println("A forecast from " + RecurrentSubjects.STEPS + " steps of " + RecurrentSubjects.INPUTS
                + " columns, by PatchTST from " + PatchTstStep.STANDARD.patches() * PatchTstStep.STANDARD.patch()
                + " steps of one, one thread; output: that of DL4J, or of SameDiff for the patch networks; predict: their own;"
                + " " + torchName + ":");
        System.out.println();
        System.out.print(table);
    }

    private static void rows(InferenceSubjects subjects, int batch, Torch torch, TextTable table) throws IOException {
        List<Subject> here = new ArrayList<>();
        for (Sparsity sparsity : subjects.sparsities()) {
            here.add(new Subject(subjects.runtime(sparsity, batch)));
        }
        Subject output = new Subject(subjects.output(batch));
        Subject predict = new Subject(subjects.predict(batch));
        Subject there = new Subject(torch::steps);
        List<Subject> round = new ArrayList<>(here);
        round.addAll(List.of(output, predict, there));
        int turns = turns(round.stream().mapToDouble(Subject::turnMillis).sum());
        for (int turn = 0; turn < turns; turn++) {
            for (Subject subject : round) {
                subject.turn();
            }
        }
        for (int i = 0; i < here.size(); i++) {
            table.add(cells(
                    subjects.name(),
                    batch,
                    subjects.sparsities().get(i),
                    here.get(i).median(),
                    output.median(),
                    predict.median(),
                    there.median()));
        }
    }

    /** How often all take a turn, if that takes so many milliseconds once; an odd number, for the median. */
    static int turns(double roundMillis) {
        int turns = (int) Math.min(MOST_TURNS, ALL_TURNS_MILLIS / roundMillis);
        return Math.max(LEAST_TURNS, turns % 2 == 0 ? turns - 1 : turns);
    }

    /** A row of the table; what was not measured is not a number. */
    static String[] cells(
            String name, int batch, Sparsity sparsity, double runtime, double output, double predict, double torch) {
        return new String[] {
            name,
            String.valueOf(batch),
            sparsity.toString(),
            Digits.of(runtime),
            Digits.of(output),
            Digits.of(predict),
            Digits.of(torch),
            Digits.fixed(1000 * batch / runtime, 0),
            Digits.fixed(output / runtime, 1),
            Digits.fixed(torch / runtime, 1)
        };
    }
}
