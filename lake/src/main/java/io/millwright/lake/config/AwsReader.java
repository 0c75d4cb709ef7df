package io.millwright.lake.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code aws} section. What a service would refuse later is refused here, with the line. */
final class AwsReader {

    private static final Pattern LOCATION = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");
    private static final String DEFAULT_INSTANCE = "ml.m5.large";
    private static final int MOST_TAGS = 50;

    private AwsReader() {}

    static AwsSpec aws(Optional<YamlNode> section) {
        if (section.isEmpty()) {
            return AwsSpec.none();
        }
        YamlNode node = section.get()
                .allowing(
                        "endpoint",
                        "kms_key",
                        "tags",
                        "registry",
                        "feature_store",
                        "metrics",
                        "notifications",
                        "events");
        return new AwsSpec(
                node.optional("endpoint").map(AwsReader::endpoint),
                node.optional("kms_key")
                        .map(key -> matching(key, "[a-zA-Z0-9:/_-]{1,2048}", "the id, ARN or alias/NAME of a key")),
                node.optional("tags").map(AwsReader::tags).orElse(Map.of()),
                node.optional("registry").map(AwsReader::registry),
                node.optional("feature_store").map(AwsReader::featureStore),
                node.optional("metrics")
                        .map(metrics -> metrics.allowing("namespace").required("namespace"))
                        .map(name ->
                                matching(name, "(?!AWS/)[0-9A-Za-z.\\-_/#]{1,255}", "a namespace such as Millwright")),
                node.optional("notifications")
                        .map(notifications -> notifications.allowing("topic").required("topic"))
                        .map(topic -> matching(
                                topic,
                                "arn:[a-z0-9-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}",
                                "the ARN of a standard SNS topic, as arn:aws:sns:REGION:ACCOUNT:NAME")),
                node.optional("events")
                        .map(events -> events.allowing("bus").required("bus"))
                        .map(bus -> matching(
                                bus,
                                "[A-Za-z0-9._/:-]{1,1600}",
                                "the name or ARN of an event bus, for example default")));
    }

    private static URI endpoint(YamlNode node) {
        String text = matching(node, "https?://[A-Za-z0-9.\\[\\]:-]+/?", "an address such as http://localhost:5000");
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw node.error("'" + text + "' is not an address; write it as http://localhost:5000");
        }
    }

    private static Map<String, String> tags(YamlNode node) {
        Map<String, String> tags = new TreeMap<>();
        node.entries().forEach((key, value) -> {
            if (!key.matches("(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}")) {
                throw value.error(
                        "'" + key + "' cannot be a tag; use letters, digits, blanks and _.:/=+-@, and not aws:");
            }
            tags.put(key, matching(value, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}", "a value of a tag"));
        });
        if (tags.size() > MOST_TAGS) {
            throw node.error(tags.size() + " tags are more than AWS allows; keep " + MOST_TAGS);
        }
        return tags;
    }

    private static AwsSpec.Registry registry(YamlNode node) {
        node.allowing("group", "location", "image", "instance_types", "lineage", "experiments");
        Matcher location = location(node.required("location"));
        return new AwsSpec.Registry(
                matching(
                        node.required("group"),
                        "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
                        "the name of a model package group; use letters, digits and single -, 63 at most"),
                location.group(1),
                folder(Optional.ofNullable(location.group(2)).orElse("")),
                image(node.required("image")),
                node.optional("instance_types")
                        .map(types -> types.list().stream()
                                .map(type -> matching(type, "ml\\.[a-z0-9.-]+", "an instance type such as ml.m5.large"))
                                .toList())
                        .orElse(List.of(DEFAULT_INSTANCE)),
                node.optional("lineage").map(YamlNode::flag).orElse(true),
                node.optional("experiments").map(YamlNode::flag).orElse(true));
    }

    private static AwsSpec.FeatureStore featureStore(YamlNode node) {
        node.allowing("prefix", "location", "role", "table_format", "online");
        return new AwsSpec.FeatureStore(
                matching(
                        node.required("prefix"),
                        "(?=.{1,40}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*",
                        "the beginning of names of feature groups; use letters, digits and single -, 40 at most"),
                location(node.required("location")).group().replaceFirst("/+$", ""),
                matching(
                        node.required("role"),
                        "arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}",
                        "the ARN of a role, as arn:aws:iam::ACCOUNT:role/NAME"),
                node.optional("table_format")
                        .map(format -> format.constant(AwsSpec.TableFormat.class))
                        .orElse(AwsSpec.TableFormat.GLUE),
                node.optional("online").map(YamlNode::flag).orElse(false));
    }

    private static Matcher location(YamlNode node) {
        Matcher location = LOCATION.matcher(node.string());
        if (!location.matches()) {
            throw node.error("'" + node.string() + "' is not a place in S3; write it as s3://bucket/folder");
        }
        return location;
    }

    private static String folder(String key) {
        String plain = key.replaceFirst("/+$", "");
        return plain.isEmpty() ? "" : plain + "/";
    }

    /** A container that changes under a registered model would change its scores. */
    private static String image(YamlNode node) {
        String image = matching(
                node,
                "(?=.{1,255}$)[a-z0-9][A-Za-z0-9._/-]*(:[A-Za-z0-9._-]+)?(@sha256:[0-9a-f]{64})?",
                "a container image; give registry, name and version");
        String version = image.substring(image.lastIndexOf('/') + 1);
        if (!version.contains(":") || version.endsWith(":latest")) {
            throw node.error("'" + image
                    + "' names no version; pin it by digest, as NAME@sha256:..., or by a tag that is" + " not latest");
        }
        return image;
    }

    private static String matching(YamlNode node, String pattern, String what) {
        String text = node.string();
        if (!text.matches(pattern)) {
            throw node.error("'" + text + "' is not " + what);
        }
        return text;
    }
}
