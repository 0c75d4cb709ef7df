package io.millwright.etl;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** When the records of a landing file arrived, and how many of them lie where no ingest has taken them. */
final class FileArrivals implements Serializable {

    private final ArrivalSpan[] open;
    private final long[] openFirstMs;
    private final long[] openLastMs;
    private final long[] openRecords;
    private long records;
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private long firstTakenMs = Long.MAX_VALUE;

    /** @param open where no ingest has taken a record of the file, this one included; no two overlap */
    FileArrivals(List<ArrivalSpan> open) {
        this.open = open.toArray(new ArrivalSpan[0]);
        this.openFirstMs = new long[this.open.length];
        this.openLastMs = new long[this.open.length];
        this.openRecords = new long[this.open.length];
        Arrays.fill(openFirstMs, Long.MAX_VALUE);
        Arrays.fill(openLastMs, Long.MIN_VALUE);
    }

    /** A record that was known then. */
    void add(long knownMs) {
        records++;
        firstMs = Math.min(firstMs, knownMs);
        lastMs = Math.max(lastMs, knownMs);
        for (int i = 0; i < open.length; i++) {
            if (knownMs >= open[i].firstMs() && knownMs <= open[i].lastMs()) {
                openRecords[i]++;
                openFirstMs[i] = Math.min(openFirstMs[i], knownMs);
                openLastMs[i] = Math.max(openLastMs[i], knownMs);
                return;
            }
        }
        firstTakenMs = Math.min(firstTakenMs, knownMs);
    }

    /** These and those of another part of the same file. */
    FileArrivals and(FileArrivals other) {
        FileArrivals both = new FileArrivals(List.of(open));
        both.take(this);
        both.take(other);
        return both;
    }

    private void take(FileArrivals part) {
        records += part.records;
        firstMs = Math.min(firstMs, part.firstMs);
        lastMs = Math.max(lastMs, part.lastMs);
        firstTakenMs = Math.min(firstTakenMs, part.firstTakenMs);
        for (int i = 0; i < open.length; i++) {
            openRecords[i] += part.openRecords[i];
            openFirstMs[i] = Math.min(openFirstMs[i], part.openFirstMs[i]);
            openLastMs[i] = Math.max(openLastMs[i], part.openLastMs[i]);
        }
    }

    /** Of two readings of the same part of a file, the one that came further. */
    FileArrivals orFuller(FileArrivals again) {
        return again.records > records ? again : this;
    }

    ArrivalSpan span() {
        return new ArrivalSpan(firstMs, lastMs);
    }

    /** Known time of the first record an ingest has taken; the greatest number where there is none. */
    long firstTakenMs() {
        return firstTakenMs;
    }

    List<Untaken> untaken() {
        List<Untaken> untaken = new ArrayList<>();
        for (int i = 0; i < open.length; i++) {
            if (openRecords[i] > 0) {
                untaken.add(new Untaken(new ArrivalSpan(openFirstMs[i], openLastMs[i]), openRecords[i]));
            }
        }
        return untaken;
    }
}
