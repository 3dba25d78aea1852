package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.admin.http.ServerSettings.Access;
import io.tourbus.admin.http.ServerSettings.Limits;
import io.tourbus.admin.http.ServerSettings.Listener;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessFilterTest {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String EVERYWHERE = "0.0.0.0";
    private static final String WRITE = "write-token-of-the-tests";
    private static final String READ = "read-token-of-the-tests";
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @ParameterizedTest
    @CsvSource({
        "200, 127.0.0.1:{port}, http://127.0.0.1:{port}",
        "200, localhost:{port}, http://localhost:{port}",
        "200, [::1]:{port}, http://[::1]:{port}",
        "200, bus.example.com, https://bus.example.com",
        "200, bus.example.com, http://BUS.example.com:80",
        "403, 127.0.0.1:{port}, http://evil.com://127.0.0.1:{port}",
        "403, 127.0.0.1:{port}, http://evil.com/://127.0.0.1:{port}",
        "403, 127.0.0.1:{port}, http://evil.com@127.0.0.1:{port}",
        "403, 127.0.0.1:{port}, http://127.0.0.1",
        "403, 127.0.0.1:{port}, http://127.0.0.1:{port}/",
        "403, 127.0.0.1:{port}, http://127.0.0.1.evil.com:{port}",
        "403, 127.0.0.1:{port}, http://evil.com",
        "403, 127.0.0.1:{port}, file://127.0.0.1:{port}",
        "403, 127.0.0.1:{port}, null",
        "403, 127.0.0.1:{port}, ''",
        "403, evil.com:{port}, http://evil.com:{port}",
        "403, 127.0.0.1.evil.com, http://127.0.0.1.evil.com",
        "403, bus.example.com.evil.com, http://bus.example.com.evil.com",
        "403, '', http://evil.com",
    })
    void onlyPagesOfTheServerMayCallIt(int status, String host, String origin) throws IOException {
        assertThat(status(LOOPBACK, access(), "GET /api/jobs", "Host: " + host, "Origin: " + origin, bearer(WRITE)))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"evil.com", "127.0.0.1.evil.com", "evil", "1.2.3.4.evil.com", "''"})
    void anUnknownNameIsRefusedOnAllAddresses(String host) throws IOException {
        assertThat(status(EVERYWHERE, access(), "GET /api/jobs", "Host: " + host, bearer(WRITE)))
                .isEqualTo(403);
        assertThat(status(EVERYWHERE, access(), "GET /api/jobs", "Host: 10.1.2.3:8080", bearer(WRITE)))
                .isEqualTo(200);
        assertThat(status(EVERYWHERE, access(), "GET /api/jobs", "Host: bus.example.com", bearer(WRITE)))
                .isEqualTo(200);
    }

    @Test
    void readingNeedsATokenUnlessTheServerListensOnLoopback() throws IOException {
        assertThat(status(LOOPBACK, access(), "GET /api/jobs", host())).isEqualTo(200);
        assertThat(status(EVERYWHERE, access(), "GET /api/jobs", host())).isEqualTo(401);
        assertThat(status(EVERYWHERE, access(), "GET /api/jobs", host(), bearer("wrong")))
                .isEqualTo(401);
        assertThat(status(EVERYWHERE, access(), "GET /api/jobs", host(), bearer(READ)))
                .isEqualTo(200);
        assertThat(status(EVERYWHERE, access(), "GET /api/jobs", host(), bearer(WRITE)))
                .isEqualTo(200);
        assertThat(status(EVERYWHERE, access(), "GET //api/../api/jobs", host()))
                .isEqualTo(401);
        assertThat(status(EVERYWHERE, access(), "GET /", host())).isEqualTo(200);
        assertThat(status(EVERYWHERE, access(), "GET /app.js", host())).isEqualTo(200);
        var withoutTokens = new Access(Optional.empty(), Optional.empty(), List.of(), false);
        assertThat(status(EVERYWHERE, withoutTokens, "GET /api/jobs", host())).isEqualTo(403);
        assertThat(status(LOOPBACK, withoutTokens, "GET /api/jobs", host())).isEqualTo(200);
    }

    @Test
    void theReadTokenDoesNotAllowChanges() throws IOException {
        assertThat(status(LOOPBACK, access(), "POST /api/jobs/daily/runs", host(), bearer(READ)))
                .isEqualTo(401);
        assertThat(status(LOOPBACK, access(), "POST /api/jobs/daily/runs", host(), bearer(WRITE)))
                .isEqualTo(200);
        assertThat(status(LOOPBACK, access(), "POST /api/jobs/daily/runs", host()))
                .isEqualTo(401);
    }

    @Test
    void theRefusalOfAChangeSaysWhatIsMissing() throws IOException {
        for (var open : List.of(true, false)) {
            var access = new Access(Optional.empty(), Optional.empty(), List.of(), open);
            var server = AccessFilter.server(settings(LOOPBACK, access), Optional.empty());

            assertThat(response(server, "POST /api/jobs/daily/runs", host()))
                    .contains("403", open ? "The header X-Tourbus is missing." : "Set tourbus.server.token");
        }
    }

    @ParameterizedTest
    @CsvSource({"Forwarded: for=10.1.1.1", "X-Forwarded-For: 10.1.1.1", "x-forwarded-proto: https", "Via: 1.1 proxy"})
    void aForwardedRequestIsNotLocal(String header) throws IOException {
        var open = new Access(Optional.of(WRITE), Optional.empty(), List.of(), true);
        var csrf = AccessFilter.CSRF_HEADER + ": page";

        assertThat(status(LOOPBACK, open, "POST /api/jobs/daily/runs", host(), csrf))
                .isEqualTo(200);
        assertThat(status(LOOPBACK, open, "POST /api/jobs/daily/runs", host())).isEqualTo(401);
        assertThat(status(LOOPBACK, open, "POST /api/jobs/daily/runs", host(), csrf, header))
                .isEqualTo(401);
        assertThat(status(LOOPBACK, open, "GET /api/jobs", host(), header)).isEqualTo(401);
        assertThat(status(LOOPBACK, open, "GET /api/jobs", host(), header, bearer(WRITE)))
                .isEqualTo(200);
    }

    @Test
    void healthIsOpenMetricsAreReadAndJolokiaNeedsTheToken() throws IOException {
        var open = new Access(Optional.of(WRITE), Optional.of(READ), List.of(), true);
        var csrf = AccessFilter.CSRF_HEADER + ": page";

        assertThat(management(EVERYWHERE, access(), "GET /observe/health/live", host()))
                .isEqualTo(200);
        assertThat(management(EVERYWHERE, access(), "GET /observe/metrics", host()))
                .isEqualTo(401);
        assertThat(management(EVERYWHERE, access(), "GET /observe/metrics", host(), bearer(READ)))
                .isEqualTo(200);
        assertThat(management(LOOPBACK, open, "GET /observe/jolokia/version", host(), csrf))
                .isEqualTo(401);
        assertThat(management(LOOPBACK, open, "GET //observe/jolokia", host(), csrf))
                .isEqualTo(401);
        assertThat(management(LOOPBACK, open, "GET /observe/jolokia", host(), bearer(READ)))
                .isEqualTo(401);
        assertThat(management(LOOPBACK, open, "GET /observe/jolokia", host(), bearer(WRITE)))
                .isEqualTo(200);
        assertThat(management(LOOPBACK, open, "GET /observe/health", "Host: evil.com"))
                .isEqualTo(403);
    }

    @Test
    void theDetailsOfHealthAreRead() throws IOException {
        var details = "GET /observe/health?data=true&exposureLevel=full";
        var open = AccessFilter.management(
                settings(LOOPBACK, new Access(Optional.empty(), Optional.empty(), List.of(), false)));
        var closed = AccessFilter.management(settings(EVERYWHERE, access()));

        assertThat(response(closed, details, host())).endsWith("[exposureLevel=oneline]");
        assertThat(response(closed, details, host(), bearer(READ))).endsWith("[data=true, exposureLevel=full]");
        assertThat(response(open, details, host())).endsWith("[data=true, exposureLevel=full]");
    }

    @Test
    void responsesSayWhetherTheSenderMayChangeSomething() throws IOException {
        var open = AccessFilter.server(
                settings(LOOPBACK, new Access(Optional.empty(), Optional.empty(), List.of(), true)), Optional.empty());
        var off = AccessFilter.server(
                settings(LOOPBACK, new Access(Optional.empty(), Optional.empty(), List.of(), false)), Optional.empty());
        var closed = AccessFilter.server(settings(EVERYWHERE, access()), Optional.empty());
        var call = "GET /api/jobs";

        assertThat(response(open, call, host())).contains("Tourbus-Changes: allowed\r\n");
        assertThat(response(off, call, host())).contains("Tourbus-Changes: off\r\n");
        assertThat(response(closed, call, host(), bearer(READ))).contains("Tourbus-Changes: needs-token\r\n");
        assertThat(response(closed, call, host(), bearer(WRITE))).contains("Tourbus-Changes: allowed\r\n");
        assertThat(response(closed, call, host())).doesNotContain("Tourbus-Changes");
    }

    private static Access access() {
        return new Access(Optional.of(WRITE), Optional.of(READ), List.of("bus.example.com"), false);
    }

    private static String host() {
        return "Host: 127.0.0.1:{port}";
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static int status(String address, Access access, String call, String... headers) throws IOException {
        var reading = address.equals(LOOPBACK)
                ? new Access(access.token(), Optional.empty(), access.hosts(), access.openOnLoopback())
                : access;
        return status(AccessFilter.server(settings(address, reading), Optional.empty()), call, headers);
    }

    private static int management(String address, Access access, String call, String... headers) throws IOException {
        return status(AccessFilter.management(settings(address, access)), call, headers);
    }

    private static ServerSettings settings(String address, Access access) {
        var listener = new Listener(true, address, 0, false);
        var limits = new Limits(10, Duration.ofSeconds(10), Duration.ofSeconds(10));
        return new ServerSettings(listener, listener, access, limits, Optional.empty(), false, false);
    }

    private static int status(AccessFilter filter, String call, String... headers) throws IOException {
        return Integer.parseInt(response(filter, call, headers).substring(9, 12));
    }

    /** Sends a request to a server on loopback with this filter. */
    private static String response(AccessFilter filter, String call, String... headers) throws IOException {
        var router = Router.router(VERTX);
        router.route()
                .handler(filter)
                .handler(allowed -> allowed.response()
                        .end(allowed.request().params().entries().toString()));
        var port = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, LOOPBACK)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        try (var socket = new Socket(LOOPBACK, port)) {
            socket.setSoTimeout(20_000);
            var request =
                    "%s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(call, String.join("\r\n", headers));
            socket.getOutputStream()
                    .write(request.replace("{port}", String.valueOf(port)).getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
