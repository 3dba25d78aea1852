package io.tourbus.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.model.Reject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class LakeObjectsTest {

    private final LakeObjects objects = new LakeObjects("raw-bucket", "processed-bucket", true, object -> false);
    private final Batch batch = batch(
            List.of(new Normalized("{ \"id\": 1.0 }".getBytes(UTF_8), line("ticketmaster_1", "{\"concert_id\":1}"))),
            List.of(new Reject("no id", "{}".getBytes(UTF_8), Map.of()), Reject.nullEntry()));

    @Test
    void objectsArePartitionedByTheDayOfTheRun() {
        assertThat(objects.build(batch))
                .extracting(object -> object.bucket() + "/" + object.key())
                .containsExactly(
                        "raw-bucket/raw/ticketmaster/events/year=2026/month=01/day=09/run-1_events-us-0000.ndjson.gz",
                        "processed-bucket/normalized/concerts/year=2026/month=01/day=09/run-1_events-us-0000.ndjson.gz");
    }

    @Test
    void rawContainsEntitiesAsReceivedIncludingRejects() throws IOException {
        assertThat(text(objects.build(batch).get(0))).isEqualTo("{ \"id\": 1.0 }\n{}\n");
    }

    @Test
    void normalizedContainsTheRecordsByteForByte() throws IOException {
        assertThat(text(objects.build(batch).get(1))).isEqualTo("{\"concert_id\":1}\n");
    }

    @Test
    void aRepeatedSliceHasTheSameKeysAndBytes() {
        var once = objects.build(batch);
        var again = objects.build(batch);

        assertThat(again)
                .extracting(LakeObject::key)
                .isEqualTo(once.stream().map(LakeObject::key).toList());
        assertThat(again.get(0).content()).isEqualTo(once.get(0).content());
    }

    @Test
    void anEmptySliceReplacesItsEarlierObject() throws IOException {
        var again = new LakeObjects(
                        "raw-bucket", "processed-bucket", true, object -> object.zone() == LakeObject.Zone.NORMALIZED)
                .build(batch(List.of(), List.of()));

        assertThat(again).singleElement().satisfies(object -> {
            assertThat(object.key()).isEqualTo(objects.build(batch).get(1).key());
            assertThat(object.lines()).isZero();
            assertThat(text(object)).isEmpty();
        });
    }

    @Test
    void anEmptySliceWritesNoObject() {
        assertThat(objects.build(batch(List.of(), List.of()))).isEmpty();
    }

    @Test
    void aSliceOfRejectsHasNoNormalizedObject() {
        assertThat(objects.build(batch(List.of(), List.of(new Reject("no id", "{}".getBytes(UTF_8), Map.of())))))
                .extracting(LakeObject::zone)
                .containsExactly(LakeObject.Zone.RAW);
    }

    @Test
    void metadataContainsTheOrigin() {
        assertThat(objects.build(batch).get(0).metadata())
                .containsEntry("source", "ticketmaster")
                .containsEntry("data_type", "events")
                .containsEntry("ingestion_timestamp", "2026-01-09T23:59:59Z")
                .containsEntry("run_id", "run-1");
    }

    private static Batch batch(List<Normalized> normalized, List<Reject> rejects) {
        return new Batch(
                "run-1",
                Instant.parse("2026-01-09T23:59:59Z"),
                "ticketmaster",
                Entity.EVENTS,
                "events-us-0000",
                normalized,
                rejects,
                Map.of());
    }

    private static RecordLine line(String id, String json) {
        return new RecordLine(id, id, "hash", json.getBytes(UTF_8));
    }

    private static String text(LakeObject object) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(object.content()))) {
            return new String(gzip.readAllBytes(), UTF_8);
        }
    }
}
