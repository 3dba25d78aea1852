package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {

    private static final int LARGE = 8 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger created = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void aClientThatDoesNotReadMissesEvents() throws IOException {
        var filler = "x".repeat(LARGE);
        try (var listener = listen(open(() -> "%d%s".formatted(created.incrementAndGet(), filler)));
                var lines = new BufferedReader(new InputStreamReader(listener.getInputStream(), US_ASCII))) {
            await().until(() -> created.get() >= 4);

            var received = lines.lines()
                    .filter(line -> line.startsWith("data: "))
                    .limit(3)
                    .map(line -> line.substring("data: \"".length(), line.indexOf('x')))
                    .toList();
            assertThat(received).startsWith("1").doesNotContain("3");
        }
    }

    @Test
    void aClientReceivesAnEventEverySecond() throws IOException {
        try (var listener = listen(open(() -> "news"));
                var lines = new BufferedReader(new InputStreamReader(listener.getInputStream(), US_ASCII))) {
            assertThat(lines.lines()
                            .filter(line -> line.equals("data: \"news\""))
                            .limit(2))
                    .hasSize(2);
        }
    }

    /** Otherwise, each open page would cost as much as the first one. */
    @Test
    void anEventIsCreatedOnceForAllClients() throws IOException {
        var port = open(() -> String.valueOf(created.incrementAndGet()));
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                var client = listen(port);
                client.setSoTimeout(10_000);
                assertThat(status(client)).contains("200");
                clients.add(client);
            }
            var next = "data: \"%d\"".formatted(created.get() + 2);

            for (var client : clients) {
                var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).lines();
                assertThat(lines.anyMatch(next::equals)).isTrue();
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aClientAboveTheLimitIsRefused() throws IOException {
        var port = open(() -> "news");
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                var client = listen(port);
                assertThat(status(client)).contains("200");
                clients.add(client);
            }

            try (var client = listen(port);
                    var response = new Scanner(client.getInputStream(), US_ASCII).useDelimiter("}")) {
                assertThat(response.next()).startsWith("HTTP/1.1 503 ").contains("{\"error\":\"Too many clients");
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    private static String status(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine();
    }

    private int open(Supplier<String> events) {
        var router = Router.router(vertx);
        router.get("/").handler(new ServerSentEvents(vertx, events));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static Socket listen(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        return socket;
    }
}
