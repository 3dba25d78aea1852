package io.tourbus.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.model.Entity;
import io.tourbus.model.Record;
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
 * The design that Tourbus replaces, in Java: one thing after the other, an object of indented JSON for each call that
 * answered with records, its records into the stream up to 500 at a time. Pages are of 20, as they were, but it goes on to
 * the next one, and is given windows that it never had, so that it comes by the same records.
 */
final class Predecessor implements Program {

    private static final int PAGE = 20;
    private static final DateTimeFormatter KEY =
            DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd").withZone(ZoneOffset.UTC);

    private final ObjectMapper mapper = new ObjectMapper();
    private final ObjectWriter indented = mapper.writerWithDefaultPrettyPrinter();
    private final Map<Entity, Function<JsonNode, ? extends Record>> normalizers =
            Map.of(Entity.VENUES, new VenueNormalizer()::normalize, Entity.EVENTS, new EventNormalizer()::normalize);
    private final Stage.Addresses stage;

    Predecessor(Stage.Addresses stage) {
        this.stage = stage;
    }

    @Override
    public void run() throws Exception {
        var api = new ApiClient(stage.api());
        try (var sinks = new Sinks(stage)) {
            for (var question : Question.all(new StageClient(stage))) {
                deliver(question, api, sinks);
            }
        }
    }

    private void deliver(Question question, ApiClient api, Sinks sinks) throws IOException, InterruptedException {
        long total = 1;
        int read = 0;
        for (int number = 0; read < total; number++) {
            var answer = mapper.readTree(api.get(question.page(PAGE, number)));
            total = answer.at("/page/totalElements").asLong();
            List<Record> records = new ArrayList<>();
            answer.at("/_embedded/" + question.entity())
                    .forEach(entity ->
                            records.add(normalizers.get(question.entity()).apply(entity)));
            read += records.size();
            if (!records.isEmpty()) {
                save(question, number, records, sinks);
                send(question.entity(), records, sinks);
            }
        }
    }

    private void save(Question question, int number, List<Record> records, Sinks sinks) throws IOException {
        var now = Instant.now();
        sinks.put(
                "raw/ticketmaster/%s/%s/%s_%s_%d.json"
                        .formatted(question.entity(), KEY.format(now), question.entity(), question.name(), number),
                Map.of(
                        "source",
                        "ticketmaster",
                        "data_type",
                        question.entity().label(),
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
