package io.tourbus.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.model.LandedObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads from a store with broken connections. */
class LakeReaderTest {

    private final byte[] content = GzipLines.encode(List.of("{\"a\":1}".getBytes(UTF_8), "{\"a\":2}".getBytes(UTF_8)));
    private final LandedObject landed =
            LakeObject.of(Zone.RAW, "lake", "raw/a.gz", Map.of(), 2, content).landed();
    private final AtomicInteger breaks = new AtomicInteger();

    private HttpServer store;
    private S3Client s3;
    private LakeReader reader;

    @BeforeEach
    void open() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", this::answer);
        store.start();
        s3 = S3Client.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .forcePathStyle(true)
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + store.getAddress().getPort()))
                .build();
        reader = new LakeReader(s3, "lake");
    }

    @AfterEach
    void close() {
        s3.close();
        store.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, content.length);
            var broken = breaks.getAndDecrement() > 0;
            exchange.getResponseBody().write(content, 0, broken ? content.length / 2 : content.length);
            exchange.getResponseBody().flush();
        }
    }

    @Test
    void aBrokenReadIsRetried() {
        breaks.set(2);

        assertThat(reader.difference(List.of(landed))).isEmpty();
    }

    @Test
    void anUnreadableObjectIsNotReportedAsDifferent() {
        breaks.set(1_000);

        assertThatThrownBy(() -> reader.difference(List.of(landed)))
                .isInstanceOf(LakeException.class)
                .hasMessageStartingWith("s3://lake/raw/a.gz cannot be read: ")
                .hasMessageNotContaining("\n");
    }
}
