package io.millwright.pipeline.report;

import io.millwright.evaluation.Estimate;
import io.millwright.lake.Lake;
import io.millwright.pipeline.evaluate.FabricatedFleet;
import io.millwright.pipeline.evaluate.ResultFiles;
import io.millwright.pipeline.score.WorkListFile;
import io.millwright.training.table.Scores;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A work list and a drift report as {@code score} and {@code monitor} would leave them, on the fabricated fleet. */
final class FabricatedList {

    private static final Instant AS_OF = FabricatedFleet.START.plus(Duration.ofDays(FabricatedFleet.DAYS));

    private FabricatedList() {}

    static void write(Path out) {
        ResultFiles.write(out.resolve("worklist.json"), list());
        ResultFiles.write(out.resolve("drift.json"), drift());
    }

    /** Two lists that scored the same row of the first machine: the later one says 0.25. */
    static void listed(Lake lake, Instant asOf) {
        List<Row> rows = List.of(score(asOf, asOf, 0.5), score(asOf.plus(Duration.ofHours(6)), asOf, 0.25));
        lake.overwrite(lake.spark().createDataFrame(rows, Scores.SCHEMA).coalesce(1), Scores.TABLE, Map.of());
    }

    private static Row score(Instant scoredFor, Instant asOf, double p) {
        scala.collection.Map<String, Double> said =
                scala.collection.JavaConverters.mapAsScalaMap(Map.of("fails_in_1_to_3d", p));
        return RowFactory.create(
                Timestamp.from(scoredFor),
                FabricatedFleet.machine(0),
                Timestamp.from(asOf),
                "site-1",
                "conveyor",
                "1",
                said,
                said,
                scala.collection.JavaConverters.mapAsScalaMap(Map.of()),
                "",
                "",
                null,
                null,
                null,
                new String[0]);
    }

    private static WorkListFile list() {
        List<WorkListFile.Row> rows = new ArrayList<>();
        rows.add(row(
                1,
                "do",
                "high",
                "worsened",
                4,
                0.91,
                20,
                List.of(
                        "bearing temperature 14 degC above this machine's normal of 63 degC for 3 days",
                        "vibration 4.9 mm/s, this machine's normal is 2.2 mm/s")));
        rows.add(row(2, "do", "high", "new", 9, 0.74, 30, List.of("vibration rising by 0.4 mm/s a day for 5 days")));
        rows.add(row(
                3,
                "do",
                "medium",
                "ongoing",
                14,
                0.41,
                60,
                List.of("bearing temperature 6 degC above this machine's normal")));
        rows.add(row(
                4,
                "left undone",
                "medium",
                "new",
                17,
                0.36,
                70,
                List.of("vibration 3.4 mm/s, this machine's normal is 2.3 mm/s")));
        rows.add(row(
                0,
                "already planned",
                "low",
                "already planned",
                3,
                0.55,
                40,
                List.of("hours since belt replaced: 2,160")));
        rows.add(row(0, "cleared", "info", "cleared", 20, 0.03, 700, List.of()));
        rows.add(row(
                0,
                "no readings",
                "info",
                "no readings",
                22,
                Double.NaN,
                Double.NaN,
                List.of("no readings since 2025-03-01T00:00:00Z")));
        rows.add(row(
                0,
                "unusual",
                "info",
                "unusual",
                21,
                Double.NaN,
                Double.NaN,
                List.of("unusual for this machine: anomaly score 0.960, alerts begin at 0.910, most by vibration")));
        List<WorkListFile.Health> health = new ArrayList<>();
        String[] types = {"conveyor", "sorter", "air_compressor"};
        for (int m = 0; m < FabricatedFleet.MACHINES; m++) {
            double p = m == 4
                    ? 0.91
                    : m == 9 ? 0.74 : m == 14 ? 0.41 : m == 17 ? 0.36 : m == 3 ? 0.55 : 0.01 + (m * 37 % 17) / 90.0;
            health.add(new WorkListFile.Health(
                    FabricatedFleet.machine(m),
                    "site-" + (m % 2 + 1),
                    types[m % 3],
                    100 * (1 - p),
                    m % 2 == 0 ? "bearing" : "belt",
                    p,
                    Map.of("bearing", 100 * (1 - p), "belt", 96.0)));
        }
        return new WorkListFile(
                AS_OF,
                "3",
                "xgboost",
                false,
                false,
                "fails_in_1_to_3d",
                72,
                24,
                0.3,
                rows,
                List.of(
                        new WorkListFile.SiteLoad("site-1", 88, 24, 14, 0, 0),
                        new WorkListFile.SiteLoad("site-2", 79, 24, 24, 6, 66_000)),
                health,
                List.of(
                        new WorkListFile.GroupRisk("system", "site-1", "line-1", 4, 0.93, 1.2),
                        new WorkListFile.GroupRisk("site", "site-1", "", 12, 0.98, 2.1),
                        new WorkListFile.GroupRisk("fleet", "", "", 24, 0.99, 4.4)));
    }

    private static WorkListFile.Row row(
            int rank,
            String decision,
            String tier,
            String status,
            int machine,
            double p,
            double life,
            List<String> reasons) {
        boolean work = decision.equals("do");
        return new WorkListFile.Row(
                rank,
                decision,
                tier,
                status,
                "site-" + (machine % 2 + 1),
                FabricatedFleet.machine(machine),
                "conveyor",
                machine % 2 == 0 ? "bearing" : "belt",
                machine % 2 == 0 ? "bearing_wear" : "belt_wear",
                tier,
                100 * (1 - p),
                p,
                72,
                0.5 * life,
                life,
                2.2 * life,
                reasons,
                machine % 2 == 0 ? "replace the bearing" : "retension the belt",
                6,
                "bearing 6310",
                12,
                work ? AS_OF.plus(Duration.ofHours(30)) : null,
                work ? AS_OF.plus(Duration.ofHours(22)) : null,
                p * 180_000);
    }

    private static Map<String, Object> trigger(String name, boolean fired, double value, double limit, String why) {
        return Map.of("name", name, "fired", fired, "asks", fired, "value", value, "limit", limit, "why", why);
    }

    private static List<Map<String, Object>> past() {
        List<Map<String, Object>> past = new ArrayList<>();
        for (int run = 0; run < 8; run++) {
            for (String feature : List.of("vibration__24h__stat0", "temperature__7d__stat1")) {
                past.add(Map.of(
                        "feature",
                        feature,
                        "to",
                        AS_OF.minus(Duration.ofDays(7L * (8 - run))).toString(),
                        "wasserstein_scaled",
                        0.05 * run,
                        "drifted",
                        run > 5));
            }
        }
        return past;
    }

    /** The last of which has no alert. */
    private static List<Map<String, Object>> months() {
        List<Map<String, Object>> months = new ArrayList<>();
        for (int month = 0; month < 3; month++) {
            months.add(Map.of(
                    "model_version",
                    "3",
                    "from",
                    FabricatedFleet.START.plus(Duration.ofDays(31L * month)).toString(),
                    "rows",
                    720,
                    "failures",
                    9 + month,
                    "expected_rows",
                    17.5,
                    "observed_over_expected",
                    new Estimate(1.1 + 0.2 * month, 0.6, 1.9, 9 + month),
                    "event_precision",
                    month < 2 ? new Estimate(0.8, 0.6, 0.9, 12) : Estimate.undefined()));
        }
        return months;
    }

    private static Map<String, Object> drift() {
        List<Map<String, Object>> features = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            features.add(Map.of(
                    "feature",
                    (i % 2 == 0 ? "vibration__24h__" : "temperature__7d__") + "stat" + i,
                    "sensor",
                    "vibration",
                    "psi",
                    0.9 / (i + 1),
                    "psi_limit",
                    0.4,
                    "wasserstein",
                    1.0 / (i + 2),
                    "wasserstein_scaled",
                    1.4 / (i + 1),
                    "drifted",
                    i < 2));
        }
        Map<String, Object> stretch =
                Map.of("from", FabricatedFleet.START.toString(), "to", AS_OF.toString(), "machines", 24);
        List<Map<String, Object>> rates = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Instant from = FabricatedFleet.START.plus(Duration.ofDays(28L * i));
            rates.add(Map.of(
                    "from",
                    from.toString(),
                    "to",
                    from.plus(Duration.ofDays(28)).toString(),
                    "target",
                    "fails_in_1_to_3d",
                    "rate",
                    0.03 + 0.004 * i,
                    "n",
                    600));
        }
        Map<String, Object> drift = new TreeMap<>(Map.of("judged", 24, "fewest_together", 3));
        drift.putAll(Map.of(
                "reference",
                stretch,
                "current",
                stretch,
                "features",
                features,
                "past",
                past(),
                "segments",
                List.of(
                        Map.of(
                                "by",
                                "site",
                                "segment",
                                "a site with a name so long that a small screen has to cut it somewhere",
                                "machines",
                                12,
                                "judged",
                                24,
                                "drifted",
                                1,
                                "farthest",
                                List.of(features.get(0))),
                        Map.of(
                                "by",
                                "type",
                                "segment",
                                "sorter",
                                "machines",
                                8,
                                "judged",
                                24,
                                "drifted",
                                0,
                                "farthest",
                                List.of())),
                "label_rate",
                rates,
                "quality",
                List.of(),
                "retraining",
                Map.of("asked", true, "by", List.of("drift")),
                "triggers",
                List.of(
                        trigger("drift", true, 0.25, 0.2, "6 of 24 features drifted"),
                        trigger("new_failures", false, 12, 30, "12 failures since 2025-03-01")),
                "track_record",
                Map.of("matured_until", AS_OF.toString(), "recent", List.of(), "months", months())));
        return drift;
    }
}
