package io.millwright.lake.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The keys {@code encoding}, {@code decimal} and {@code missing} of a source. */
final class NotationReader {

    private static final byte[] LINE_END = {'\n'};

    private NotationReader() {}

    static Source.Notation notation(YamlNode source, Source.Format format) {
        if (format != Source.Format.CSV) {
            for (String key : List.of("encoding", "decimal")) {
                source.optional(key).ifPresent(given -> {
                    throw given.error("only files of format csv may be written in several ways; leave it out");
                });
            }
        }
        return new Source.Notation(
                source.optional("encoding").map(NotationReader::encoding).orElse(StandardCharsets.UTF_8),
                source.optional("decimal").map(NotationReader::decimal).orElse('.'),
                source.optional("missing").map(YamlNode::strings).orElse(List.of()));
    }

    private static Charset encoding(YamlNode node) {
        Charset charset;
        try {
            charset = Charset.forName(node.string());
        } catch (IllegalArgumentException e) {
            throw node.error(
                    "'" + node.string() + "' is not an encoding; use a name such as UTF-8, ISO-8859-1 or windows-1252");
        }
        if (!charset.canEncode() || !Arrays.equals("\n".getBytes(charset), LINE_END)) {
            throw node.error("files in " + node.string() + " are not read, their lines do not end as those of other"
                    + " text; convert them to UTF-8");
        }
        return charset;
    }

    private static char decimal(YamlNode node) {
        String sign = node.string();
        if (!Set.of(".", ",").contains(sign)) {
            throw node.error("'" + sign + "' parts no decimals; use '.' or ','");
        }
        return sign.charAt(0);
    }
}
