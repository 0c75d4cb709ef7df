package io.millwright.etl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;

/** Drives a sink over a task's rows, and hands over what it gathered whenever it is full; so memory stays bounded. */
final class LandedIterator implements Iterator<Landed> {

    private final Iterator<InternalRow> rows;
    private final RecordSink sink;
    private final Deque<Landed> ready = new ArrayDeque<>();
    private boolean ended;

    LandedIterator(Iterator<InternalRow> rows, RecordSink sink) {
        this.rows = rows;
        this.sink = sink;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !ended) {
            fill();
        }
        return !ready.isEmpty();
    }

    private void fill() {
        ReadingsJudge judge = sink.judge();
        while (rows.hasNext() && !judge.isFull()) {
            sink.accept(rows.next());
        }
        ended = !rows.hasNext();
        ready.addAll(judge.drain());
    }

    @Override
    public Landed next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more landed readings");
        }
        return ready.removeFirst();
    }
}
