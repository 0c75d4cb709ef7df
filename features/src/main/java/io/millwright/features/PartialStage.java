package io.millwright.features;

import io.millwright.features.Slices.Slice;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.PartialFeatures;
import io.millwright.lake.Lake;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Which rows have a feature that not all have, see {@link PartialFeatures}. */
final class PartialStage {

    private final Lake lake;
    private final FeaturePlan plan;
    private final FeatureVersions definitions;

    PartialStage(Lake lake, FeaturePlan plan, FeatureVersions definitions) {
        this.lake = lake;
        this.plan = plan;
        this.definitions = definitions;
    }

    /** Rows in {@code (afterMs, toMs]}; null where it is open. */
    private record Part(@Nullable Long afterMs, @Nullable Long toMs) {

        private static final Part ALL = new Part(null, null);

        static Part from(long afterMs) {
            return new Part(afterMs, null);
        }

        /** Once rows of a slice have the feature. */
        Part having(Slice slice) {
            boolean isPreceded = afterMs != null && slice.afterMs() < afterMs && afterMs <= slice.toMs();
            return isPreceded || toMs != null ? from(slice.afterMs()) : this;
        }

        /** Once rows behind a moment have it no more. */
        Part until(long lastMs) {
            return new Part(afterMs, toMs == null ? lastMs : Math.min(toMs, lastMs));
        }

        Row row(String name, String group) {
            return RowFactory.create(name, group, timestamp(afterMs), timestamp(toMs));
        }

        private static @Nullable Timestamp timestamp(@Nullable Long ms) {
            return ms == null ? null : new Timestamp(ms);
        }
    }

    /** @param written rows of an interval; empty where all rows were written */
    void write(Optional<Slice> written) {
        List<Row> rows = written.map(this::rows).orElse(List.of());
        if (!rows.isEmpty() || lake.has(PartialFeatures.TABLE)) {
            lake.overwrite(
                    lake.spark().createDataFrame(rows, PartialFeatures.SCHEMA).coalesce(1),
                    PartialFeatures.TABLE,
                    Map.of());
        }
    }

    private List<Row> rows(Slice written) {
        Map<String, Part> before = before();
        Set<String> added = new HashSet<>(definitions.added());
        List<Row> rows = new ArrayList<>();
        for (FeaturePlan.Group group : plan.groups()) {
            for (String name : group.columns()) {
                Part part = added.contains(name)
                        ? Part.from(written.afterMs())
                        : before.getOrDefault(name, Part.ALL).having(written);
                if (!part.equals(Part.ALL)) {
                    rows.add(part.row(name, group.name()));
                }
            }
        }
        for (Row gone : definitions.gone()) {
            String name = gone.getAs(FeatureCatalogue.NAME);
            Part part = before.getOrDefault(name, Part.ALL).until(written.afterMs());
            rows.add(part.row(name, gone.getAs(FeatureCatalogue.GROUP)));
        }
        return rows;
    }

    private Map<String, Part> before() {
        Map<String, Part> parts = new HashMap<>();
        if (lake.has(PartialFeatures.TABLE)) {
            for (Row row : lake.read(PartialFeatures.TABLE).collectAsList()) {
                parts.put(
                        row.getAs(PartialFeatures.NAME),
                        new Part(ms(row.getAs(PartialFeatures.AFTER)), ms(row.getAs(PartialFeatures.TO))));
            }
        }
        return parts;
    }

    private static @Nullable Long ms(@Nullable Timestamp moment) {
        return moment == null ? null : moment.getTime();
    }
}
