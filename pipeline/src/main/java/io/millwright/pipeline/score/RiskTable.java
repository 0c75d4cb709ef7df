package io.millwright.pipeline.score;

import io.millwright.lake.TableSpec;
import io.millwright.worklist.RollUp;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The table {@code risks}: a row is one component, machine, system, site or the fleet at one {@code as_of}, see {@link RollUp}; names below
 * its level are empty text.
 */
final class RiskTable {

    static final String AS_OF = "as_of";

    static final StructType SCHEMA = new StructType()
            .add(AS_OF, DataTypes.TimestampType, false)
            .add("level", DataTypes.StringType, false)
            .add("site", DataTypes.StringType, false)
            .add("system", DataTypes.StringType, false)
            .add("equipment_id", DataTypes.StringType, false)
            .add("component", DataTypes.StringType, false)
            .add("p_fail", DataTypes.DoubleType, false)
            .add("machines", DataTypes.IntegerType, false)
            .add("expected_machines", DataTypes.DoubleType, false);

    static final TableSpec TABLE = new TableSpec(
            "risks", SCHEMA, List.of(), List.of(AS_OF, "level", "site", "system", "equipment_id", "component"));

    private RiskTable() {}

    static List<Row> rows(List<RollUp.Risk> risks, Instant asOf) {
        return risks.stream()
                .map(risk -> RowFactory.create(
                        Timestamp.from(asOf),
                        WorklistTable.word(risk.place().level()),
                        risk.place().site(),
                        risk.place().system(),
                        risk.place().equipmentId(),
                        risk.place().component(),
                        risk.pFail(),
                        risk.machines(),
                        risk.expectedMachines()))
                .toList();
    }
}
