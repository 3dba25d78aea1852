package io.tourbus.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The fields of a concert record that events and the table of latest states have. Nobody changes {@code fields}. */
record ConcertState(ObjectNode fields) {

    static final String ID = "concert_id";

    private static final String TIMESTAMP = "ingestion_timestamp";

    /** The fields, in the order of the event. {@code concert-event.schema.json} describes them. */
    private static final List<String> FIELDS = List.of(
            ID,
            "name",
            "status",
            "source_status",
            "event_date",
            "event_date_precision",
            "local_date",
            "local_time",
            "time_zone",
            "date_status",
            "initial_date",
            "initial_time",
            "artist_id",
            "venue_id",
            "venue_name",
            "venue_city",
            "venue_country",
            "url",
            "test",
            "run_id",
            TIMESTAMP,
            "schema_version",
            "record_hash");

    static ConcertState ofRecord(JsonNode record) {
        var fields = JsonNodeFactory.instance.objectNode();
        FIELDS.forEach(field -> fields.set(field, record.hasNonNull(field) ? record.get(field) : fields.nullNode()));
        return new ConcertState(fields);
    }

    String id() {
        return text(ID);
    }

    String hash() {
        return text("record_hash");
    }

    /** Returns when Tourbus read the concert, in microseconds since 1970. */
    long version() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text(TIMESTAMP)));
    }

    /** Whether it is newer than a known state, or as new but different. */
    boolean adds(ConcertState known) {
        return version() > known.version() || version() == known.version() && !hasHashOf(known);
    }

    boolean hasHashOf(ConcertState other) {
        return hash().equals(other.hash());
    }

    String text(String field) {
        return fields.path(field).asText("");
    }

    boolean has(String field, String value) {
        return text(field).equals(value);
    }

    boolean differs(ConcertState other, String field) {
        return !fields.path(field).equals(other.fields.path(field));
    }
}
