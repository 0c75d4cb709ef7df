package io.millwright.aws;

import io.millwright.training.registry.ModelPackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * {@code model.tar.gz} as SageMaker's XGBoost container loads it: every file at the top is a model in XGBoost's own JSON, several are
 * averaged; what else belongs to the model lies in a folder, which the container does not look into. The same package gives the same
 * bytes.
 *
 * <pre>
 * xgboost-model.json             of the headline target, or xgboost-rul-1.json ... of the remaining life
 * millwright/columns.json        the features in the order of a CSV row (rul.json for the remaining life)
 * millwright/fitted/*.json       by what further features are computed, where the pipeline file has some
 * millwright/calibrator.json     from the container's score to a probability
 * millwright/operating_points.json, millwright/manifest.json
 * </pre>
 *
 * @see "aws/sagemaker-xgboost-container, algorithm mode, which loads each regular file of the model folder"
 */
final class ModelArchive {

    static final String FILE = "model.tar.gz";

    private static final String ASIDE = "millwright/";
    private static final String MODEL_PREFIX = "xgboost-";
    /** Widths of the interval, not a prediction of its own. */
    private static final String QUANTILES = "xgboost-error-quantiles.json";

    private static final String FITTED = "fitted/";
    private static final String POINTS = "operating_points.json";
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private ModelArchive() {}

    /** Empty where the candidate is no XGBoost model, which no container of SageMaker's serves. */
    static Optional<byte[]> of(ModelPackage model) {
        Map<String, byte[]> files = new TreeMap<>();
        served(model).forEach((name, content) -> files.put(isModel(name) ? name : ASIDE + name, content));
        if (files.keySet().stream().noneMatch(ModelArchive::isModel)) {
            return Optional.empty();
        }
        files.put(ASIDE + ModelPackage.MANIFEST_FILE, model.file(ModelPackage.MANIFEST_FILE));
        if (model.has(POINTS)) {
            files.put(ASIDE + POINTS, model.file(POINTS));
        }
        return Optional.of(gzipped(files));
    }

    /** The files of the model that decides: the headline target's, or the remaining life's where there is no failure target. */
    private static Map<String, byte[]> served(ModelPackage model) {
        String folder = model.manifest()
                .spec()
                .headline()
                .map(target -> "failure/" + target.name() + "/")
                .orElse("rul/");
        Map<String, byte[]> served = new TreeMap<>();
        model.modelFiles().forEach((path, content) -> {
            if (path.startsWith(folder)) {
                served.put(path.substring(folder.length()), content);
            }
            if (path.startsWith(FITTED)) {
                served.put(path, content);
            }
        });
        return served;
    }

    private static boolean isModel(String name) {
        return name.startsWith(MODEL_PREFIX) && !name.equals(QUANTILES);
    }

    private static byte[] gzipped(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.write(header(file.getKey(), file.getValue().length));
                out.write(file.getValue());
                out.write(new byte[(BLOCK - file.getValue().length % BLOCK) % BLOCK]);
            }
            out.write(new byte[2 * BLOCK]);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /** A POSIX ustar header of a file anyone may read, of the year 1970. */
    private static byte[] header(String name, int length) {
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name in the archive must have <= 100 letters, got " + name);
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format(Locale.ROOT, "%011o", length));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte each : header) {
            sum += Byte.toUnsignedInt(each);
        }
        put(header, 148, String.format(Locale.ROOT, "%06o", sum));
        header[154] = 0;
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, at, ascii.length);
    }
}
