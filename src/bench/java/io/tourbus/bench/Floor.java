package io.tourbus.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Entity;
import io.tourbus.model.Origin;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.page.PageResult;
import io.tourbus.ticketmaster.EventNormalizer;
import io.tourbus.ticketmaster.VenueNormalizer;
import io.tourbus.ticketmaster.api.TicketmasterPages;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * The least that can be done by hand for the same bytes: no routes, no state, no limits, no retries, no report. It need not
 * find its windows, and reads as many at once as Tourbus does.
 */
final class Floor implements Program {

    private static final int PAGE = 200;
    private static final int QUESTIONS_AT_ONCE = 4;
    private static final int BUFFER = 1 << 16;
    private static final String RUN = "20260101T000000Z-floor-0000";
    private static final DateTimeFormatter PARTITION =
            DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd").withZone(ZoneOffset.UTC);

    private final Stage.Addresses stage;
    private final RecordEncoder encoder = new RecordEncoder();
    private final Map<Entity, Function<JsonNode, ? extends Record>> normalizers =
            Map.of(Entity.VENUES, new VenueNormalizer()::normalize, Entity.EVENTS, new EventNormalizer()::normalize);

    Floor(Stage.Addresses stage) {
        this.stage = stage;
    }

    /** A gzip NDJSON object in the making. */
    private static final class Lines {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
        private final GZIPOutputStream gzip;

        Lines() throws IOException {
            this.gzip = new GZIPOutputStream(bytes, BUFFER);
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
        var threads = Executors.newFixedThreadPool(QUESTIONS_AT_ONCE);
        try (var sinks = new Sinks(stage)) {
            await(threads, sinks, new ApiClient(stage.api()), Instant.now());
        } finally {
            threads.shutdownNow();
        }
    }

    private void await(ExecutorService threads, Sinks sinks, ApiClient api, Instant started) throws Exception {
        List<Future<Void>> answers = new ArrayList<>();
        for (var question : Question.all(new StageClient(stage))) {
            answers.add(threads.submit(() -> {
                deliver(question, api, sinks, started);
                return null;
            }));
        }
        for (var answer : answers) {
            answer.get();
        }
    }

    private void deliver(Question question, ApiClient api, Sinks sinks, Instant started) throws Exception {
        var raw = new Lines();
        var normalized = new Lines();
        List<Sinks.Entry> entries = new ArrayList<>();
        int read = 0;
        long total = 1;
        for (int number = 0; read < total; number++) {
            var page = TicketmasterPages.parserFor(question.entity()).read(api.get(question.page(PAGE, number)));
            total = page.total().orElseThrow();
            read += page.entities().size();
            add(page, question, raw, normalized, entries);
        }
        if (read > 0) {
            put("raw/ticketmaster/" + question.entity(), question, raw.end(), sinks, started);
            put("normalized/" + question.entity().recordFolder(), question, normalized.end(), sinks, started);
            sinks.send(entries);
        }
    }

    private void add(PageResult page, Question question, Lines raw, Lines normalized, List<Sinks.Entry> entries)
            throws IOException {
        var origin = new Origin(
                "ticketmaster",
                RUN,
                question.name(),
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
        for (var one : page.entities()) {
            var line = encoder.encode(normalizers.get(question.entity()).apply(one.tree()), origin);
            raw.add(one.json());
            normalized.add(line.json());
            entries.add(new Sinks.Entry(line.id(), line.json()));
        }
    }

    private static void put(String folder, Question question, byte[] object, Sinks sinks, Instant started)
            throws Exception {
        var sha256 = MessageDigest.getInstance("SHA-256").digest(object);
        var metadata = Map.of(
                "source",
                "ticketmaster",
                "data_type",
                question.entity().label(),
                "ingestion_timestamp",
                started.toString(),
                "run_id",
                RUN,
                "slice",
                question.name(),
                "sha256",
                HexFormat.of().formatHex(sha256));
        sinks.put(
                "%s/%s/%s_%s.ndjson.gz".formatted(folder, PARTITION.format(started), RUN, question.name()),
                metadata,
                object,
                put -> put.contentType("application/gzip")
                        .checksumSHA256(Base64.getEncoder().encodeToString(sha256)));
    }
}
