package io.tourbus.sandbox;

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
 * Hands bytes on between a client and a server, and cuts connections off: two of three, after as many bytes as
 * chance says, the same for the same seed.
 */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger cuts = new AtomicInteger();
    private final URI server;
    private final Random random;
    private final int most;

    /** @param most bytes of both directions that a connection that is cut lives to see, at most */
    public CuttingProxy(URI server, long seed, int most) throws IOException {
        this.server = server;
        this.random = new Random(seed);
        this.most = most;
        threads.execute(this::accept);
    }

    /** The address of the server, by way of this. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:%d%s".formatted(door.getLocalPort(), server.getPath()));
    }

    /** How many connections were cut off. */
    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            for (var number = 0; ; number++) {
                handOn(door.accept(), number % 3 < 2);
            }
        } catch (IOException e) {
            close();
        }
    }

    private void handOn(Socket client, boolean doomed) throws IOException {
        var far = new Socket(server.getHost(), server.getPort());
        client.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        var left = new AtomicLong(doomed ? 1 + random.nextInt(most) : Long.MAX_VALUE);
        threads.execute(() -> copy(client, far, left));
        threads.execute(() -> copy(far, client, left));
    }

    private void copy(Socket from, Socket to, AtomicLong left) {
        try (from;
                to) {
            if (copied(from.getInputStream(), to.getOutputStream(), left)) {
                cuts.incrementAndGet();
            }
        } catch (IOException e) {
            // The other direction has ended, and both sockets with it.
        }
    }

    /** @return whether it was this direction that used up what was left */
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
            door.close();
        } catch (IOException e) {
            throw new IllegalStateException("a proxy does not close", e);
        }
    }
}
