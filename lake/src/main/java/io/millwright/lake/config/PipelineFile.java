package io.millwright.lake.config;

import io.millwright.lake.MillwrightException;
import io.millwright.lake.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

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

    static PipelineConfig parse(String yaml, String file, Map<String, String> environment, Optional<String> out) {
        YamlNode root = new YamlNode(compose(yaml, file), file, "", environment);
        return PipelineReader.read(root, file, Sha256.hex(root.canonicalWithout("aws")), out);
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
