package io.tourbus.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tourbus.lake.LakeLimits;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.Manifest;
import io.tourbus.model.Entity;
import io.tourbus.model.LandedObject;
import io.tourbus.operations.NotFoundException;
import io.tourbus.run.Vanished;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.testing.TestState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class RecordBrowserTest {

    private static final String RUN = "20261129T020000Z-daily-0001";
    private static final LandedObject OBJECT = new LandedObject("lake", "raw/a.gz", 2, 40, "00");
    private static final Manifest MANIFEST = Manifest.of(
            RUN,
            "1",
            Map.of(),
            List.of(OBJECT),
            List.of(new Vanished(
                    "spotify",
                    "artists",
                    "search rock",
                    300,
                    IntStream.range(0, 300)
                            .mapToObj(number -> "spotify_" + number)
                            .toList())));

    @Test
    void objectsOfARunHaveItsVanishedEntities() throws IOException {
        var now = Instant.parse("2026-11-29T02:00:00Z");
        var store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", RecordBrowserTest::respond);
        store.start();
        try (var state = TestState.open();
                var s3 = S3Client.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .forcePathStyle(true)
                        .endpointOverride(URI.create(
                                "http://127.0.0.1:" + store.getAddress().getPort()))
                        .build()) {
            var browser = new RecordBrowser(
                    state.runs(), new LakeReader(s3, "lake", new LakeLimits(1_000_000, 100_000)), Entity.standard());
            assertThatThrownBy(() -> browser.objects(RUN)).isInstanceOf(NotFoundException.class);
            state.runs().begin(RUN, "daily", now, new TimeSpan(now, now.plusSeconds(1)), TestState.FINGERPRINT);
            var found = browser.objects(RUN);
            assertThat(found.objects()).containsExactly(OBJECT);
            assertThat(found.vanished()).hasSize(1);
            assertThat(found.vanished().get(0).count()).isEqualTo(300);
            assertThat(found.vanished().get(0).ids())
                    .hasSize(100)
                    .startsWith("spotify_0")
                    .endsWith("spotify_99");
        } finally {
            store.stop(0);
        }
    }

    /** The manifest, and a folder without patches of it. */
    private static void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            var content = exchange.getRequestURI().getPath().endsWith(".json")
                    ? new ObjectMapper().writeValueAsBytes(MANIFEST)
                    : "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }
}
