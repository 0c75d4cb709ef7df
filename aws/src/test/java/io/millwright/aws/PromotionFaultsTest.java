package io.millwright.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.millwright.aws.testing.Emulator;
import io.millwright.lake.MillwrightException.Category;
import io.millwright.training.matrix.Json;
import io.millwright.training.registry.ModelPackage;
import io.millwright.training.registry.ModelRegistry;
import io.millwright.training.registry.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An approval and a promotion of which any call that changes something fails once; then they are tried again. */
class PromotionFaultsTest {

    private static final Emulator EMULATOR = Emulator.started();
    private static final String BUCKET = EMULATOR.bucket();

    /** An approval, the stage of the champion before, the champion's file, the stage of the new one. */
    private static final int CALLS = 4;

    @TempDir
    private Path folder;

    private ModelPackage model;

    @BeforeEach
    void a_package() throws IOException {
        Map<String, byte[]> files = Map.of("failure/t/xgboost-model.json", "{}".getBytes(StandardCharsets.UTF_8));
        Path given = Files.createDirectories(folder.resolve("given"));
        Path file = given.resolve(ModelPackage.MODEL_FOLDER).resolve("failure/t/xgboost-model.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");
        Files.write(given.resolve(ModelPackage.MANIFEST_FILE), Json.readable(Manifests.of(files)));
        model = ModelPackage.open(given, "");
    }

    private ModelRegistry opened(URI address, String group) {
        return AwsDoor.open(Specs.registry(address, group, BUCKET))
                .registry(folder.resolve("loaded"))
                .orElseThrow();
    }

    /** Version 1 is champion, version 2 waits. */
    private ModelRegistry prepared(String group) {
        ModelRegistry registry = opened(EMULATOR.address(), group);
        registry.register(model, "run-1");
        registry.register(model, "run-2");
        registry.approve("1", "the first");
        registry.setChampion("1", "the first");
        return registry;
    }

    private static void promote(ModelRegistry registry) {
        registry.approve("2", "better");
        registry.setChampion("2", "better");
    }

    @Test
    void what_is_asked_for_is_as_the_description_of_the_api_says() {
        try (BrokenLine line = new BrokenLine(EMULATOR.address())) {
            String group = Emulator.fresh("pumps");
            prepared(group);

            promote(opened(line.address(), group));
            opened(line.address(), Emulator.fresh("pumps")).register(model, "run-1");

            assertThat(line.arrived("CreateModelPackageGroup")).singleElement().satisfies(request -> assertThat(
                            Emulator.violations("sagemaker", "CreateModelPackageGroup", request))
                    .isEmpty());
            // Of the version that was registered, and of the promotion all but the champion's file.
            assertThat(line.arrived("UpdateModelPackage")).hasSize(CALLS).allSatisfy(request -> assertThat(
                            Emulator.violations("sagemaker", "UpdateModelPackage", request))
                    .isEmpty());
        }
    }

    /** Without a category: the client itself tries again. */
    @ParameterizedTest
    @CsvSource({
        "BEFORE, 403, AccessDeniedException, CONFIGURATION",
        "BEFORE, 400, ExpiredTokenException, SERVICE",
        "AFTER, 400, ExpiredTokenException, SERVICE",
        "BEFORE, 400, ThrottlingException,",
        "AFTER, 500, InternalFailure,",
    })
    void whichever_call_fails_a_retry_ends_as_if_none_had(
            BrokenLine.Break kind, int status, String code, @Nullable Category category) {
        try (BrokenLine line = new BrokenLine(EMULATOR.address())) {
            for (int call = 1; call <= CALLS; call++) {
                String group = Emulator.fresh("pumps");
                ModelRegistry direct = prepared(group);
                ModelRegistry there = opened(line.address(), group);
                line.breaks(call, kind, status, code);

                Throwable failure = catchThrowable(() -> promote(there));

                assertThat(line.isBroken()).as("call %d", call).isTrue();
                assertThat(BrokenLine.category(failure)).as("%s", failure).isEqualTo(category);
                assertThat(direct.champion().map(ModelVersion::version))
                        .as("never none")
                        .isPresent();
                promote(there);
                assertThat(direct.champion().orElseThrow()).isEqualTo(direct.get("2"));
                assertThat(direct.get("2").reason()).isEqualTo("better");
                assertThat(stages(line)).isEqualTo(Map.of("1", "Approved", "2", "Champion"));
            }
        }
    }

    /** By version, as it was last said. */
    private static Map<String, String> stages(BrokenLine line) {
        Map<String, String> stages = new TreeMap<>();
        for (JsonNode said : line.requests("UpdateModelPackage")) {
            String arn = said.path("ModelPackageArn").asText();
            stages.put(
                    arn.substring(arn.lastIndexOf('/') + 1),
                    said.at("/ModelLifeCycle/StageStatus").asText());
        }
        return stages;
    }
}
