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
import java.util.Collections;
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

    private byte[] content = GzipLines.encode(List.of("{\"a\":1}".getBytes(UTF_8), "{\"a\":2}".getBytes(UTF_8)));
    private LandedObject landed = landed();
    private final AtomicInteger breaks = new AtomicInteger();

    private HttpServer store;
    private S3Client s3;
    private LakeReader reader;

    private LandedObject landed() {
        return LakeObject.of(Zone.RAW, "lake", "raw/a.gz", Map.of(), 2, content).landed();
    }

    private void store(byte[] line, int times) {
        content = GzipLines.encode(Collections.nCopies(times, line));
        landed = landed();
    }

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
        reader = new LakeReader(s3, "lake", new LakeLimits(1_000_000, 100_000));
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

    @Test
    void linesAreReadAsTheyWereWritten() {
        assertThat(reader.lines("lake", "raw/a.gz")).extracting(String::new).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void aDecompressionBombIsNotRead() {
        store(new byte[50_000], 1_000);

        assertThat(content.length).isLessThan(100_000);
        assertThatThrownBy(() -> reader.lines("lake", "raw/a.gz"))
                .isInstanceOf(LakeException.class)
                .hasMessage(
                        "s3://lake/raw/a.gz cannot be read: the object exceeds 1,000,000 bytes. If this is intended, raise"
                                + " tourbus.lake.max-object-bytes.");
        assertThat(reader.difference(List.of(landed)))
                .hasValueSatisfying(difference -> assertThat(difference)
                        .contains("larger than tourbus.lake.max-object-bytes after decompression"));
    }

    @Test
    void aLongLineIsNotRead() {
        store(new byte[500_000], 1);

        assertThatThrownBy(() -> reader.lines("lake", "raw/a.gz"))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("tourbus.lake.max-line-bytes");
    }

    @Test
    void aLargeObjectIsNotCopied() {
        content = new byte[1_000_001];
        landed = landed();

        assertThatThrownBy(() -> reader.copy(landed, "other"))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("tourbus.lake.max-object-bytes");
        assertThatThrownBy(() -> reader.manifest("run-1"))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("tourbus.lake.max-object-bytes");
    }

    @Test
    void theBrowserShowsTheBeginningOfALongLine() {
        store("a".repeat(1 << 20).getBytes(UTF_8), 600);

        var lines = new LakeBrowser(s3, "lake").lines("raw/a.gz").lines();

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).hasSize(10_001).endsWith("a…");
    }

    @Test
    void theBrowserShowsOnlyTheZones() {
        for (var key : List.of("state/lambda/state.zip", "none", "rawdata/x")) {
            assertThatThrownBy(() -> new LakeBrowser(s3, "lake").lines(key))
                    .isInstanceOf(LakeBrowser.UnknownKeyException.class);
            assertThatThrownBy(() -> new LakeBrowser(s3, "lake").folder(key))
                    .isInstanceOf(LakeBrowser.UnknownKeyException.class);
        }
    }
}
