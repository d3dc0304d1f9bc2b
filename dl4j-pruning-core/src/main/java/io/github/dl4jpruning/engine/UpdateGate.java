package io.github.dl4jpruning.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Keeps a model from being written while another thread is in the middle of an update of its weights, masks and
 * counters, and from being updated while it is written.
 */
public final class UpdateGate {

    private final Duration patience;
    private Thread updating;
    private int writing;
    private int waiting; // threads that want to update
    private boolean owed; // a turn to one of them, so that a writer that never rests does not stop the training

    /** A gate at which a writer waits for a minute. */
    public UpdateGate() {
        this(Duration.ofMinutes(1));
    }

    UpdateGate(Duration patience) {
        this.patience = patience;
    }

    /** Writes a model. */
    @FunctionalInterface
    public interface Writing {

        /**
         * Writes it.
         *
         * @throws IOException if that fails
         */
        void write() throws IOException;
    }

    /** To be called before an update, by the thread that does it; waits while the model is written. */
    public synchronized void beginUpdate() {
        boolean interrupted = false;
        waiting++;
        while (writing > 0 && updating != Thread.currentThread()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // the training goes on, and finds the mark
            }
        }
        waiting--;
        owed = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        updating = Thread.currentThread();
        notifyAll();
    }

    /** To be called after an update. */
    public synchronized void endUpdate() {
        updating = null;
        notifyAll();
    }

    /**
     * Writes the model between two updates. What the thread of the training itself writes, as listeners do, is written
     * at once.
     *
     * @param work writes it
     * @throws IOException if that fails, or another thread does not come to the end of its update
     */
    public void write(Writing work) throws IOException {
        enter();
        try {
            work.write();
        } finally {
            leave();
        }
    }

    private synchronized void enter() throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (owed && waiting > 0) {
            await(end);
        }
        writing++; // so that no further update begins
        try {
            while (updating != null && updating != Thread.currentThread() && updating.isAlive()) {
                await(end);
            }
        } catch (IOException e) {
            leave();
            throw e;
        }
    }

    private void await(long end) throws IOException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new IOException("the model was not saved: "
                    + (updating == null ? "another thread" : "thread " + updating.getName())
                    + " began to update it and has not come to the end of that iteration for " + patience.toSeconds()
                    + " s, or the iteration failed; save it from a listener, or after fit has returned");
        }
        try {
            wait(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(
                    "the model was not saved: this thread was interrupted while it waited for an iteration to end");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private synchronized void leave() {
        writing--;
        owed = waiting > 0;
        notifyAll();
    }
}
