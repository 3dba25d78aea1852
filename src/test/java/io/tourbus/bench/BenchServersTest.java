package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Entity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The responses and counts of the benchmark servers. */
class BenchServersTest {

    private static final int EVENTS = 3_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static BenchServers servers;
    private static ControlClient client;

    @BeforeAll
    static void open() throws IOException {
        servers = BenchServers.of(BenchServers.Offer.plain(EVENTS, 7));
        client = new ControlClient(servers.addresses());
    }

    @AfterAll
    static void close() {
        servers.close();
    }

    @BeforeEach
    void begin() throws Exception {
        client.show(EVENTS);
    }

    @Test
    void theQueriesReturnEachEventOnceAndAtMostAThousandEvents() throws Exception {
        List<String> ids = new ArrayList<>();
        for (var query : CrawlQuery.all(servers.addresses())) {
            var found = read(query);
            assertThat(found).hasSizeLessThanOrEqualTo(1_000);
            ids.addAll(query.entity() == Entity.EVENTS ? found : List.of());
        }

        assertThat(ids).hasSize(EVENTS).doesNotHaveDuplicates();
    }

    @Test
    void theNumberOfEventsCanBeReduced() throws Exception {
        client.show(100);
        int events = 0;
        for (var query : CrawlQuery.all(servers.addresses())) {
            events += query.entity() == Entity.EVENTS ? read(query).size() : 0;
        }

        assertThat(events).isEqualTo(100);
    }

    @Test
    void aPageThatIsTooDeepIsRefusedAndCounted() throws Exception {
        var api = new ApiClient(servers.addresses());
        var venues = CrawlQuery.all(servers.addresses()).get(0);

        assertThatThrownBy(() -> api.get(venues.page(200, 5))).hasMessageContaining("returns HTTP 400");
        assertThat(client.counts().apiTraffic().refused()).isEqualTo(1);
    }

    @Test
    void anOfferOfArtistsHasSearchesInsteadOfEvents() throws Exception {
        try (var spotify = BenchServers.of(new BenchServers.Offer(1_030, true, 7, List.of(0L, 0L, 0L), null))) {
            var api = new ApiClient(spotify.addresses());
            api.login();
            List<String> ids = new ArrayList<>();
            var requests = 0;
            for (var query : CrawlQuery.all(spotify.addresses())) {
                long total = 1;
                for (int page = 0; page * 50 < total; page++, requests++) {
                    var artists = MAPPER.readTree(api.get(query.page(page))).path("artists");
                    total = artists.path("total").asLong();
                    artists.path("items")
                            .forEach(artist -> ids.add(artist.path("id").asText()));
                }
            }

            assertThat(spotify.addresses().terms()).containsExactly("rock", "pop");
            assertThat(ids).hasSize(1_030).doesNotHaveDuplicates();
            assertThat(requests).isEqualTo(21);
            assertThat(new ControlClient(spotify.addresses()).counts().refused())
                    .isZero();
        }
    }

    @Test
    void objectsAndRecordsAreCounted() throws Exception {
        var object = gzip("{\"concert_id\":\"1\"}\n{\"concert_id\":\"2\"}\n");
        try (var sinks = new Sinks(servers.addresses())) {
            sinks.put("raw/ticketmaster/events/x.ndjson.gz", Map.of(), object, put -> put);
            sinks.put("normalized/concerts/x.ndjson.gz", Map.of(), object, put -> put);
            sinks.send(IntStream.range(0, 501)
                    .mapToObj(number ->
                            new Sinks.Entry("key", ("{\"n\":%d}".formatted(number)).getBytes(StandardCharsets.UTF_8)))
                    .toList());
            sinks.send(List.of(new Sinks.Entry("key", new byte[(25 << 10) + 1])));
        }
        var counts = client.counts();

        assertThat(counts.lake().puts()).isEqualTo(2);
        assertThat(counts.lake().bytes()).isEqualTo(2L * object.length);
        assertThat(counts.lake().raw()).isEqualTo(counts.lake().normalized());
        assertThat(counts.lake().raw().records()).isEqualTo(2);
        assertThat(counts.stream().calls()).isEqualTo(3);
        assertThat(counts.stream().content().records()).isEqualTo(502);
        assertThat(counts.stream().payloadUnits()).isEqualTo(503);
        assertThat(counts.refused()).isZero();
    }

    @Test
    void theLakeIsNotEmptyAfterTheFirstObject() throws Exception {
        try (var sinks = new Sinks(servers.addresses())) {
            sinks.put("raw/x.json", Map.of(), bytes("[]"), put -> put);
        }
        var list = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(servers.addresses().lake() + "/bucket"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(list.body()).contains("<KeyCount>1</KeyCount>");
    }

    @Test
    void theRecordsOfAJsonArrayAreCounted() throws Exception {
        try (var sinks = new Sinks(servers.addresses())) {
            sinks.put("raw/x.json", Map.of(), bytes("[ {\"a\": [1]},\n {\"b\": {}} ]"), put -> put);
        }

        assertThat(client.counts().lake().normalized().records()).isEqualTo(2);
    }

    @Test
    void anObjectWithoutGzipIsRefused() throws Exception {
        try (var sinks = new Sinks(servers.addresses())) {
            assertThatThrownBy(() -> sinks.put("normalized/x.gz", Map.of(), bytes("no gzip"), put -> put))
                    .hasMessageContaining("400");
        }
    }

    @Test
    void signedChunksAreDecoded() {
        var body = "3;chunk-signature=ab\r\nabc\r\nA;chunk-signature=cd\r\n0123456789\r\n0;chunk-signature=ef\r\n\r\n";

        assertThat(LakeStub.unchunked(bytes(body))).isEqualTo(bytes("abc0123456789"));
    }

    private static List<String> read(CrawlQuery query) throws Exception {
        var api = new ApiClient(servers.addresses());
        List<String> ids = new ArrayList<>();
        long total = 1;
        for (int page = 0; ids.size() < total; page++) {
            var response = MAPPER.readTree(api.get(query.page(200, page)));
            total = response.at("/page/totalElements").asLong();
            response.at("/_embedded/" + query.entity())
                    .forEach(entity -> ids.add(entity.path("id").asText()));
        }
        return ids;
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(bytes(text));
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
