package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millwright.aws.testing.Emulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The way of a new user: a fresh clone of what is committed, and in it the commands of {@code docs/aws.md}, "Without an account", as they
 * stand there but for the port. They build, start the emulator, generate and run the fleet of the example, approve and promote its model, and
 * score with it.
 */
@Tag("full")
class NewUserIT {

    private static final Path FOLDER = Path.of("target/new-user").toAbsolutePath();
    private static final Path CHECKOUT = FOLDER.resolve("millwright");
    private static final Pattern COMMANDS = Pattern.compile("(?s)\n## Without an account\n.*?```\n(.*?)```");
    private static final String END = "all commands are done";

    private static Child shell;
    private static Emulator emulator;
    private static Map<String, String> screens;

    @BeforeAll
    static void go_the_documented_way() throws Exception {
        SmallFleet.delete(FOLDER);
        Child.requireDone(Child.start(
                new ProcessBuilder("git", "clone", "--quiet", "..", CHECKOUT.toString()), FOLDER.resolve("clone.txt")));
        int port = freePort();
        emulator = Emulator.at(URI.create("http://127.0.0.1:" + port));
        shell = typed(commands(port));
        shell.awaitOnScreen("\n" + END);
        screens = byCommand(Files.readString(shell.screen()));
        EmulatedS3.pointHadoopTo(emulator.address());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String commands(int port) throws IOException {
        Matcher block = COMMANDS.matcher(Files.readString(CHECKOUT.resolve("docs/aws.md")));
        assertThat(block.find()).isTrue();
        assertThat(block.group(1)).contains("--port 5555 ");
        return block.group(1).replace("--port 5555 ", "--port " + port + " ");
    }

    /** In a shell that stops at the first failure, says each command first, and keeps the emulator until its input ends. */
    private static Child typed(String commands) throws IOException {
        String script = "trap 'kill $(jobs -p)' EXIT\n" + commands + "{ echo " + END + "; read -r _; } 2>/dev/null\n";
        ProcessBuilder bash = new ProcessBuilder("bash", "-ex", "-c", script).directory(CHECKOUT.toFile());
        bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
        bash.environment().put("MILLWRIGHT_AWS_ENDPOINT", emulator.address().toString());
        return Child.start(bash, FOLDER.resolve("screen.txt"));
    }

    /** What each job printed, by its name, and of {@code models} by what it does. */
    private static Map<String, String> byCommand(String screen) {
        return Arrays.stream(screen.split("(?m)^\\+ \\./millwright "))
                .skip(1)
                .collect(Collectors.toMap(
                        part -> part.replaceFirst("(?s)^(models --config \\S+ )?(\\w+).*", "$2"), Function.identity()));
    }

    @AfterAll
    static void end_the_emulator() throws Exception {
        EmulatedS3.pointHadoopBack();
        shell.process().getOutputStream().close();
        shell.process().waitFor();
    }

    @Test
    void the_model_waits_for_a_person_and_then_makes_the_list() {
        assertThat(screens).containsOnlyKeys("generate", "run", "approve", "promote", "score");
        assertThat(screens.values())
                .noneMatch(screen -> screen.contains("HTTP/1.1")); // what the emulator could say of each request
        assertThat(screens.get("run")).contains("NOT PROMOTED");
        assertThat(screens.get("score")).doesNotContain("NOT PROMOTED");

        List<String> list = text("emulated/worklist.csv").lines().toList();
        assertThat(list.get(0))
                .startsWith("rank,tier,status,site,equipment_id,")
                .endsWith(",model_version");
        assertThat(list.subList(1, list.size())).isNotEmpty().allSatisfy(line -> assertThat(line)
                .endsWith(",1"));
    }

    private static String text(String key) {
        return emulator.s3()
                .getObjectAsBytes(request -> request.bucket("plant").key(key))
                .asString(StandardCharsets.UTF_8);
    }

    @Test
    void the_offline_store_gives_back_every_value_of_every_feature_group() throws IOException {
        OfflineStoreReading.requireTablesOf("s3://plant/emulated/lake", emulator, "conveyors");
    }
}
