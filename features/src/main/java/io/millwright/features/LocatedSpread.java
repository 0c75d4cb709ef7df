package io.millwright.features;

import io.millwright.features.regime.RegimeFit.Spread;
import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/**
 * A spread and where it comes from, so that spreads are merged in one order.
 *
 * @param position of its chunk among those of the machine
 */
record LocatedSpread(String equipmentId, int position, Spread spread)
        implements Serializable, Comparable<LocatedSpread> {

    private static final Comparator<LocatedSpread> ORDER = Comparator.comparing(LocatedSpread::equipmentId)
            .thenComparing(item -> item.spread().sensor())
            .thenComparingInt(LocatedSpread::position)
            .thenComparingInt(item -> item.spread().regime());

    @Override
    public int compareTo(LocatedSpread that) {
        return ORDER.compare(this, that);
    }

    /** All spreads of a sensor in one partition. */
    static final class BySensor extends Partitioner {

        private static final long serialVersionUID = 1;

        private final int partitions;

        BySensor(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            return Math.floorMod(((LocatedSpread) key).spread().sensor().hashCode(), partitions);
        }
    }
}
