package io.millwright.aws;

import io.millwright.lake.MillwrightException;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.Manifest;
import io.millwright.training.registry.ModelPackage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The short facts of a model package that SageMaker can search: at most 50, of at most 256 letters each, out of few signs. What a
 * registry must read back exactly is escaped, what is for people is made to fit.
 */
public final class PackageProperties {

    /** A document of the package: further facts by name. */
    public static final String FACTS_FILE = "facts.json";

    static final String CANDIDATE = "candidate";
    static final String RUN_ID = "run_id";
    static final String CLIENT_TOKEN = "client_token";

    private static final int MOST = 50;
    private static final int LONGEST = 256;
    private static final double MILLIS_PER_HOUR = 3_600_000;

    private PackageProperties() {}

    static Map<String, String> of(ModelPackage model, String clientToken) {
        Manifest manifest = model.manifest();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(CLIENT_TOKEN, exact("client token", clientToken));
        properties.put(RUN_ID, exact("run id", manifest.runId()));
        properties.put(CANDIDATE, exact("candidate", manifest.candidate()));
        manifest.spec().headline().ifPresent(target -> {
            properties.put("target", target.name());
            properties.put("horizon_hours", hours(target.horizonMillis()));
            properties.put("minimum_lead_hours", hours(target.minimumLeadMillis()));
        });
        properties.put("configuration_hash", manifest.spec().configHash());
        properties.put("feature_set_hash", manifest.featureSpecHash());
        properties.put("training_set_hash", manifest.trainingSetFingerprint());
        properties.put("training_rows", Long.toString(manifest.trainingRows()));
        manifest.inputVersions()
                .forEach((table, version) -> properties.put("delta_version_" + table, version.toString()));
        facts(model).forEach(properties::putIfAbsent);
        return fitting(properties);
    }

    private static String hours(long millis) {
        double hours = millis / MILLIS_PER_HOUR;
        return hours == Math.rint(hours) ? Long.toString((long) hours) : String.format(Locale.ROOT, "%.2f", hours);
    }

    @SuppressWarnings("unchecked") // the file holds texts by name
    private static Map<String, String> facts(ModelPackage model) {
        return model.has(FACTS_FILE) ? Json.read(model.file(FACTS_FILE), LinkedHashMap.class, FACTS_FILE) : Map.of();
    }

    /** The first 50 that say something. */
    private static Map<String, String> fitting(Map<String, String> properties) {
        Map<String, String> fitting = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            String plain =
                    value.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", " ").strip();
            if (!plain.isEmpty() && fitting.size() < MOST) {
                fitting.put(name, plain.substring(0, Math.min(plain.length(), LONGEST)));
            }
        });
        return fitting;
    }

    /** A text in the allowed signs; a sign that is not allowed, and {@code =} itself, is written {@code =E2} byte by byte. */
    private static String exact(String what, String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char sign = (char) Byte.toUnsignedInt(each);
            boolean plain = sign < 128 && (Character.isLetterOrDigit(sign) || "_.:/+-@".indexOf(sign) >= 0);
            escaped.append(plain ? String.valueOf(sign) : String.format(Locale.ROOT, "=%02X", (int) sign));
        }
        if (escaped.length() > LONGEST) {
            throw MillwrightException.configuration("the " + what + " '" + text
                    + "' is too long for SageMaker, which keeps " + LONGEST + " letters; give a shorter --run-id");
        }
        return escaped.toString();
    }

    /** What {@link #of} was given under a name; empty where the package was not registered by Millwright. */
    static Optional<String> read(Map<String, String> properties, String name) {
        return Optional.ofNullable(properties.get(name)).map(PackageProperties::unescaped);
    }

    private static String unescaped(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '=') {
                bytes[length++] = (byte) Integer.parseInt(text.substring(at + 1, at + 3), 16);
                at += 2;
            } else {
                bytes[length++] = (byte) text.charAt(at);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
