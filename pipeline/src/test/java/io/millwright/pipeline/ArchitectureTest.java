package io.millwright.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of the README's code map: which room may know which. */
class ArchitectureTest {

    private static final JavaClasses MILLWRIGHT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.millwright");

    /** Packages of the room features that compute what a machine beside a device computes too. */
    private static final List<String> OF_A_MACHINE =
            List.of("context", "own", "peer", "regime", "relation", "rollup", "text", "tile", "waveform", "window");

    private static final Map<String, Set<String>> MAY_KNOW = mayKnow();

    private static Map<String, Set<String>> mayKnow() {
        Map<String, Set<String>> arrows = new HashMap<>();
        arrows.put("lake", Set.of());
        arrows.put("evaluation", Set.of());
        arrows.put("quality", Set.of("lake"));
        arrows.put("etl", Set.of("lake", "quality"));
        arrows.put("features", Set.of("lake"));
        arrows.put("fleet", Set.of("evaluation"));
        arrows.put("training", Set.of("lake", "features", "evaluation"));
        arrows.put("worklist", Set.of("lake", "evaluation"));
        arrows.put("aws", Set.of("lake", "features", "training"));
        arrows.put(
                "pipeline",
                Set.of("lake", "evaluation", "quality", "etl", "features", "fleet", "training", "worklist", "aws"));
        return arrows;
    }

    static List<String> rooms() {
        return MAY_KNOW.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void a_room_knows_only_the_rooms_its_arrows_point_to(String room) {
        Set<String> forbidden = new HashSet<>(MAY_KNOW.keySet());
        forbidden.removeAll(MAY_KNOW.get(room));
        forbidden.remove(room);
        if (forbidden.isEmpty()) {
            return;
        }

        noClasses()
                .that()
                .resideInAPackage(everythingIn(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        forbidden.stream().map(ArchitectureTest::everythingIn).toArray(String[]::new))
                .allowEmptyShould(true)
                .check(MILLWRIGHT);
    }

    @Test
    void every_class_lives_in_a_room() {
        classes()
                .should()
                .resideInAnyPackage(
                        rooms().stream().map(ArchitectureTest::everythingIn).toArray(String[]::new))
                .check(MILLWRIGHT);
    }

    @Test
    void rooms_that_hold_code_were_looked_at() {
        assertThat(rooms()).allMatch(room -> MILLWRIGHT.stream()
                .anyMatch(type -> type.getPackageName().startsWith("io.millwright." + room)));
    }

    @Test
    void only_generate_and_grade_know_the_simulated_fleet() {
        noClasses()
                .that()
                .resideInAPackage("io.millwright.pipeline..")
                .and()
                .doNotHaveFullyQualifiedName("io.millwright.pipeline.jobs.GenerateJob")
                .and()
                .doNotHaveFullyQualifiedName("io.millwright.pipeline.GradeCommand")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millwright.fleet..")
                .check(MILLWRIGHT);
    }

    @Test
    void no_job_but_demo_calls_grade() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.millwright.pipeline.Main")
                .and()
                .doNotHaveFullyQualifiedName("io.millwright.pipeline.DemoCommand")
                .and()
                .doNotHaveFullyQualifiedName("io.millwright.pipeline.GradeCommand")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.millwright.pipeline.GradeCommand")
                .check(MILLWRIGHT);
    }

    @Test
    void only_the_aws_room_knows_the_aws_sdk() {
        onlyIn("aws", "software.amazon.awssdk..", "com.amazonaws..").check(MILLWRIGHT);
    }

    @Test
    void evaluation_has_not_heard_of_spark() {
        noClasses()
                .that()
                .resideInAPackage(everythingIn("evaluation"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.spark..")
                .check(MILLWRIGHT);
    }

    /** How old a file is, is asked of the clock; what data say, never. */
    @Test
    void what_computes_features_of_a_machine_has_not_heard_of_spark() {
        noClasses()
                .that()
                .resideInAnyPackage(OF_A_MACHINE.stream()
                        .map(part -> "io.millwright.features." + part + "..")
                        .toArray(String[]::new))
                .or()
                .haveNameMatching(
                        "io\\.millwright\\.features\\."
                                + "(LiveMachine|LivePlan|FleetSummary|MachineRows|Cutting|SeriesChunk|MachineEntry|FeatureRow)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "io.delta..", "scala..")
                .check(MILLWRIGHT);
    }

    @Test
    void only_maintain_reads_the_clock() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.millwright.pipeline.MaintainCommand")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MILLWRIGHT);
    }

    @Test
    void a_wrong_arrow_is_found() {
        ArchRule wrong = noClasses()
                .that()
                .resideInAPackage(everythingIn("pipeline"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(everythingIn("lake"));

        assertThat(wrong.evaluate(MILLWRIGHT).hasViolation()).isTrue();
    }

    private static ArchRule onlyIn(String room, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(everythingIn(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static String everythingIn(String room) {
        return "io.millwright." + room + "..";
    }
}
