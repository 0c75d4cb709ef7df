package io.millwright.lake;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the rows of a commit were made from: it stands in the commit's note beside the run.
 *
 * @param inputs versions by table
 * @param definition what else decides the rows, as text without quotes; empty for nothing that is told
 */
public record Origin(Map<String, Long> inputs, String definition) {

    private static final Pattern RUN = Pattern.compile("\"run_id\":\"([^\"]*)\"");
    private static final Pattern INPUTS = Pattern.compile("\"inputs\":\\{([^}]*)\\}");
    private static final Pattern INPUT = Pattern.compile("\"([^\"]*)\":(\\d+)");
    private static final Pattern DEFINITION = Pattern.compile("\"definition\":\"([^\"]*)\"");

    public Origin {
        inputs = Map.copyOf(inputs);
    }

    public static Origin of(Map<String, Long> inputs) {
        return new Origin(inputs, "");
    }

    String note(String runId) {
        StringBuilder note = new StringBuilder("{\"run_id\":\"").append(runId).append("\",\"inputs\":{");
        String separator = "";
        for (Map.Entry<String, Long> input : new TreeMap<>(inputs).entrySet()) {
            note.append(separator)
                    .append('"')
                    .append(input.getKey())
                    .append("\":")
                    .append(input.getValue());
            separator = ",";
        }
        note.append('}');
        return (definition.isEmpty()
                        ? note
                        : note.append(",\"definition\":\"").append(definition).append('"'))
                .append('}')
                .toString();
    }

    /** Of a commit's note; empty where it is none of a lake's. */
    static Optional<Origin> read(String note) {
        Matcher found = INPUTS.matcher(note);
        if (!found.find()) {
            return Optional.empty();
        }
        Map<String, Long> inputs = new TreeMap<>();
        Matcher input = INPUT.matcher(found.group(1));
        while (input.find()) {
            inputs.put(input.group(1), Long.valueOf(input.group(2)));
        }
        Matcher definition = DEFINITION.matcher(note);
        return Optional.of(new Origin(inputs, definition.find() ? definition.group(1) : ""));
    }

    /** The run of a commit's note; empty where it is none of a lake's. */
    static Optional<String> runId(String note) {
        Matcher run = RUN.matcher(note);
        return run.find() ? Optional.of(run.group(1)) : Optional.empty();
    }
}
