package io.millwright.worklist;

import java.time.Instant;

/**
 * A machine that has sent nothing for so long that nothing is foretold of it.
 *
 * @param since its last readings are of about then
 */
public record SilentMachine(String site, String equipmentId, Instant since) {}
