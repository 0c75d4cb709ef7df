package io.millwright.features.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millwright.features.table.FeatureGroups;
import io.millwright.lake.MillwrightException;
import io.millwright.lake.MillwrightException.Category;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a feature group may be like. */
class FeatureGroupTest {

    private static FeatureGroup group(List<String> features) {
        return FeatureGroup.of(
                "pumps",
                FeatureGroups.TIME_DOMAIN,
                FeatureGroups.table(FeatureGroups.TIME_DOMAIN, features).schema(),
                features);
    }

    @Test
    void its_first_features_are_the_machine_and_the_moment() {
        FeatureGroup group = group(List.of("heat__24h__mean"));

        assertThat(group.name()).isEqualTo("pumps-time-domain");
        assertThat(group.features())
                .containsExactly(
                        new FeatureGroup.Feature("equipment_id", FeatureType.STRING),
                        new FeatureGroup.Feature("as_of", FeatureType.STRING),
                        new FeatureGroup.Feature("heat__24h__mean", FeatureType.FRACTIONAL));
    }

    @ParameterizedTest
    @CsvSource({
        "tinyint, INTEGRAL",
        "smallint, INTEGRAL",
        "int, INTEGRAL",
        "bigint, INTEGRAL",
        "float, FRACTIONAL",
        "double, FRACTIONAL",
        "string, STRING",
        "timestamp, STRING"
    })
    void types_are_mapped(String spark, FeatureType expected) {
        assertThat(FeatureType.of("x", DataType.fromDDL(spark))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"boolean", "'decimal(10,2)'", "array<double>", "date"})
    void a_type_the_store_does_not_have_is_refused(String spark) {
        assertThatThrownBy(() -> FeatureGroup.of(
                        "pumps",
                        FeatureGroups.CONTEXT,
                        new StructType()
                                .add("equipment_id", DataTypes.StringType)
                                .add("as_of", DataTypes.TimestampType)
                                .add("odd", DataType.fromDDL(spark)),
                        List.of("odd")))
                .isInstanceOf(MillwrightException.class)
                .hasMessageContaining("odd")
                .hasMessageContaining(spark);
    }

    @ParameterizedTest
    @CsvSource({
        "write_time, keeps that name for itself",
        "api_invocation_time, keeps that name for itself",
        "is_deleted, keeps that name for itself",
        "Year, keeps that name for itself",
        "month, keeps that name for itself",
        "day, keeps that name for itself",
        "hour, keeps that name for itself",
        "temp_event_time_col, keeps that name for itself",
        "heat_, takes letters",
        "_heat, takes letters",
        "Wärme, takes letters",
        "a1234567890123456789012345678901234567890123456789012345678901234, at most 64",
        "AS_OF, differs from as_of"
    })
    void a_name_no_store_takes_is_refused(String feature, String why) {
        assertThatThrownBy(() -> group(List.of(feature)))
                .isInstanceOfSatisfying(
                        MillwrightException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFIGURATION))
                .hasMessageContaining("'" + feature + "'")
                .hasMessageContaining(why);
    }

    @Test
    void more_features_than_a_group_holds_are_refused() {
        List<String> most = IntStream.range(0, FeatureGroup.MOST_FEATURES - 2)
                .mapToObj(i -> "f" + i)
                .toList();
        List<String> more = IntStream.range(0, FeatureGroup.MOST_FEATURES - 1)
                .mapToObj(i -> "f" + i)
                .toList();

        assertThat(group(most).features()).hasSize(FeatureGroup.MOST_FEATURES);
        assertThatThrownBy(() -> group(more)).hasMessageContaining("2501").hasMessageContaining("at most 2500");
    }
}
