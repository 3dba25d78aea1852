package io.tourbus.source.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tourbus.source.error.SourceException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hostile responses: each fails with the setting of the limit, and the next request works. */
@Timeout(60)
class BoundedHttpComponentTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final int MIB = 1 << 20;

    private interface Response {
        void write(OutputStream out) throws IOException;
    }

    private final ServerSocket server = open();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MemoryBudget memory = new MemoryBudget(6 * MIB);
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Response response;

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        start(Duration.ofSeconds(30));
        var acceptor = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try {
                            var socket = server.accept();
                            connections.incrementAndGet();
                            new Thread(() -> serve(socket), "connection").start();
                        } catch (IOException e) {
                            return;
                        }
                    }
                },
                "server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void start(Duration time) {
        var json = StreamReadConstraints.builder().build();
        camel.addComponent(
                "http", new BoundedHttpComponent(new ResponseLimits(time, 4 * MIB, 50, 1_000, json), memory));
        camel.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = socket.getInputStream();
            while (readHead(in)) {
                var out = new BufferedOutputStream(socket.getOutputStream());
                response.write(out);
                out.flush();
            }
        } catch (IOException e) {
            // the client has closed the connection
        }
    }

    private static boolean readHead(InputStream in) throws IOException {
        var last = 0;
        for (var read = in.read(); read >= 0; read = in.read()) {
            last = last << 8 | read;
            if (last == 0x0d0a0d0a) {
                return true;
            }
        }
        return false;
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
        server.close();
    }

    private byte[] get() {
        try (var template = camel.createProducerTemplate()) {
            return template.requestBody(
                    "http://127.0.0.1:%d/?throwExceptionOnFailure=false".formatted(server.getLocalPort()),
                    null,
                    byte[].class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Throwable failure(Response hostile) {
        response = hostile;
        var failure = catchThrowable(this::get);
        assertThat(failure).isInstanceOf(CamelExecutionException.class);
        return failure.getCause();
    }

    private void requireNextRequestWorks() {
        response = out -> out.write((OK + "Content-Length: 2\r\n\r\n{}").getBytes(US_ASCII));
        assertThat(get()).asString().isEqualTo("{}");
    }

    private static Response plain(int length) {
        return out -> {
            out.write((OK + "Content-Length: %d\r\n\r\n".formatted(length)).getBytes(US_ASCII));
            out.write(new byte[length]);
        };
    }

    private static byte[] gzip(byte[] part, int times) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (var i = 0; i < times; i++) {
                gzip.write(part);
            }
        }
        return bytes.toByteArray();
    }

    private static Response encoded(String encoding, byte[] body) {
        return out -> {
            out.write((OK + "Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n".formatted(encoding, body.length))
                    .getBytes(US_ASCII));
            out.write(body);
        };
    }

    private static Response endless(String head, String repeated) {
        return out -> {
            out.write((OK + head).getBytes(US_ASCII));
            var part = repeated.repeat(1_000).getBytes(US_ASCII);
            while (true) {
                out.write(part);
            }
        };
    }

    private void requireBodyTooLarge(Response hostile) {
        assertThat(failure(hostile))
                .isInstanceOf(SourceException.Refused.class)
                .hasMessage("The response body exceeds 4,194,304 bytes after decompression. If this is intended, raise"
                        + " tourbus.http.max-body-bytes.");
        requireNextRequestWorks();
    }

    @Test
    void aBodyOfTheMaximumSizePasses() {
        response = plain(4 * MIB);

        assertThat(get()).hasSize(4 * MIB);
        assertThat(get()).as("a large body does not block the next").hasSize(4 * MIB);
    }

    /** A client has 20 connections to a server. */
    @Test
    void connectionsAreUsedAgain() throws IOException {
        var body = "{}".getBytes(US_ASCII);
        response = encoded("gzip", gzip(body, 1));
        for (var i = 0; i < 25; i++) {
            assertThat(get()).isEqualTo(body);
        }
        assertThat(connections).hasValue(1);

        for (var i = 0; i < 25; i++) {
            failure(plain(4 * MIB + 1));
        }
        requireNextRequestWorks();
    }

    @Test
    void aBodyBeyondTheLimitFails() {
        requireBodyTooLarge(plain(4 * MIB + 1));
    }

    @Test
    void aGzipBombFails() throws IOException {
        requireBodyTooLarge(encoded("gzip", gzip(new byte[MIB], 200)));
    }

    @Test
    void aGzipBombInAGzipBombFails() throws IOException {
        requireBodyTooLarge(encoded("gzip, gzip", gzip(gzip(new byte[MIB], 200), 1)));
    }

    @Test
    void aBombWithAnUnknownEncodingIsNotDecompressed() throws IOException {
        var bomb = gzip(new byte[MIB], 20);
        response = encoded("x-gzip-unknown", bomb);

        assertThat(get()).isEqualTo(bomb);
    }

    @Test
    void anEndlessBodyFails() {
        requireBodyTooLarge(endless("Transfer-Encoding: chunked\r\n\r\n", "2\r\naa\r\n"));
        requireBodyTooLarge(endless("\r\n", "a"));
    }

    @Test
    void endlessHeadersFail() {
        for (var headers : List.of(endless("", "X-Header: 1\r\n"), endless("X-Header: ", "a"))) {
            assertThat(failure(headers))
                    .isInstanceOf(SourceException.Refused.class)
                    .hasMessageContaining("tourbus.http.max-headers or tourbus.http.max-header-bytes");
            requireNextRequestWorks();
        }
    }

    @Test
    void responsesThatTakeTooLongFail() {
        camel.stop();
        camel.removeComponent("http");
        start(Duration.ofMillis(300));
        var slow = List.<Response>of(
                dripping(OK + "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"),
                dripping(OK + "X-Header: ", "a"),
                dripping("", "HTTP/1.1 100 Continue\r\n\r\n"));

        for (var hostile : slow) {
            assertThat(failure(hostile))
                    .isInstanceOf(SourceException.Unavailable.class)
                    .hasMessageContaining("tourbus.http.total-timeout-seconds");
            requireNextRequestWorks();
        }
    }

    /** Sends a little every 20 ms, without an end. */
    private static Response dripping(String head, String repeated) {
        return out -> {
            out.write(head.getBytes(US_ASCII));
            while (!Thread.interrupted()) {
                out.write(repeated.getBytes(US_ASCII));
                out.flush();
                try {
                    TimeUnit.MILLISECONDS.sleep(20);
                } catch (InterruptedException e) {
                    return;
                }
            }
        };
    }

    @Test
    void theResponsesOfASliceAreCountedUntilItEnds() {
        response = plain(3 * MIB);
        assertThat(getOf("A")).hasSize(3 * MIB);
        assertThat(getOf("A")).hasSize(3 * MIB);
        assertThat(memory.held("A")).isEqualTo(6 * MIB);

        assertThat(catchThrowable(() -> getOf("A")))
                .hasRootCauseInstanceOf(SourceException.Refused.class)
                .hasRootCauseMessage("The responses of this slice exceed 6,291,456 bytes in total, a sixth of the heap."
                        + " If this is intended, raise the heap, for example with JAVA_OPTS=-Xmx1g.");
        assertThat(memory.held("A")).isEqualTo(6 * MIB);
        memory.release("A");
        assertThat(getOf("A")).hasSize(3 * MIB);
    }

    @Test
    void aResponseThatFailsIsNotCounted() {
        response = plain(4 * MIB + 1);
        assertThat(catchThrowable(() -> getOf("A"))).hasRootCauseInstanceOf(SourceException.Refused.class);
        response = endless("\r\n", "a");
        assertThat(catchThrowable(() -> getOf("A"))).hasRootCauseInstanceOf(SourceException.Refused.class);

        assertThat(memory.held("A")).isZero();
    }

    private byte[] getOf(String slice) {
        try (var template = camel.createProducerTemplate()) {
            var response = template.request(
                    "http://127.0.0.1:%d/?throwExceptionOnFailure=false".formatted(server.getLocalPort()),
                    exchange -> exchange.setVariable("slice", slice));
            if (response.isFailed()) {
                throw new CamelExecutionException("failed", response, response.getException());
            }
            return response.getMessage().getBody(byte[].class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each of them alone fits into the heap. */
    @Test
    void manyBombsAtTheSameTimeAllFail() throws Exception {
        response = encoded("gzip", gzip(new byte[MIB], 50));
        var threads = Executors.newFixedThreadPool(16);
        try {
            var calls = new ArrayList<java.util.concurrent.Future<Throwable>>();
            for (var i = 0; i < 16; i++) {
                calls.add(threads.submit(() -> catchThrowable(this::get)));
            }
            for (var call : calls) {
                assertThat(call.get()).hasRootCauseInstanceOf(SourceException.Refused.class);
            }
        } finally {
            threads.shutdownNow();
        }
        requireNextRequestWorks();
    }
}
