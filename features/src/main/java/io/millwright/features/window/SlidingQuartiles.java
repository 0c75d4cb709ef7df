package io.millwright.features.window;

import io.millwright.features.tile.Bins;
import io.millwright.features.tile.Moments;
import io.millwright.features.tile.Quartiles;
import io.millwright.features.tile.RunningBins;
import io.millwright.features.window.MachineFeatures.Knowledge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Quartiles of one window length as {@code as_of} moves forward: tiles are put in when they are over or arrive and taken out
 * when they leave the window, so each costs two updates whatever the length of the window.
 */
final class SlidingQuartiles {

    private final List<KnownTile> inTime;
    private final List<KnownTile> late;
    private final List<KnownTile> lateInside = new ArrayList<>();
    private final RunningBins bins;
    private final long length;
    private final boolean deviates;
    private int entered;
    private int left;
    private int arrived;

    /**
     * @param bins empty, able to hold the bins of the whole history
     * @param length of the window in tiles
     * @param deviates whether some statistic asks for the median absolute deviation
     * @param knowledge as corrected, late pieces enter with their tile, as if they had come in time
     */
    SlidingQuartiles(SensorHistory history, RunningBins bins, long length, boolean deviates, Knowledge knowledge) {
        boolean corrected = knowledge == Knowledge.AS_CORRECTED;
        this.inTime = corrected
                ? Stream.concat(history.inTime().stream(), history.late().stream())
                        .sorted(Comparator.comparingLong(piece -> piece.tile().index()))
                        .toList()
                : history.inTime();
        this.late = corrected
                ? List.of()
                : history.late().stream()
                        .sorted(Comparator.comparingLong(KnownTile::knownMs))
                        .toList();
        this.bins = bins;
        this.length = length;
        this.deviates = deviates;
    }

    static RunningBins binsOf(SensorHistory history) {
        List<Bins> all = new ArrayList<>();
        history.inTime().forEach(piece -> all.add(piece.tile().bins()));
        history.late().forEach(piece -> all.add(piece.tile().bins()));
        return RunningBins.over(all);
    }

    /** Quartiles of tiles {@code [end - length, end)}; ends and moments must not go back from call to call. */
    Quartiles at(long end, long knownByMs, Moments moments) {
        moveTo(end, knownByMs);
        return deviates
                ? bins.quartilesAndDeviation(moments.min(), moments.max())
                : bins.quartiles(moments.min(), moments.max());
    }

    private void moveTo(long end, long knownByMs) {
        long start = end - length;
        while (entered < inTime.size() && inTime.get(entered).tile().index() < end) {
            bins.add(inTime.get(entered++).tile().bins());
        }
        while (left < entered && inTime.get(left).tile().index() < start) {
            bins.remove(inTime.get(left++).tile().bins());
        }
        lateInside.removeIf(piece -> {
            boolean out = piece.tile().index() < start;
            if (out) {
                bins.remove(piece.tile().bins());
            }
            return out;
        });
        while (arrived < late.size() && late.get(arrived).knownMs() <= knownByMs) {
            KnownTile piece = late.get(arrived++);
            if (piece.tile().index() >= start) {
                bins.add(piece.tile().bins());
                lateInside.add(piece);
            }
        }
    }
}
