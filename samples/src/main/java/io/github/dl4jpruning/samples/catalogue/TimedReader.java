package io.github.dl4jpruning.samples.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a stream that may fall silent: Java's HTTP client waits for the rest of a body for ever. */
final class TimedReader implements AutoCloseable {
    private final InputStream stream;
    private final Duration timeout;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "download");
        thread.setDaemon(true);
        return thread;
    });

    TimedReader(InputStream stream, Duration timeout) {
        this.stream = stream;
        this.timeout = timeout;
    }

    /**
     * As {@link InputStream#read(byte[])}.
     *
     * @throws HttpTimeoutException if nothing comes in time
     */
    int read(byte[] into) throws IOException {
        Future<Integer> read = worker.submit(() -> stream.read(into));
        try {
            return read.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            HttpTimeoutException timedOut = new HttpTimeoutException("no bytes within " + timeout);
            timedOut.initCause(e);
            throw timedOut;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
