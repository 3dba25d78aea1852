package io.tourbus.sandbox.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy between a client and a server that breaks connections: two of three, after a random number of bytes that depends on
 * the seed.
 */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger cuts = new AtomicInteger();
    private final URI server;
    private final Random random;
    private final int most;

    /** @param most maximum bytes of both directions before a connection breaks */
    public CuttingProxy(URI server, long seed, int most) throws IOException {
        this.server = server;
        this.random = new Random(seed);
        this.most = most;
        threads.execute(this::accept);
    }

    /** Returns the address of the proxy. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:%d%s".formatted(listener.getLocalPort(), server.getPath()));
    }

    /** Returns the number of broken connections. */
    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            for (var number = 0; ; number++) {
                forward(listener.accept(), number % 3 < 2);
            }
        } catch (IOException e) {
            close();
        }
    }

    private void forward(Socket client, boolean breaks) throws IOException {
        var target = new Socket(server.getHost(), server.getPort());
        client.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        var left = new AtomicLong(breaks ? 1 + random.nextInt(most) : Long.MAX_VALUE);
        threads.execute(() -> copy(client, target, left));
        threads.execute(() -> copy(target, client, left));
    }

    private void copy(Socket from, Socket to, AtomicLong left) {
        try (from;
                to) {
            if (copied(from.getInputStream(), to.getOutputStream(), left)) {
                cuts.incrementAndGet();
            }
        } catch (IOException e) {
            // The other direction has closed both sockets.
        }
    }

    /** Copies bytes until the limit. @return whether this direction reached the limit */
    private static boolean copied(InputStream in, OutputStream out, AtomicLong left) throws IOException {
        var buffer = new byte[4_096];
        for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            var before = left.getAndAdd(-read);
            out.write(buffer, 0, (int) Math.max(0, Math.min(read, before)));
            if (before <= read) {
                return before > 0;
            }
        }
        return false;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot close the proxy.", e);
        }
    }
}
