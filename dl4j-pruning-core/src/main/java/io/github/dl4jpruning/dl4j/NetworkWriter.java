package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.files.JsonText;
import io.github.dl4jpruning.files.ZipContent;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes a network in the format of DL4J's {@code ModelSerializer}, but for one thing: names in the configuration are
 * written such that they are read right under any default charset, where DL4J writes and reads them in the default
 * charset of the JVM at hand.
 */
final class NetworkWriter {

    private NetworkWriter() {}

    /**
     * Writes the whole file.
     *
     * @param model of either kind
     * @param normalizer of its data, or null
     * @param entries further ones, by their name
     * @param out to write to, which is closed
     */
    static void write(Model model, Normalizer<?> normalizer, Map<String, byte[]> entries, OutputStream out)
            throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, ModelArchive.CONFIGURATION, JsonText.ascii(configuration(model)));
            INDArray parameters = model.params();
            put(zip, ModelArchive.PARAMETERS, parameters);
            if (parameters == null) {
                put(zip, ModelArchive.NO_PARAMETERS, new byte[0]);
            }
            INDArray state = updaterState(model);
            if (state != null && state.length() > 0) {
                put(zip, ModelArchive.UPDATER_STATE, state);
            }
            if (normalizer != null) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                NormalizerSerializer.getDefault().write(normalizer, bytes);
                put(zip, ModelArchive.NORMALIZER, bytes.toByteArray());
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        }
    }

    static String configuration(Model model) {
        return model instanceof MultiLayerNetwork net
                ? net.getLayerWiseConfigurations().toJson()
                : ((ComputationGraph) model).getConfiguration().toJson();
    }

    static INDArray updaterState(Model model) {
        return model instanceof MultiLayerNetwork net
                ? net.getUpdater().getStateViewArray()
                : ((ComputationGraph) model).getUpdater().getStateViewArray();
    }

    private static void put(ZipOutputStream zip, String name, INDArray array) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        if (array != null) {
            DataOutputStream data = new DataOutputStream(new BufferedOutputStream(zip));
            Nd4j.write(array, data);
            data.flush();
        }
        zip.closeEntry();
    }

    static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        if (content.length > ZipContent.ALWAYS_READ) { // packed too well, it would not be read again
            CRC32 checksum = new CRC32();
            checksum.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(checksum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
