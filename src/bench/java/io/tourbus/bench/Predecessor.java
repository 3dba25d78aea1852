package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.model.Entity;
import io.tourbus.model.Record;
import io.tourbus.source.page.JsonFields;
import io.tourbus.ticketmaster.EventNormalizer;
import io.tourbus.ticketmaster.VenueNormalizer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The design that Tourbus replaces, ported to Java: sequential, with an object of indented JSON for each non-empty page, and up to
 * 500 records per call to the stream. As in the original, a page has 20 entities. Unlike the original, it reads further pages
 * and gets date windows, so that it delivers the same records.
 */
final class Predecessor implements Crawler {

    private static final int PAGE_SIZE = 20;
    private static final DateTimeFormatter KEY =
            DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd").withZone(ZoneOffset.UTC);

    private final ObjectMapper mapper = new ObjectMapper();
    private final ObjectWriter indented = mapper.writerWithDefaultPrettyPrinter();
    private final Map<Entity, Function<JsonFields, ? extends Record>> normalizers =
            Map.of(Entity.VENUES, new VenueNormalizer()::normalize, Entity.EVENTS, new EventNormalizer()::normalize);
    private final BenchServers.Addresses servers;

    Predecessor(BenchServers.Addresses servers) {
        this.servers = servers;
    }

    @Override
    public void run() throws Exception {
        var api = new ApiClient(servers.api());
        try (var sinks = new Sinks(servers)) {
            for (var query : CrawlQuery.all(new ControlClient(servers))) {
                deliver(query, api, sinks);
            }
        }
    }

    private void deliver(CrawlQuery query, ApiClient api, Sinks sinks) throws IOException, InterruptedException {
        long total = 1;
        int read = 0;
        for (int number = 0; read < total; number++) {
            var response = mapper.readTree(api.get(query.page(PAGE_SIZE, number)));
            total = response.at("/page/totalElements").asLong();
            List<Record> records = new ArrayList<>();
            response.at("/_embedded/" + query.entity())
                    .forEach(entity ->
                            records.add(normalizers.get(query.entity()).apply(JsonFields.of(entity))));
            read += records.size();
            if (!records.isEmpty()) {
                save(query, number, records, sinks);
                send(query.entity(), records, sinks);
            }
        }
    }

    private void save(CrawlQuery query, int number, List<Record> records, Sinks sinks) throws IOException {
        var now = Instant.now();
        sinks.put(
                "raw/ticketmaster/%s/%s/%s_%s_%d.json"
                        .formatted(query.entity(), KEY.format(now), query.entity(), query.name(), number),
                Map.of(
                        "source",
                        "ticketmaster",
                        "data_type",
                        query.entity().label(),
                        "ingestion_timestamp",
                        now.toString()),
                indented.writeValueAsBytes(records),
                put -> put.contentType("application/json"));
    }

    private void send(Entity entity, List<Record> records, Sinks sinks) throws IOException {
        List<Sinks.Entry> entries = new ArrayList<>();
        for (var record : records) {
            ObjectNode flat = mapper.valueToTree(record);
            flat.put("ingestion_timestamp", Instant.now().toString())
                    .put("data_type", entity.label())
                    .put("source", "ticketmaster");
            entries.add(new Sinks.Entry(record.id(), mapper.writeValueAsBytes(flat)));
        }
        sinks.send(entries);
    }
}
