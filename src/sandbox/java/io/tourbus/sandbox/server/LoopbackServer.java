package io.tourbus.sandbox.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An HTTP or HTTPS server on the loopback address. The constructor of a subclass ends with {@link #start()}. */
public abstract class LoopbackServer implements AutoCloseable {

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads;

    /**
     * @param name of the threads
     * @param port 0 for any free port
     */
    protected LoopbackServer(String name, int port) throws IOException {
        this(name, port, Optional.empty());
    }

    /**
     * @param name of the threads
     * @param port 0 for any free port
     * @param tls the certificate of the server; empty for HTTP
     */
    protected LoopbackServer(String name, int port, Optional<SSLContext> tls) throws IOException {
        this.server = open(port, tls);
        this.scheme = tls.isPresent() ? "https" : "http";
        this.threads = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Disables Nagle's algorithm, which delays small replies by 40 ms. The JDK reads the property only once. */
    private static HttpServer open(int port, Optional<SSLContext> tls) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            if (tls.isEmpty()) {
                return HttpServer.create(address, 0);
            }
            var server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
            return server;
        } catch (BindException e) {
            throw new IOException("Port %d is in use. Choose other ports with --port.".formatted(port), e);
        }
    }

    /** Accepts requests from now on. */
    protected final void start() {
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Handles a request. */
    protected abstract void serve(HttpExchange exchange) throws IOException;

    public final URI address() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
