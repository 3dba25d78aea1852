package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.operations.ServeFile;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the API to commands of the same user: on a loopback address, whatever the settings of the HTTP server are, with a key that
 * changes with each start. The file with address and key is in the state folder.
 */
final class CommandListener {

    private static final Logger LOG = LoggerFactory.getLogger(CommandListener.class);
    private static final String HOST = "127.0.0.1";
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final String key = newKey();
    private Optional<HttpServer> server = Optional.empty();
    private ServeFile file;

    /** @param folder of the state */
    CommandListener(Path folder) {
        this.folder = folder;
    }

    private static String newKey() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    void open(ServerVertx vertx, Handler<HttpServerRequest> router) {
        var started = vertx.createCommandServer(router);
        server = Optional.of(started);
        started.listen(0, HOST)
                .onSuccess(ready -> write("http://%s:%d".formatted(HOST, ready.actualPort())))
                .onFailure(failure -> LOG.warn("commands cannot use this process reason={}", failure.getMessage()));
    }

    /** Tells commands that the HTTP server is disabled. */
    void openWithoutServer() {
        write(null);
    }

    private void write(String address) {
        try {
            file = new ServeFile(address, key, ProcessHandle.current().pid());
            file.write(folder);
        } catch (IOException e) {
            LOG.warn("commands cannot use this process reason={}", e.toString());
        }
    }

    /** Whether a request came to this listener. */
    boolean receives(HttpServerRequest request) {
        return server.filter(open -> open.actualPort() == request.localAddress().port())
                .isPresent();
    }

    /** Whether a request that came to this listener has the key. */
    boolean accepts(HttpServerRequest request) {
        var sent = request.getHeader("Authorization");
        return sent != null && MessageDigest.isEqual(("Bearer " + key).getBytes(UTF_8), sent.getBytes(UTF_8));
    }

    void close() {
        try {
            if (file != null) {
                file.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            server.ifPresent(HttpServer::close);
        }
    }
}
