package io.tourbus.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Forwards TCP connections to a port of this machine until the connection is cut. */
public final class Forwarder implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int target;
    private volatile boolean isCut;

    public Forwarder(int target) throws IOException {
        this.target = target;
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Closes all connections, and refuses new ones. */
    public void cut() {
        isCut = true;
        open.forEach(Forwarder::close);
    }

    public void restore() {
        isCut = false;
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                if (isCut) {
                    close(client);
                } else {
                    forward(client, new Socket(InetAddress.getLoopbackAddress(), target));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void forward(Socket client, Socket server) {
        open.add(client);
        open.add(server);
        threads.execute(() -> copy(client, server));
        threads.execute(() -> copy(server, client));
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // closed, or cut
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        threads.shutdownNow();
    }
}
