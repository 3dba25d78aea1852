package io.tourbus.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that serves and ends while a command uses it. */
class RemoteOperationsTest {

    @TempDir
    private Path folder;

    private HttpServer server;
    private Process process;
    private RemoteOperations operations;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/runs", exchange -> {
            var body = "[]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        process = new ProcessBuilder("cat").start();
        var address = "http://127.0.0.1:" + server.getAddress().getPort();
        new ServeFile(address, "key", process.pid()).write(folder);
        operations = RemoteOperations.connect(folder).orElseThrow();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        process.destroyForcibly();
    }

    @Test
    void aCommandNamesTheProcessThatIsStopping() {
        server.createContext("/api/runs/unfinished", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });

        assertThatExceptionOfType(RemoteOperations.RefusedException.class)
                .isThrownBy(() -> operations.unfinished())
                .withMessage(
                        "`tourbus serve` (process %d) is stopping. Repeat the command when it has ended.",
                        process.pid());
    }

    @Test
    void aCommandNamesTheProcessThatHasEnded() throws Exception {
        server.stop(0);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> operations.run("any"))
                .withMessage("`tourbus serve` (process %d) does not respond. Look at its log.", process.pid());

        process.destroyForcibly().waitFor();

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> operations.run("any"))
                .withMessage(
                        "`tourbus serve` (process %d) has ended. When you start it again, it resumes runs that did not end.",
                        process.pid());
        assertThat(RemoteOperations.connect(folder)).isEmpty();
    }
}
