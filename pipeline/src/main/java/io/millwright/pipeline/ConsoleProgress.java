package io.millwright.pipeline;

import io.millwright.lake.Progress;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One live line on a terminal, written again twice a second; elsewhere a plain line at each new step. Every finished stage
 * leaves one line behind.
 */
final class ConsoleProgress implements Progress, AutoCloseable {

    private static final int WIDTH = 100;
    private static final int TICK_MS = 500;

    private final Console console;
    private final ScheduledExecutorService ticker;

    private String stage = "";
    private String step = "";
    private double fraction = -1;
    private long stageStartNanos;
    private boolean lineOpen;

    ConsoleProgress(Console console) {
        this.console = console;
        this.ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        if (console.live()) {
            var unused = ticker.scheduleAtFixedRate(this::redraw, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized void stageStarts(String name, int number, int count) {
        stage = count == 1 ? name : String.format(Locale.ROOT, "[%d/%d] %s", number, count, name);
        step = "";
        fraction = -1;
        stageStartNanos = System.nanoTime();
        if (!console.live()) {
            console.line(stage);
        }
        redraw();
    }

    /** Seconds since the stage began. */
    synchronized double stageSeconds() {
        return (System.nanoTime() - stageStartNanos) / 1e9;
    }

    synchronized void stageEnds(String name, double seconds, String did) {
        erase();
        console.line(String.format(Locale.ROOT, "  %-15s %6.1f s  %s", name, seconds, did));
        stage = "";
    }

    @Override
    public synchronized void step(String what) {
        boolean changed = !what.equals(step);
        step = what;
        fraction = -1;
        if (changed && !console.live() && !stage.isEmpty()) {
            console.line("    " + what);
        }
        redraw();
    }

    @Override
    public synchronized void remark(String line) {
        erase();
        console.line("    " + line);
        redraw();
    }

    @Override
    public synchronized void fraction(double done) {
        fraction = Math.max(0, Math.min(1, done));
    }

    private synchronized void redraw() {
        if (!console.live() || stage.isEmpty()) {
            return;
        }
        String share = fraction < 0 ? "" : String.format(Locale.ROOT, " %3.0f %%", 100 * fraction);
        String line = String.format(Locale.ROOT, "  %s %5.0f s%s  %s", stage, stageSeconds(), share, step);
        console.out().print("\r" + fitted(line));
        console.out().flush();
        lineOpen = true;
    }

    private void erase() {
        if (lineOpen) {
            console.out().print("\r" + " ".repeat(WIDTH) + "\r");
            lineOpen = false;
        }
    }

    private static String fitted(String line) {
        return line.length() > WIDTH ? line.substring(0, WIDTH) : line + " ".repeat(WIDTH - line.length());
    }

    @Override
    public synchronized void close() {
        erase();
        stage = "";
        ticker.shutdownNow();
    }
}
