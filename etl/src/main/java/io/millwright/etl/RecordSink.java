package io.millwright.etl;

import org.apache.spark.sql.catalyst.InternalRow;

/** Takes the rows of a task one after the other and judges them. */
interface RecordSink {

    /** Judges one row; the row may be reused afterwards. */
    void accept(InternalRow row);

    ReadingsJudge judge();
}
