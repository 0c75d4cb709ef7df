package org.rapaio.jupyter.kernel.channels;

/**
 * Stands before the kernel's own class of this name. That one says that it is running only after it was started, and ends at a message that
 * comes before the kernel knows what to do with it: either way a channel is dead, and Jupyter waits for the kernel for ever. This one goes on,
 * and Jupyter asks again.
 */
public final class LoopThread extends Thread {

    private final long pauseMillis;
    private final Runnable body;
    private volatile boolean stopped;

    public LoopThread(String name, long pauseMillis, Runnable body) {
        super(name);
        this.pauseMillis = pauseMillis;
        this.body = body;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                body.run();
                Thread.sleep(pauseMillis);
            } catch (InterruptedException e) {
                stopped = true;
            } catch (RuntimeException e) {
                System.err.println(getName() + ": " + e);
            }
        }
    }

    public void shutdown() {
        stopped = true;
    }
}
