package io.github.dl4jpruning.samples.catalogue;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import io.github.dl4jpruning.samples.console.TransferProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Fetches files whole or not at all, and only if they are what the catalogue says. */
public final class Download {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int CHUNK = 1 << 14;
    private static final int OK = 200;
    /** Bytes per millisecond that must come, or the server is given up: a file would take days. */
    private static final long SLOWEST = 1;

    private final TransferProgress progress;
    private final Duration timeout;
    private final Storage storage;

    /** Opens a file for writing. */
    @FunctionalInterface
    interface Storage {
        OutputStream open(Path file) throws IOException;
    }

    /** Downloads that give up when a server says nothing for half a minute, or next to nothing. */
    public Download(TransferProgress progress) {
        this(progress, TIMEOUT, Files::newOutputStream);
    }

    Download(TransferProgress progress, Duration timeout, Storage storage) {
        this.progress = progress;
        this.timeout = timeout;
        this.storage = storage;
    }

    /**
     * Fetches a file. Missing folders are made.
     *
     * @param target where it shall be; what was there before is replaced, or left as it was if this fails
     * @throws InputException if the server or the network fails, the bytes are others than expected, or they cannot be
     *     written
     */
    public void fetch(RemoteFile file, Path target) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            AtomicFile.write(target, temporary -> {
                temporary.toFile().deleteOnExit(); // if the user stops the download
                transfer(file, temporary);
            });
        } catch (IOException e) { // what the network does is told already: this is the disk
            throw new InputException(
                    "cannot write " + target + ": " + reason(e) + ". Nothing was kept. Make room for " + file.bytes()
                            + " bytes there, or give another folder with XDG_CACHE_HOME.",
                    e);
        }
    }

    private void transfer(RemoteFile file, Path temporary) throws IOException {
        HttpResponse<InputStream> response = send(file);
        try (InputStream body = response.body()) {
            requireWanted(file, response);
            receive(file, body, temporary);
        }
        Optional<String> mismatch = file.mismatch(temporary);
        if (mismatch.isPresent()) {
            throw failure(file, "what came " + mismatch.get() + ": the file was changed there or on its way", null);
        }
    }

    private HttpResponse<InputStream> send(RemoteFile file) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(file.address()).timeout(timeout).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw failure(file, "no answer within " + seconds(), e);
        } catch (IOException e) {
            throw failure(file, "no connection (" + reason(e) + ")", e);
        } catch (IllegalArgumentException e) { // which Java's client throws for a length that is no long
            throw failure(file, "the answer is not HTTP (" + Texts.shown(String.valueOf(e.getMessage())) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(file, "interrupted", e);
        }
    }

    private static void requireWanted(RemoteFile file, HttpResponse<InputStream> response) {
        if (response.statusCode() != OK) {
            throw failure(file, "the server answers with HTTP status " + response.statusCode(), null);
        }
        Optional<String> announced = response.headers().firstValue("Content-Length");
        if (announced.isPresent() && !announced.get().strip().equals(String.valueOf(file.bytes()))) {
            throw failure(
                    file,
                    "the server announces " + Texts.shown(announced.get()) + " bytes instead of " + file.bytes()
                            + ": it has another file",
                    null);
        }
    }

    private void receive(RemoteFile file, InputStream body, Path temporary) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long received = 0;
        long since = System.nanoTime();
        long receivedThen = 0;
        try (TimedReader reader = new TimedReader(body, timeout);
                OutputStream out = storage.open(temporary);
                TransferProgress.Transfer shown = progress.start(file.name(), file.bytes())) {
            for (int read = read(reader, chunk, file, received);
                    read >= 0;
                    read = read(reader, chunk, file, received)) {
                received += read;
                if (received > file.bytes()) {
                    throw failure(
                            file, "more than the expected " + file.bytes() + " bytes came: it is another file", null);
                }
                out.write(chunk, 0, read);
                if (System.nanoTime() - since > timeout.toNanos()) {
                    long some = received - receivedThen;
                    if (some < timeout.toMillis() * SLOWEST) {
                        throw cut(file, received, "only " + some + " bytes came in " + seconds(), null);
                    }
                    since = System.nanoTime();
                    receivedThen = received;
                }
                shown.received(read);
            }
        }
        if (received < file.bytes()) {
            throw cut(file, received, "the connection ended", null);
        }
    }

    private int read(TimedReader reader, byte[] chunk, RemoteFile file, long received) {
        try {
            return reader.read(chunk);
        } catch (HttpTimeoutException e) {
            throw cut(file, received, "nothing came for " + seconds(), e);
        } catch (IOException e) {
            throw cut(file, received, "the connection was cut (" + reason(e) + ")", e);
        }
    }

    private static InputException cut(RemoteFile file, long received, String what, Throwable cause) {
        return failure(file, what + " after " + received + " of " + file.bytes() + " bytes", cause);
    }

    private static InputException failure(RemoteFile file, String what, Throwable cause) {
        return new InputException(
                "cannot download " + file.address() + ": " + what + ". Nothing was kept. Try again later, or get "
                        + file.name() + " another way and put it into a folder that " + DataFiles.FOLDER
                        + " names.",
                cause);
    }

    private String seconds() {
        return timeout.toMillis() / 1000.0 + " seconds";
    }

    /** What an exception means; Java's HTTP client gives many without a message. */
    private static String reason(IOException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException) {
                return "the name of the host is not known: is there a network?";
            }
        }
        String kind = e.getClass().getSimpleName();
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }
}
