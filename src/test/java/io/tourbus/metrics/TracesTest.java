package io.tourbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces that an OpenTelemetry collector receives. */
class TracesTest {

    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    /** The fields of a span that these tests use. */
    private record Span(String trace, String parent, String name, String text) {

        /** @param bytes of {@code opentelemetry.proto.trace.v1.Span} */
        static Span of(byte[] bytes) {
            var texts = new String[] {"", "", ""};
            fields(bytes, (number, value) -> {
                switch (number) {
                    case 1 -> texts[0] = HexFormat.of().formatHex(value);
                    case 4 -> texts[1] = HexFormat.of().formatHex(value);
                    case 5 -> texts[2] = new String(value, StandardCharsets.UTF_8);
                    default -> {}
                }
            });
            return new Span(texts[0], texts[1], texts[2], new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    @TempDir
    private Path folder;

    private final Queue<byte[]> received = new ConcurrentLinkedQueue<>();
    private HttpServer collector;
    private SandboxContext sandbox;

    @BeforeEach
    void open() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        System.setProperty(
                ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort());
        sandbox = new SandboxContext(folder, 10, 60, 10).set("tourbus.traces.enabled", "true");
    }

    @AfterEach
    void close() {
        System.clearProperty(ENDPOINT);
        sandbox.close();
        collector.stop(0);
    }

    @Test
    void aSliceIsOneTraceWithItsName() {
        sandbox.servers().ticketmaster().faults().answer(1, "/venues", 503, "{}");

        var report = sandbox.run("venue-refresh");

        var spans = spans();
        var roots = spans.stream().filter(span -> span.parent().isEmpty()).toList();
        assertThat(roots)
                .filteredOn(span -> span.name().equals("run-slice"))
                .hasSize((int) report.sum("slices"))
                .allSatisfy(root -> assertThat(root.text()).contains(report.runId(), "ticketmaster", "venues-"))
                .allSatisfy(root -> assertThat(spans)
                        .filteredOn(span -> span.trace().equals(root.trace()))
                        .extracting(Span::name)
                        .contains("fetch-slice", "call-ticketmaster", "GET", "put-lake", "send-records"));
        assertThat(roots).extracting(Span::name).containsOnly("run-slice", "put-object");
        assertThat(spans).noneMatch(span -> span.text().contains("sandbox-key"));
        assertThat(received).anyMatch(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains("service.name"));
    }

    @Test
    void invalidVariablesAreAProblemOfTheSettings() {
        System.setProperty("otel.exporter.otlp.protocol", "pigeon");
        try {
            assertThatThrownBy(() -> sandbox.start())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("pigeon");
        } finally {
            System.clearProperty("otel.exporter.otlp.protocol");
        }
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        received.forEach(request -> fields(
                request,
                (resources, resource) -> fields(resource, (scopes, scope) -> {
                    if (scopes == 2) {
                        fields(scope, (number, span) -> {
                            if (number == 2) {
                                spans.add(Span.of(span));
                            }
                        });
                    }
                })));
        return spans;
    }

    /** Passes on the length-delimited fields of a Protocol Buffers message: strings, bytes and nested messages. */
    private static void fields(byte[] message, BiConsumer<Integer, byte[]> consumer) {
        var buffer = ByteBuffer.wrap(message);
        while (buffer.hasRemaining()) {
            var tag = varint(buffer);
            switch ((int) tag & 7) {
                case 0 -> varint(buffer);
                case 1 -> buffer.getLong();
                case 5 -> buffer.getInt();
                default -> {
                    var value = new byte[(int) varint(buffer)];
                    buffer.get(value);
                    consumer.accept((int) (tag >>> 3), value);
                }
            }
        }
    }

    private static long varint(ByteBuffer buffer) {
        var value = 0L;
        for (var shift = 0; ; shift += 7) {
            var next = buffer.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
