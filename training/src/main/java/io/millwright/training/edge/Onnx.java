package io.millwright.training.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Messages of ONNX's protocol buffer, by their field numbers: the few that a model of trees needs.
 *
 * @see "onnx/onnx.proto3 of ONNX 1.17: ModelProto, GraphProto, NodeProto, AttributeProto, ValueInfoProto"
 */
final class Onnx {

    private static final int FLOAT = 1;

    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRING = 3;
    private static final int ATTRIBUTE_FLOATS = 6;
    private static final int ATTRIBUTE_INTS = 7;
    private static final int ATTRIBUTE_STRINGS = 8;

    private Onnx() {}

    /** Writes the fields of one message. */
    interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * A model of one graph.
     *
     * @param imports set of operators to its version
     * @param notes pairs of key and text, kept as metadata
     */
    static byte[] model(byte[] graph, List<Domain> imports, List<Note> notes) {
        return message(out -> {
            out.writeInt64(1, 8);
            out.writeString(2, "millwright");
            out.writeByteArray(7, graph);
            for (Domain domain : imports) {
                out.writeByteArray(8, message(set -> {
                    set.writeString(1, domain.name());
                    set.writeInt64(2, domain.version());
                }));
            }
            for (Note note : notes) {
                out.writeByteArray(14, message(pair -> {
                    pair.writeString(1, note.key());
                    pair.writeString(2, note.text());
                }));
            }
        });
    }

    /** A set of operators; the standard one has no name. */
    record Domain(String name, long version) {}

    record Note(String key, String text) {}

    static byte[] graph(String name, List<byte[]> nodes, byte[] input, byte[] output) {
        return message(out -> {
            for (byte[] node : nodes) {
                out.writeByteArray(1, node);
            }
            out.writeString(2, name);
            out.writeByteArray(11, input);
            out.writeByteArray(12, output);
        });
    }

    static byte[] node(String operator, String domain, String input, String output, List<byte[]> attributes) {
        return message(out -> {
            out.writeString(1, input);
            out.writeString(2, output);
            out.writeString(4, operator);
            for (byte[] attribute : attributes) {
                out.writeByteArray(5, attribute);
            }
            out.writeString(7, domain);
        });
    }

    /** Rows of single-precision numbers, as many as one likes. */
    static byte[] rows(String name, int width) {
        byte[] any = message(dimension -> dimension.writeString(2, "rows"));
        byte[] wide = message(dimension -> dimension.writeInt64(1, width));
        byte[] shape = message(out -> {
            out.writeByteArray(1, any);
            out.writeByteArray(1, wide);
        });
        byte[] tensor = message(out -> {
            out.writeInt32(1, FLOAT);
            out.writeByteArray(2, shape);
        });
        return message(out -> {
            out.writeString(1, name);
            out.writeByteArray(2, message(type -> type.writeByteArray(1, tensor)));
        });
    }

    static byte[] attribute(String name, long value) {
        return attribute(name, ATTRIBUTE_INT, out -> out.writeInt64(3, value));
    }

    static byte[] attribute(String name, String value) {
        return attribute(name, ATTRIBUTE_STRING, out -> out.writeBytes(4, text(value)));
    }

    static byte[] floats(String name, List<Float> values) {
        return attribute(name, ATTRIBUTE_FLOATS, out -> {
            for (float value : values) {
                out.writeFloat(7, value);
            }
        });
    }

    static byte[] ints(String name, List<Long> values) {
        return attribute(name, ATTRIBUTE_INTS, out -> {
            for (long value : values) {
                out.writeInt64(8, value);
            }
        });
    }

    static byte[] strings(String name, List<String> values) {
        return attribute(name, ATTRIBUTE_STRINGS, out -> {
            for (String value : values) {
                out.writeBytes(9, text(value));
            }
        });
    }

    private static byte[] attribute(String name, int type, Fields value) {
        return message(out -> {
            out.writeString(1, name);
            value.write(out);
            out.writeEnum(20, type);
        });
    }

    private static ByteString text(String value) {
        return ByteString.copyFrom(value, StandardCharsets.UTF_8);
    }
}
