package io.millwright.features.text;

import java.io.Serializable;
import java.util.List;

/**
 * Which features there are of technicians' notes, in the order of the columns.
 *
 * @param lexicon the words that are known, but for the names of the components
 * @param modes failure modes that are counted
 * @param components that are counted
 * @param actions that are counted
 * @param windowsMs of the counts, ascending
 * @param windowNames beside them
 * @param cycles whether time is a cycle counter, so that times are in cycles
 */
@SuppressWarnings("ArrayRecordComponent") // A primitive array, never shared for writing, as in the other plans.
public record TextPlan(
        NoteLexicon lexicon,
        List<String> modes,
        List<String> components,
        List<String> actions,
        long[] windowsMs,
        List<String> windowNames,
        boolean cycles)
        implements Serializable {

    /** The words that notes are read by. */
    public NoteLexicon words() {
        return lexicon.naming(components);
    }
}
