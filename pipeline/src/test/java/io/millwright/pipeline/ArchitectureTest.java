package io.millwright.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.functions;
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

    private static final DescribedPredicate<JavaAccess<?>> READS_THE_CLOCK =
            DescribedPredicate.describe("read the clock", ArchitectureTest::readsTheClock);

    private static boolean readsTheClock(JavaAccess<?> access) {
        String name = access.getName();
        return switch (access.getTargetOwner().getFullName()) {
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.util.Date" ->
                access instanceof JavaCodeUnitAccess<?> made
                        && name.equals("<init>")
                        && made.getTarget().getRawParameterTypes().isEmpty();
            case "java.time.Clock" -> true;
            case "org.apache.spark.sql.functions" ->
                Set.of("current_timestamp", "current_date", "now", "curdate", "localtimestamp")
                                .contains(name)
                        || access instanceof JavaCodeUnitAccess<?> called
                                && name.equals("unix_timestamp")
                                && called.getTarget().getRawParameterTypes().isEmpty();
            default ->
                name.equals("now") && access.getTargetOwner().getPackageName().equals("java.time");
        };
    }

    private static Map<String, Set<String>> mayKnow() {
        Map<String, Set<String>> arrows = new HashMap<>();
        arrows.put("lake", Set.of());
        arrows.put("evaluation", Set.of());
        arrows.put("quality", Set.of("lake"));
        arrows.put("etl", Set.of("lake"));
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
                .check(MILLWRIGHT);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void every_arrow_is_one_that_some_class_needs(String room) {
        Set<String> known = MILLWRIGHT.stream()
                .filter(type -> resideIn(room, type.getPackageName()))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .flatMap(target -> rooms().stream().filter(other -> resideIn(other, target)))
                .collect(Collectors.toSet());

        assertThat(known).containsAll(MAY_KNOW.get(room));
    }

    private static boolean resideIn(String room, String packageName) {
        return (packageName + ".").startsWith("io.millwright." + room + ".");
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

    /** How old a file is, is asked of the clock; what data say, never. */
    @Test
    void only_maintain_reads_the_clock() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.millwright.pipeline.MaintainCommand")
                .should()
                .accessTargetWhere(READS_THE_CLOCK)
                .check(MILLWRIGHT);
    }

    @Test
    void whoever_reads_a_clock_is_found() {
        JavaClasses readers = new ClassFileImporter().importClasses(ReadsClocks.class);

        EvaluationResult found =
                noClasses().should().accessTargetWhere(READS_THE_CLOCK).evaluate(readers);

        assertThat(found.getFailureReport().getDetails()).hasSize(ReadsClocks.CLOCKS.size());
    }

    /** The ways to the clock, each once, and none of those that need it not. */
    private static final class ReadsClocks {
        private static final List<Supplier<?>> CLOCKS = List.of(
                Instant::now,
                LocalDate::now,
                () -> LocalDateTime.now(ZoneOffset.UTC),
                ZonedDateTime::now,
                OffsetDateTime::now,
                Clock::systemUTC,
                System::currentTimeMillis,
                Date::new,
                functions::current_timestamp,
                functions::current_date,
                functions::now,
                () -> functions.unix_timestamp());

        private static final List<Supplier<?>> NO_CLOCKS = List.of(
                System::nanoTime, () -> new Date(0), () -> functions.unix_timestamp(functions.lit("2025-01-01")));
    }

    @Test
    void benchmarks_know_only_the_rooms_they_time() throws IOException {
        Pattern named = Pattern.compile("\\bio\\.millwright\\.(\\w+)");
        Set<String> known = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("../benchmarks/src"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                named.matcher(Files.readString(file)).results().forEach(room -> known.add(room.group(1)));
            }
        }

        assertThat(known).containsExactly("benchmarks", "etl", "evaluation", "features", "lake", "training");
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
