package io.millwright.pipeline.evaluate;

import io.millwright.evaluation.LooksLedger;
import io.millwright.features.table.Labels;
import io.millwright.features.table.RulLabels;
import io.millwright.features.table.TrainingSet;
import io.millwright.lake.Lake;
import io.millwright.lake.Sha256;
import io.millwright.lake.config.PipelineConfig;
import io.millwright.training.CodeHash;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What tells two looks at a test apart, the rows that train among it. */
final class LookKeys {

    private LookKeys() {}

    /** Of this lake's training set and labels, this configuration and this code. Costs one pass over the rows. */
    static LooksLedger.Run of(Lake lake, PipelineConfig config) {
        List<String> tables = List.of(TrainingSet.NAME, Labels.TABLE.name(), RulLabels.TABLE.name());
        return new LooksLedger.Run(ofRows(lake, tables), config.hash(), CodeHash.ofTraining());
    }

    /** The same as one text. */
    static String text(LooksLedger.Run run) {
        return Sha256.hex(run.trainingSetHash() + run.configurationHash() + run.trainingCodeHash());
    }

    /** A hash of the rows of tables, whatever their order or partitioning. */
    private static String ofRows(Lake lake, List<String> tables) {
        StringBuilder hashes = new StringBuilder();
        for (String table : tables) {
            if (lake.has(table)) {
                hashes.append(table).append(':').append(sum(lake.read(table))).append(' ');
            }
        }
        return Sha256.hex(hashes.toString());
    }

    private static String sum(Dataset<Row> rows) {
        Column[] columns = Arrays.stream(rows.columns())
                .filter(name -> !name.equals("run_id"))
                .sorted()
                .map(name -> functions.col("`" + name + "`"))
                .toArray(Column[]::new);
        Row total = rows.select(
                        functions.xxhash64(columns).cast("decimal(38,0)").as("hash"))
                .agg(functions.sum("hash"), functions.count(functions.lit(1)))
                .first();
        BigDecimal sum = total.isNullAt(0) ? BigDecimal.ZERO : total.getDecimal(0);
        return sum.toPlainString() + "/" + total.getLong(1);
    }
}
