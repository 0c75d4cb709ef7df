package io.millwright.features.store;

import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A lake's one feature group of two features, what a store should say of it, and a store that stops on the way. */
final class ExportedReadings {

    static final int MACHINES = 3;
    static final int MOMENTS = 9;
    static final List<String> FEATURES = List.of("heat__24h__mean", "load__24h__sd");

    private static final Instant START = Instant.parse("2026-01-30T18:00:00Z");

    record Reading(int machine, int moment, double heat, Double load) {

        Instant at(Duration every) {
            return START.plus(every.multipliedBy(moment));
        }
    }

    private ExportedReadings() {}

    /** Hours on both sides of midnight and of the end of a month; load is missing in places, and the last row has no numbers. */
    static List<Reading> readings() {
        Random random = new Random(5);
        List<Reading> readings = new ArrayList<>();
        for (int machine = 0; machine < MACHINES; machine++) {
            for (int moment = 0; moment < MOMENTS; moment++) {
                readings.add(new Reading(
                        machine, moment, random.nextGaussian(), random.nextBoolean() ? random.nextDouble() : null));
            }
        }
        readings.set(readings.size() - 1, new Reading(2, MOMENTS - 1, Double.NaN, Double.NEGATIVE_INFINITY));
        return readings;
    }

    static void write(Lake lake, List<Reading> readings, Duration every) {
        List<Row> rows = readings.stream()
                .map(reading -> RowFactory.create(
                        "m-" + reading.machine(),
                        Timestamp.from(reading.at(every)),
                        reading.heat(),
                        reading.load(),
                        "pump"))
                .toList();
        var table = FeatureGroups.table(FeatureGroups.TIME_DOMAIN, FEATURES);
        lake.overwrite(lake.spark().createDataFrame(rows, table.schema()), table, Map.of());
    }

    /** These features, and one that can never be computed. */
    static void catalogue(Lake lake, List<String> features) {
        List<Row> rows = new ArrayList<>();
        for (String feature : features) {
            rows.add(entry(feature, null, rows.size()));
        }
        rows.add(entry("never", "too slowly sampled", rows.size()));
        lake.overwrite(lake.spark().createDataFrame(rows, FeatureCatalogue.SCHEMA), FeatureCatalogue.TABLE, Map.of());
    }

    private static Row entry(String name, String reason, int position) {
        return RowFactory.create(
                name, FeatureGroups.TIME_DOMAIN, "", "", null, "", "1", null, "mean", "heat", reason, position);
    }

    /** The group as the documented queries should read it from a store. */
    static List<String> table(Lake lake) {
        return texts(lake.read(FeatureGroups.TIME_DOMAIN), "date_format(as_of, \"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\")");
    }

    /** What a query reads from a store. */
    static List<String> read(Lake lake, String query) {
        return texts(lake.spark().sql(query), "as_of");
    }

    private static List<String> texts(Dataset<Row> rows, String asOf) {
        String number = "if(isnan(%1$s) or abs(%1$s) = double('infinity'), null, %1$s)";
        return rows
                .selectExpr("equipment_id", asOf, number.formatted(FEATURES.get(0)), number.formatted(FEATURES.get(1)))
                .collectAsList()
                .stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** @param left puts that still succeed; the next one never ends, and those after it succeed */
    record Stopping(StoreFolder folder, AtomicInteger left) implements StoreFolder {

        @Override
        public String uri(String name) {
            return folder.uri(name);
        }

        @Override
        public void put(String name, byte[] content) {
            if (left.getAndDecrement() == 0) {
                throw new Stopped();
            }
            folder.put(name, content);
        }

        @Override
        public Optional<byte[]> find(String name) {
            return folder.find(name);
        }
    }
}
