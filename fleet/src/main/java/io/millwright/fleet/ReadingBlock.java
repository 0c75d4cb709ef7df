package io.millwright.fleet;

import java.util.HashMap;
import java.util.Map;

/**
 * Rows of scalar readings of one machine, as they are delivered. Times are microseconds since 1970 UTC; values are
 * {@code [sensor][row]}, NaN where nothing was delivered.
 */
final class ReadingBlock {
    final String equipmentId;
    final long[] eventMicros;
    final long[] receivedMicros;
    final double[][] values;

    /** Rows that never arrive. */
    final boolean[] lost;

    /** Text in place of a number, by row * sensors + sensor. */
    final Map<Integer, String> text = new HashMap<>();

    final int rows;

    ReadingBlock(String equipmentId, int rows) {
        this.equipmentId = equipmentId;
        this.rows = rows;
        eventMicros = new long[rows];
        receivedMicros = new long[rows];
        values = new double[Sensor.ALL.length][rows];
        lost = new boolean[rows];
    }

    /** The rows of {@code [from, to)} once more, under the same or another machine's name, received later. */
    ReadingBlock again(String id, int from, int to, long laterMicros) {
        ReadingBlock copy = new ReadingBlock(id, to - from);
        for (int row = from; row < to; row++) {
            copy.eventMicros[row - from] = eventMicros[row];
            copy.receivedMicros[row - from] = receivedMicros[row] + laterMicros;
            copy.lost[row - from] = lost[row];
            for (Sensor sensor : Sensor.ALL) {
                copy.values[sensor.index][row - from] = values[sensor.index][row];
                String instead = text.get(cell(row, sensor));
                if (instead != null) {
                    copy.text.put(cell(row - from, sensor), instead);
                }
            }
        }
        return copy;
    }

    static int cell(int row, Sensor sensor) {
        return row * Sensor.ALL.length + sensor.index;
    }
}
