package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.admin.http.ServerSettings.Access;
import io.tourbus.admin.http.ServerSettings.Limits;
import io.tourbus.admin.http.ServerSettings.Listener;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits and TLS of a server. */
class ServerVertxTest {

    private static final String PASSWORD = "password-of-the-tests";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private ServerVertx vertx;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void connectionsAboveTheLimitReceive503() throws IOException {
        var port = open(new Limits(10, LONG, LONG), Optional.empty());
        List<Socket> halfSent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            halfSent.add(connect(port, "GET / HTTP/1.1\r\nHost: localh"));
        }

        assertThat(get(port)).startsWith("HTTP/1.1 503 ").endsWith("Too many connections. Try again later.\n");
        try (var silent = connect(port, "GET / HT")) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        for (var socket : halfSent) {
            socket.close();
        }
        await().untilAsserted(() -> assertThat(get(port)).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void requestsAreRefusedUntilAccessControlIsInPlace() throws IOException {
        var port = listen(new Limits(10, LONG, LONG), Optional.empty());

        assertThat(get(port)).startsWith("HTTP/1.1 503 ").endsWith("Tourbus is starting.\n");
        vertx.open();
        assertThat(get(port)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aRequestThatIsNotSentInTimeIsClosed() throws IOException {
        var port = open(new Limits(10, SHORT, LONG), Optional.empty());

        for (var start :
                List.of("", "GET / HTTP/1.1\r\nHost: l", "POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 9\r\n\r\nx")) {
            try (var socket = connect(port, start)) {
                assertThat(socket.getInputStream().readAllBytes()).as(start).isNotNull();
            }
        }
    }

    @Test
    void aConnectionIsReusedUntilItIsIdle() throws IOException {
        var port = open(new Limits(10, SHORT, Duration.ofMillis(1_500)), Optional.empty());

        try (var socket = connect(port, "GET / HTTP/1.1\r\nHost: l\r\n\r\n")) {
            await().pollDelay(SHORT.multipliedBy(2))
                    .until(() -> socket.getInputStream().available() > 0);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: l\r\n\r\nGET / HTT".getBytes(ISO_8859_1));

            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1).split("HTTP/1.1 200 "))
                    .hasSize(3);
        }
    }

    @Test
    void http2IsNotOffered() throws IOException {
        var port = open(new Limits(10, LONG, LONG), Optional.empty());

        var upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
        try (var socket = connect(port, "GET / HTTP/1.1\r\nHost: localhost\r\n" + upgrade + "\r\n")) {
            assertThat(new String(socket.getInputStream().readNBytes(13), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 200 ");
        }
        try (var socket = connect(port, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .doesNotContain(" 200 ");
        }
    }

    @Test
    void aCertificateCanBeAPkcs12File() throws Exception {
        var certificate = keyStore();
        var port = open(
                new Limits(10, LONG, LONG),
                Optional.of(new TlsSettings(certificate, Optional.empty(), Optional.of(PASSWORD))));

        assertThat(getOverTls(port, certificate)).isEqualTo(200);
    }

    @Test
    void aCertificateCanBeAPemFile() throws Exception {
        var store = keyStore();
        var keys = load(store);
        var certificate = pem("CERTIFICATE", keys.getCertificate("test").getEncoded());
        var key = pem("PRIVATE KEY", keys.getKey("test", PASSWORD.toCharArray()).getEncoded());
        var port = open(
                new Limits(10, LONG, LONG),
                Optional.of(new TlsSettings(certificate, Optional.of(key), Optional.empty())));

        assertThat(getOverTls(port, store)).isEqualTo(200);
    }

    private Path keyStore() throws IOException, InterruptedException {
        var file = folder.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    private static KeyStore load(Path file) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        try (var input = new FileInputStream(file.toFile())) {
            keys.load(input, PASSWORD.toCharArray());
        }
        return keys;
    }

    private Path pem(String type, byte[] content) throws IOException {
        var encoded = Base64.getMimeEncoder(64, "\n".getBytes(ISO_8859_1)).encodeToString(content);
        return Files.writeString(
                folder.resolve(type.replace(' ', '-') + ".pem"),
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, encoded));
    }

    private static int getOverTls(int port, Path store) throws Exception {
        Certificate certificate = load(store).getCertificate("test");
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:%d/".formatted(port)))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private int open(Limits limits, Optional<TlsSettings> tls) {
        var port = listen(limits, tls);
        vertx.open();
        return port;
    }

    private int listen(Limits limits, Optional<TlsSettings> tls) {
        var listener = new Listener(true, "127.0.0.1", 0, true);
        var access = new Access(Optional.empty(), Optional.empty(), List.of(), false);
        vertx = new ServerVertx(new ServerSettings(listener, listener, access, limits, tls, false, false), folder);
        var router = Router.router(vertx);
        router.route().handler(call -> {
            call.addEndHandler(end -> vertx.connections().answered(call.request()));
            call.response().end();
        });
        return vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static String get(int port) throws IOException {
        return send(port, "Connection: close\r\n");
    }

    private static String send(int port, String headers) throws IOException {
        try (var socket = connect(port, "GET / HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")) {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static Socket connect(int port, String text) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return socket;
    }
}
