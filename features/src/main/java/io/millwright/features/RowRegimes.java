package io.millwright.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.millwright.features.regime.RegimeModel;
import io.millwright.features.table.Regimes;
import io.millwright.lake.Lake;
import io.millwright.lake.config.FeatureSpec;
import io.millwright.lake.table.Series;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/** The operating regime machines were in at given moments: the one nearest to the last reading of each setting before. */
public final class RowRegimes {

    private static final String MACHINE = Series.EQUIPMENT_ID;
    private static final String AT = "at_ms";
    private static final String ASKED = "asked";

    private RowRegimes() {}

    /**
     * By machine, then moment in milliseconds; a moment before the first reading of a setting is missing. Costs one shuffle of all
     * readings of the settings.
     *
     * @param moments rows with {@code equipment_id} and {@code as_of}
     */
    public static Map<String, Map<Long, Integer>> of(Lake lake, FeatureSpec.Regimes spec, Dataset<Row> moments) {
        RegimeModel places = places(lake, spec.settings());
        WindowSpec before =
                Window.partitionBy(MACHINE).orderBy(col(AT), col(ASKED).desc());
        Column[] settings = spec.settings().stream()
                .map(name -> functions
                        .last(functions.when(col(Series.SENSOR).equalTo(name), col(Series.VALUE)), true)
                        .over(before)
                        .as(name))
                .toArray(Column[]::new);
        Column[] columns = Stream.concat(Stream.of(col(MACHINE), col(AT), col(ASKED)), Stream.of(settings))
                .toArray(Column[]::new);
        Map<String, Map<Long, Integer>> found = new HashMap<>();
        for (Row row : asked(moments)
                .unionByName(readings(lake, spec.settings()))
                .select(columns)
                .filter(col(ASKED))
                .collectAsList()) {
            double[] values = values(row, spec.settings().size());
            if (values.length > 0) {
                found.computeIfAbsent(row.getString(0), any -> new HashMap<>())
                        .put(row.getLong(1), places.regime(values));
            }
        }
        return found;
    }

    private static Dataset<Row> asked(Dataset<Row> moments) {
        return moments.select(
                        col(MACHINE),
                        functions.expr("unix_millis(as_of)").as(AT),
                        lit(true).as(ASKED),
                        lit(null).cast("string").as(Series.SENSOR),
                        lit(null).cast("double").as(Series.VALUE))
                .distinct();
    }

    private static Dataset<Row> readings(Lake lake, List<String> settings) {
        Column values = functions.coalesce(col(Series.CLEAN), col(Series.VALUE)).as(Series.VALUE);
        return lake.read(Series.TABLE)
                .filter(col(Series.SENSOR).isin(settings.toArray()))
                .select(
                        col(MACHINE),
                        col(Series.SENSOR),
                        col(Series.CHUNK_START),
                        functions
                                .explode(functions.arrays_zip(col(Series.OFFSET_MS), values))
                                .as("reading"))
                .select(
                        col(MACHINE),
                        functions
                                .expr("unix_millis(chunk_start)")
                                .plus(col("reading." + Series.OFFSET_MS))
                                .as(AT),
                        lit(false).as(ASKED),
                        col(Series.SENSOR),
                        functions
                                .nanvl(col("reading." + Series.VALUE), lit(null))
                                .as(Series.VALUE));
    }

    /** The places alone, from the table, which has centres in the settings' own units. A setting it does not know places nothing. */
    private static RegimeModel places(Lake lake, List<String> settings) {
        double[] scale = new double[settings.size()];
        Arrays.fill(scale, Double.POSITIVE_INFINITY);
        SortedMap<Integer, double[]> centres = new TreeMap<>();
        lake.read(Regimes.TABLE)
                .where(col(Regimes.ROLE)
                        .equalTo("setting")
                        .and(col(Regimes.SENSOR).isin(settings.toArray())))
                .select(Regimes.REGIME, Regimes.SENSOR, Regimes.CENTRE, Regimes.SCALE)
                .collectAsList()
                .forEach(row -> {
                    int setting = settings.indexOf(row.getString(1));
                    scale[setting] = row.getDouble(3);
                    centres.computeIfAbsent(row.getInt(0), any -> new double[settings.size()])[setting] =
                            row.getDouble(2);
                });
        return new RegimeModel(
                settings, scale, centres.values().toArray(double[][]::new), Map.of(), Map.of(), Map.of());
    }

    private static double[] values(Row row, int settings) {
        double[] values = new double[settings];
        for (int i = 0; i < settings; i++) {
            if (row.isNullAt(3 + i)) {
                return new double[0];
            }
            values[i] = row.getDouble(3 + i);
        }
        return values;
    }
}
