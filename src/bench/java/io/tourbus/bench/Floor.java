package io.tourbus.bench;

import io.tourbus.app.NativeCrypto;
import io.tourbus.model.Concert;
import io.tourbus.model.Entity;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.SliceReader.Embedded;
import io.tourbus.spotify.ArtistNormalizer;
import io.tourbus.spotify.SpotifyResponseReader;
import io.tourbus.ticketmaster.EventNormalizer;
import io.tourbus.ticketmaster.EventPageNormalizer;
import io.tourbus.ticketmaster.VenueNormalizer;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * The minimal implementation that delivers the same content as Tourbus: without routes, state, rate limits, retries or report. It
 * gets the windows from the servers, and reads as many queries concurrently as Tourbus.
 */
final class Floor implements Crawler {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final String RUN = "20260101T000000Z-floor-0000";
    private static final DateTimeFormatter PARTITION =
            DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd").withZone(ZoneOffset.UTC);

    private final BenchServers.Addresses servers;
    private final RecordEncoder encoder = new RecordEncoder();
    private final Map<Entity, Function<JsonFields, ? extends Record>> normalizers = Map.of(
            Entity.VENUES,
            new VenueNormalizer()::normalize,
            Entity.EVENTS,
            new EventNormalizer()::normalize,
            Entity.ARTISTS,
            artist -> ArtistNormalizer.normalize(artist, Map.of()));
    private final Set<String> artists = ConcurrentHashMap.newKeySet();

    Floor(BenchServers.Addresses servers) {
        NativeCrypto.install();
        this.servers = servers;
    }

    /** Builds a gzip NDJSON object. */
    private static final class Lines {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        private final GZIPOutputStream gzip;

        Lines() throws IOException {
            this.gzip = new GZIPOutputStream(bytes, BUFFER_BYTES);
        }

        void add(byte[] line) throws IOException {
            gzip.write(line);
            gzip.write('\n');
        }

        byte[] end() throws IOException {
            gzip.close();
            return bytes.toByteArray();
        }
    }

    @Override
    public void run() throws Exception {
        artists.clear();
        var started = Instant.now();
        try (var sinks = new Sinks(servers)) {
            ConcurrentQueries.run(servers, (query, api) -> deliver(query, api, sinks, started));
        }
    }

    private void deliver(CrawlQuery query, ApiClient api, Sinks sinks, Instant started) throws Exception {
        var raw = new Lines();
        var normalized = new Lines();
        var performers = new Lines();
        List<Sinks.Entry> entries = new ArrayList<>();
        var parser = query.entity() == Entity.ARTISTS
                ? SpotifyResponseReader.parserFor(Entity.ARTISTS)
                : TicketmasterPager.parserFor(query.entity());
        int read = 0;
        long total = 1;
        for (int number = 0; read < total; number++) {
            var page = parser.read(api.get(query.page(number)));
            total = page.total().orElseThrow();
            read += page.entities().size();
            add(page, query, raw, normalized, performers, entries);
        }
        if (read > 0) {
            put("raw/%s/%s".formatted(query.source(), query.entity()), query, raw.end(), sinks, started);
            put("normalized/" + query.entity().recordFolder(), query, normalized.end(), sinks, started);
            if (query.entity() == Entity.EVENTS) {
                put("normalized/" + Entity.ARTISTS.recordFolder(), query, performers.end(), sinks, started);
            }
            sinks.send(entries);
        }
    }

    private void add(
            PageResult page, CrawlQuery query, Lines raw, Lines normalized, Lines performers, List<Sinks.Entry> entries)
            throws IOException {
        var origin = new Origin(
                query.source(), RUN, query.name(), Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
        for (var entity : page.entities()) {
            var fields = JsonFields.of(entity.tree());
            var record = normalizers.get(query.entity()).apply(fields);
            raw.add(entity.json());
            add(encoder.encode(record, origin), normalized, entries);
            if (record instanceof Concert concert) {
                for (var found : newArtists(fields, concert)) {
                    add(encoder.encode(found.record().get(), origin), performers, entries);
                }
            }
        }
    }

    private static void add(RecordEncoder.RecordLine line, Lines object, List<Sinks.Entry> entries) throws IOException {
        object.add(line.json());
        entries.add(new Sinks.Entry(line.id(), line.json()));
    }

    private List<Embedded> newArtists(JsonFields event, Concert concert) {
        return EventPageNormalizer.embedded(event, concert, (id, attraction) -> {}).stream()
                .filter(found -> found.entity() == Entity.ARTISTS && artists.add(found.identity()))
                .toList();
    }

    private static void put(String folder, CrawlQuery query, byte[] object, Sinks sinks, Instant started)
            throws Exception {
        var sha256 = MessageDigest.getInstance("SHA-256").digest(object);
        var metadata = Map.of(
                "source",
                query.source(),
                "data_type",
                query.entity().label(),
                "ingestion_timestamp",
                started.toString(),
                "run_id",
                RUN,
                "slice",
                query.name(),
                "sha256",
                HexFormat.of().formatHex(sha256));
        sinks.put(
                "%s/%s/%s_%s.ndjson.gz".formatted(folder, PARTITION.format(started), RUN, query.name()),
                metadata,
                object,
                put -> put.contentType("application/gzip")
                        .checksumSHA256(Base64.getEncoder().encodeToString(sha256)));
    }
}
