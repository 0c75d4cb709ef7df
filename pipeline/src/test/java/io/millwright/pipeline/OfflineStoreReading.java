package io.millwright.pipeline;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import io.millwright.features.store.FeatureGroup;
import io.millwright.features.table.FeatureCatalogue;
import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.Lake;
import io.millwright.lake.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** The offline store of an emulated AWS, read back as {@code docs/aws.md} says, against the tables of the lake it was filled from. */
final class OfflineStoreReading {

    private static final Pattern QUERY = Pattern.compile("(?s)```sql\n(.*?)```");
    private static final String TABLE = "sagemaker_featurestore.<table of the group>";

    private final Emulator emulator;
    private final Lake lake;
    private final String query;

    private OfflineStoreReading(Emulator emulator, Lake lake, String query) {
        this.emulator = emulator;
        this.lake = lake;
        this.query = query;
    }

    /** Requires of every feature group of a lake that its store gives back the table's rows, each with each of its values. */
    static void requireTablesOf(String lake, Emulator emulator, String prefix) throws IOException {
        OfflineStoreReading reading = new OfflineStoreReading(
                emulator, Lake.open(TestSpark.session(), lake, "reading"), query(Path.of("../docs/aws.md")));
        List<FeatureGroup> groups = reading.groups(prefix);
        assertThat(groups).isNotEmpty();
        groups.forEach(reading::requireTable);
    }

    private static String query(Path docs) throws IOException {
        Matcher block = QUERY.matcher(Files.readString(docs));
        assertThat(block.find()).isTrue();
        assertThat(block.group(1)).contains(TABLE);
        return block.group(1).replace(TABLE, "offline");
    }

    /** Those with a feature that could be computed. */
    private List<FeatureGroup> groups(String prefix) {
        return FeatureGroups.ALL.stream()
                .filter(lake::has)
                .filter(table -> !features(table).isEmpty())
                .map(table -> FeatureGroup.of(prefix, table, lake.read(table).schema(), features(table)))
                .toList();
    }

    private List<String> features(String table) {
        return lake
                .read(FeatureCatalogue.TABLE)
                .filter(col(FeatureCatalogue.GROUP)
                        .equalTo(table)
                        .and(col(FeatureCatalogue.REASON).isNull()))
                .orderBy(FeatureCatalogue.POSITION)
                .select(FeatureCatalogue.NAME)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private void requireTable(FeatureGroup group) {
        TestSpark.session().read().parquet(data(group)).createOrReplaceTempView("offline");
        Column[] columns =
                group.features().stream().map(feature -> quoted(feature.name())).toArray(Column[]::new);
        Dataset<Row> stored = TestSpark.session().sql(query).select(columns);
        Dataset<Row> table = lake.read(group.table())
                .select(group.features().stream()
                        .map(OfflineStoreReading::asStored)
                        .toArray(Column[]::new));

        assertThat(texts(stored)).as(group.name()).isNotEmpty().isEqualTo(texts(table));
    }

    private String data(FeatureGroup group) {
        return emulator.sageMaker()
                .describeFeatureGroup(request -> request.featureGroupName(group.name()))
                .offlineStoreConfig()
                .s3StorageConfig()
                .resolvedOutputS3Uri();
    }

    /** Moments as text; no NaN and no infinity. */
    private static Column asStored(FeatureGroup.Feature feature) {
        Column value = quoted(feature.name());
        if (feature.name().equals(FeatureGroups.AS_OF)) {
            return date_format(value, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        }
        return switch (feature.type()) {
            case INTEGRAL -> value.cast(DataTypes.LongType);
            case FRACTIONAL -> {
                Column number = value.cast(DataTypes.DoubleType);
                yield when(not(isnan(number).or(abs(number).equalTo(Double.POSITIVE_INFINITY))), number);
            }
            case STRING -> value.cast(DataTypes.StringType);
        };
    }

    private static Column quoted(String name) {
        return col("`" + name + "`");
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }
}
