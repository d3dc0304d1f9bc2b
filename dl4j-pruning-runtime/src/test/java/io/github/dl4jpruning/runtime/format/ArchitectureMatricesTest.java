package io.github.dl4jpruning.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An architecture tells all its matrices: those that a file of it holds. */
class ArchitectureMatricesTest {

    private static final Pattern MATRIX = Pattern.compile("\"rows\":(\\d+),\"columns\":(\\d+),\"count\":(\\d+)");

    @Test
    void theMatricesOfAChainAreThoseOfItsFile() {
        for (int seed = 0; seed < 20; seed++) {
            requireAll(SampleModels.all(seed).architecture());
        }
        assertThat(SampleModels.all(1).architecture().matrices()).hasSize(8);
    }

    @Test
    void theMatricesOfAPatchNetworkAreThoseOfItsFile() {
        Set<Integer> counts = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            PatchNetwork network = SamplePatchNetworks.network(seed);
            requireAll(network);
            counts.add(network.matrices().size());
        }
        assertThat(counts).contains(1 + 4 + 1, 1 + 2 * 4 + 1, 1 + 4 + 3);
    }

    /** The table of a file is written by other code, which walks through the parts by itself. */
    private static void requireAll(Architecture architecture) {
        byte[] file = ModelWriter.write(new Model(architecture, Provenance.NONE), ValueFormat.FLOAT32);
        List<String> written = MATRIX.matcher(new String(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(architecture.matrices().stream()
                        .map(matrix -> "\"rows\":" + matrix.rows() + ",\"columns\":" + matrix.columns() + ",\"count\":"
                                + matrix.count())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(written);
        double places = 0;
        double weights = 0;
        for (Matrix matrix : architecture.matrices()) {
            for (float weight : matrix.toArray()) {
                places++;
                weights += weight == 0 ? 0 : 1;
            }
        }
        assertThat(architecture.sparsity()).isCloseTo(1 - weights / places, within(1e-12));
    }

    @Test
    void withoutAMatrixNothingIsSparse() {
        Layer activation = new Layer.Activate(2, Activation.IDENTITY);
        assertThat(SampleModels.model(2, activation).architecture().sparsity()).isZero();
    }

    @Test
    void otherScalersLeaveAllElseAsItIs() {
        Scaler scaler = Scaler.uniform(3, 5, 2);
        assertThat(scaler).isEqualTo(Scaler.of(new float[] {5, 5, 5}, new float[] {2, 2, 2}));
        Model chain = SampleModels.all(4);
        Model scaled = chain.withInputScaler(scaler);
        assertThat(scaled).isNotEqualTo(chain);
        assertThat(scaled.architecture().inputScaler()).contains(scaler);
        assertThat(scaled.withInputScaler(chain.architecture().inputScaler().orElseThrow()))
                .isEqualTo(chain);

        PatchNetwork patches = SamplePatchNetworks.network(7);
        Scaler outputs = SampleModels.scaler(new Random(3), patches.outputs());
        Model other = new Model(patches, Provenance.NONE).withOutputScaler(outputs);
        assertThat(other.architecture().outputScaler()).contains(outputs);
        assertThat(other.architecture().withScalers(patches.inputScaler(), patches.outputScaler()))
                .isEqualTo(patches);
    }

    @Test
    void aDescriptionOfTheDataLeavesAllElseAsItIs() {
        Model model = SampleModels.all(4);
        Model told = model.withData("tides");
        assertThat(told.provenance().data()).isEqualTo("tides");
        assertThat(told.withData(model.provenance().data())).isEqualTo(model);
    }

    @Test
    void theVersionIsThatOfTheJarOrUnknown() {
        assertThat(Provenance.version(Provenance.class)).isEqualTo("unknown");
        assertThat(Provenance.version(Test.class))
                .isEqualTo(Test.class.getPackage().getImplementationVersion());
    }
}
