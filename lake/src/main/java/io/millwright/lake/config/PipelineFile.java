package io.millwright.lake.config;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads {@code pipeline.yaml} into a {@link PipelineConfig}, or says in one sentence why it cannot. */
public final class PipelineFile {

    private PipelineFile() {}

    /**
     * Reads and validates a pipeline file.
     *
     * @param out overrides where lake, registry and results go ({@code --out}); empty keeps what the file says
     */
    public static PipelineConfig read(Path file, Map<String, String> environment, Optional<Path> out) {
        return readFor(file, environment, out.map(Path::toString));
    }

    /** The same with results at any {@link Place}. */
    public static PipelineConfig readFor(Path file, Map<String, String> environment, Optional<String> out) {
        return parse(text(file), file.toString(), environment, out);
    }

    /**
     * The same as if the file said otherwise in some places, to try things; what is then wrong is told as of any file.
     *
     * @param changes by dotted key, for example {@code costs.unplanned} or {@code targets.failure.0.minimum_lead}; a key the file does
     *     not have is added
     */
    public static PipelineConfig readWith(
            Path file, Map<String, String> environment, Optional<String> out, Map<String, ?> changes) {
        Yaml yaml = new Yaml(new LoaderOptions());
        Node root = compose(text(file), file.toString());
        new TreeMap<>(changes).forEach((key, value) -> put(root, key, yaml.represent(value), file));
        StringWriter changed = new StringWriter();
        yaml.serialize(root, changed);
        return parse(changed.toString(), file.toString(), environment, out);
    }

    private static void put(Node node, String key, Node value, Path file) {
        String first = key.split("\\.", 2)[0];
        String rest = key.substring(Math.min(key.length(), first.length() + 1));
        if (node instanceof SequenceNode list) {
            List<Node> entries = list.getValue();
            int at = first.matches("[0-9]{1,4}") ? Integer.parseInt(first) : entries.size();
            if (at >= entries.size()) {
                throw MillwrightException.configuration(file + " has a list of " + entries.size() + " where '" + key
                        + "' is to be changed; give a number below that");
            }
            if (rest.isEmpty()) {
                entries.set(at, value);
            } else {
                put(entries.get(at), rest, value, file);
            }
        } else if (node instanceof MappingNode section) {
            put(section, first, rest, value, file);
        } else {
            throw MillwrightException.configuration(
                    file + " has a plain value where '" + key + "' is to be changed; give the key of a section");
        }
    }

    private static void put(MappingNode section, String first, String rest, Node value, Path file) {
        List<NodeTuple> entries = section.getValue();
        for (int i = 0; i < entries.size(); i++) {
            NodeTuple entry = entries.get(i);
            if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(first)) {
                if (rest.isEmpty()) {
                    entries.set(i, new NodeTuple(name, value));
                } else {
                    put(entry.getValueNode(), rest, value, file);
                }
                return;
            }
        }
        MappingNode inner = new MappingNode(Tag.MAP, new ArrayList<>(), DumperOptions.FlowStyle.BLOCK);
        if (!rest.isEmpty()) {
            put(inner, rest, value, file);
        }
        entries.add(new NodeTuple(
                new ScalarNode(Tag.STR, first, null, null, DumperOptions.ScalarStyle.PLAIN),
                rest.isEmpty() ? value : inner));
    }

    static PipelineConfig parse(String yaml, String file, Map<String, String> environment, Optional<String> out) {
        YamlNode root = new YamlNode(compose(yaml, file), file, "", environment);
        return PipelineReader.read(root, file, Sha256.hex(root.canonicalWithout("aws", "monitoring")), out);
    }

    private static String text(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MillwrightException.configuration(file + " is not a text file in UTF-8; give a pipeline file (YAML)");
        } catch (IOException e) {
            throw MillwrightException.configuration("the pipeline file " + file
                    + (Files.isDirectory(file) ? " is a folder" : " cannot be read")
                    + "; give the path of a YAML file with --config, for example examples/demo-fleet.yaml");
        }
    }

    private static Node compose(String yaml, String file) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
            if (!(root instanceof MappingNode)) {
                throw MillwrightException.configuration(
                        file
                                + ": this is not a pipeline file: it has no keys such as landing, sensors and targets at its top");
            }
            return root;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw MillwrightException.configuration(file + ":" + line + ": this is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw MillwrightException.configuration(file + ": this is not YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable"));
        }
    }
}
