package io.github.dl4jpruning.samples.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on this machine that answers every request as it is told, which may be badly. */
final class BadServer implements AutoCloseable {
    private final ServerSocket socket;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();

    interface Answer {
        void write(OutputStream out, BadServer server) throws IOException, InterruptedException;
    }

    BadServer(Answer answer) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(() -> serve(answer), "bad server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Answer answer) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                BufferedReader request = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                String line = request.readLine();
                while (line != null && !line.isEmpty()) {
                    line = request.readLine();
                }
                requests.incrementAndGet();
                answer.write(connection.getOutputStream(), this);
            } catch (SocketException | InterruptedException e) {
                continue; // the client or the test has gone
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Says nothing more until the test is over. */
    void fallSilent() throws InterruptedException {
        closed.await();
    }

    /** An answer with a status, headers and a body. */
    static Answer answer(String status, String headers, byte[] body) {
        return (out, server) -> {
            out.write(("HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
        };
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/series.csv");
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
