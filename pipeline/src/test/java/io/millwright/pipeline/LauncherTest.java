package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JDK {@code ./millwright} takes; the launcher is copied to an empty folder, so a build fails and says which. */
class LauncherTest {

    @TempDir
    private Path folder;

    @Test
    void without_a_jdk_17_or_21_one_sentence_says_what_was_found_and_what_to_do() throws Exception {
        jdk("temurin-25", "25.0.1");

        String said = launch("temurin-25", 2);

        assertThat(said.lines()).hasSize(1);
        assertThat(said).contains("17 or 21 is needed", "25 in ", "export JAVA_HOME=");
        assertThat(folder.resolve("checkout/target")).doesNotExist();
    }

    @Test
    void an_installed_17_is_taken_where_java_home_is_another() throws Exception {
        jdk("temurin-25", "25.0.1");
        jdk("openjdk-21", "21.0.5");
        jdk("openjdk-17", "17.0.15");

        assertThat(launch("temurin-25", 70)).contains("mvnw saw " + folder.resolve("jdks/openjdk-17"));
    }

    @Test
    void java_home_wins_where_it_is_a_21() throws Exception {
        jdk("openjdk-21", "21.0.5");
        jdk("openjdk-17", "17.0.15");

        assertThat(launch("openjdk-21", 70)).contains("mvnw saw " + folder.resolve("jdks/openjdk-21"));
    }

    private void jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdks").resolve(name).resolve("bin"))
                .getParent();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String tool : new String[] {"java", "javac"}) {
            Path program = Files.writeString(home.resolve("bin").resolve(tool), "#!/bin/sh\nexit 1\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
    }

    /** Runs a copy of the launcher whose build only says which JDK it was given, and fails. */
    private String launch(String javaHome, int expectedExitCode) throws Exception {
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Path launcher = Files.copy(Path.of("../millwright"), checkout.resolve("millwright"));
        Path build = Files.writeString(
                checkout.resolve("mvnw"), "#!/bin/sh\necho \"[ERROR] mvnw saw $JAVA_HOME\"\nexit 1\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        assertThat(build.toFile().setExecutable(true)).isTrue();

        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "demo").redirectErrorStream(true);
        builder.environment()
                .put("JAVA_HOME", folder.resolve("jdks").resolve(javaHome).toString());
        builder.environment().put("MILLWRIGHT_JDKS", folder.resolve("jdks").toString());
        builder.environment().put("PATH", pathWithoutJava());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(expectedExitCode);
        return said;
    }

    private String pathWithoutJava() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : new String[] {
            "sh",
            "sed",
            "tr",
            "head",
            "find",
            "dirname",
            "readlink",
            "mkdir",
            "touch",
            "tee",
            "awk",
            "grep",
            "mv",
            "cat"
        }) {
            for (String place : new String[] {"/usr/bin", "/bin"}) {
                Path original = Path.of(place, tool);
                if (Files.exists(original) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), original);
                }
            }
        }
        return tools.toString();
    }
}
