package io.millwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A job in a process of its own.
 *
 * @param screen file that holds what it printed
 */
record Child(Process process, Path screen) {

    private static final int LONGEST_MINUTES = 20;

    /** A job of the small fleet. */
    static Child java(Path screen, String job, Path out) throws IOException {
        return start(new ProcessBuilder(java(arguments(job, out))), screen);
    }

    /** The assembled jar on the platform's class path, as the launcher starts it. */
    static List<String> java(List<String> arguments) {
        return java("2g", arguments);
    }

    static List<String> java(String heap, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String module : List.of(
                "java.lang",
                "java.lang.invoke",
                "java.lang.reflect",
                "java.io",
                "java.net",
                "java.nio",
                "java.util",
                "java.util.concurrent",
                "java.util.concurrent.atomic",
                "sun.nio.ch",
                "sun.nio.cs",
                "sun.security.action",
                "sun.util.calendar")) {
            command.add("--add-opens=java.base/" + module + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-Xmx" + heap,
                "-Xss4m",
                "-XX:+UseParallelGC",
                "-XX:Tier4InvocationThreshold=200000",
                "-XX:Tier4MinInvocationThreshold=100000",
                "-XX:Tier4CompileThreshold=400000",
                "-XX:Tier4BackEdgeThreshold=800000",
                "-Duser.timezone=UTC",
                "-cp",
                Artifacts.jar() + ":" + Artifacts.platform() + "/*:"
                        + Artifacts.platform().resolveSibling("s3") + "/*",
                "io.millwright.pipeline.Main"));
        command.addAll(arguments);
        return command;
    }

    static List<String> arguments(String job, Path out) {
        return List.of(job, "--config", SmallFleet.pipelineFile().toString(), "--out", out.toString());
    }

    static Child start(ProcessBuilder builder, Path screen) throws IOException {
        Files.createDirectories(screen.getParent());
        return new Child(
                builder.redirectErrorStream(true)
                        .redirectOutput(screen.toFile())
                        .start(),
                screen);
    }

    /** Kills it after a while; false where it had ended by then. */
    boolean killedAfter(long ms) throws InterruptedException {
        boolean ended = process.waitFor(ms, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return !ended;
    }

    /** Kills it, and the executors it started, up to a few seconds after a stage of its run has begun. */
    void killIn(String stage, Random random) throws IOException, InterruptedException {
        awaitOnScreen("] " + stage);
        Thread.sleep(random.nextInt(4_000));
        assertThat(process.isAlive()).as("the run was still going").isTrue();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** Waits until it has printed something. */
    void awaitOnScreen(String words) throws IOException, InterruptedException {
        long patience = System.nanoTime() + Duration.ofMinutes(LONGEST_MINUTES).toNanos();
        while (!Files.readString(screen).contains(words)) {
            assertThat(process.isAlive() && System.nanoTime() < patience)
                    .as("it came as far as to say '" + words + "'; it said:\n" + Files.readString(screen))
                    .isTrue();
            Thread.sleep(100);
        }
    }

    static void requireDone(Child child) throws IOException, InterruptedException {
        if (!child.process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            child.process.destroyForcibly();
            throw new AssertionError(
                    "not done after " + LONGEST_MINUTES + " minutes, and it said:\n" + Files.readString(child.screen));
        }
        int exitCode = child.process.exitValue();
        if (exitCode != 0) {
            throw new AssertionError("exit code " + exitCode + ", and it said:\n" + Files.readString(child.screen));
        }
    }
}
