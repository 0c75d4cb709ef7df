package io.millwright.etl;

import java.io.Serializable;

/**
 * Records of one landing file that lie side by side and that no ingest has taken, because none has asked for their interval since
 * they are there.
 *
 * @param span from the first to the last of them; no other record of the file is in it
 */
record Untaken(ArrivalSpan span, long records) implements Serializable {}
