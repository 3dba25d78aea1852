package io.tourbus.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tourbus.realtime.ConcertEvents.Result;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Which events are published for which records, against a stub of EventBridge and DynamoDB. */
class ConcertEventsTest {

    private final AwsStub aws = new AwsStub();
    private final ConcertEvents stateless = events(new LatestStates.OfThisProcess());
    private int sequence;

    ConcertEventsTest() throws IOException {}

    @AfterEach
    void close() {
        stateless.close();
        aws.close();
    }

    private ConcertEvents events(LatestStates states) {
        return new ConcertEvents(
                Optional.of(new EventBus(client(EventBridgeClient.builder()), "concerts")), states, Optional.empty());
    }

    private ConcertEvents withTable() {
        return events(new StateTable(client(DynamoDbClient.builder()), "concerts"));
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create(aws.address()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build();
    }

    /** @param changes name, value, name, value … */
    private static ObjectNode concert(String id, String day, String... changes) {
        var record = new ObjectMapper().createObjectNode();
        record.put("concert_id", "ticketmaster_" + id)
                .put("name", "A concert")
                .put("status", "scheduled")
                .put("source_status", "onsale")
                .put("local_date", "2026-12-22")
                .put("local_time", "19:00:00")
                .put("venue_id", "ticketmaster_v1")
                .put("venue_name", "Arena")
                .put("test", false)
                .put("run_id", "run-" + day)
                .put("ingestion_timestamp", "2026-11-%sT02:00:00Z".formatted(day))
                .put("schema_version", "1.3");
        for (int i = 0; i < changes.length; i += 2) {
            record.put(changes[i], changes[i + 1]);
        }
        return record.put(
                "record_hash",
                "%064x"
                        .formatted(record.deepCopy()
                                        .remove(List.of("run_id", "ingestion_timestamp"))
                                        .hashCode()
                                & 0xffffffffL));
    }

    private Result publish(ConcertEvents events, ObjectNode... records) {
        for (var record : records) {
            events.add(record.toString(), "events", String.valueOf(sequence++));
        }
        return events.publish();
    }

    @Test
    void withoutATableTheStatusSaysWhichEventItIs() {
        var result = publish(
                stateless,
                concert("a", "23"),
                concert("b", "23", "status", "cancelled"),
                concert("c", "23", "status", "postponed"),
                concert("d", "23", "source_status", "rescheduled"));

        assertThat(result).isEqualTo(new Result(4, Optional.empty()));
        assertThat(aws.events())
                .containsExactly(
                        "ConcertAnnounced ticketmaster_a",
                        "ConcertCancelled ticketmaster_b",
                        "ConcertPostponed ticketmaster_c",
                        "ConcertRescheduled ticketmaster_d");
        assertThat(aws.calls().get(0).get(0).path("EventBusName").asText()).isEqualTo("concerts");
        assertThat(aws.calls().get(0).get(0).path("Source").asText()).isEqualTo("tourbus");
        assertThat(aws.details()).allMatch(detail -> detail.path("is_new").isNull());
    }

    @Test
    void aVersionOfAConcertIsPublishedOnce() {
        var first = concert("a", "23");
        var cancelled = concert("a", "24", "status", "cancelled");

        publish(stateless, first, first, cancelled);
        publish(stateless, cancelled);
        publish(stateless, first);

        assertThat(aws.events()).containsExactly("ConcertAnnounced ticketmaster_a", "ConcertCancelled ticketmaster_a");
    }

    @Test
    void onlyConcertsHaveEvents() {
        stateless.add("{\"venue_id\": \"ticketmaster_v\"}", "venues", "1");

        assertThat(stateless.publish()).isEqualTo(new Result(0, Optional.empty()));
        assertThatThrownBy(() -> stateless.add("{\"concert_id\": \"ticketmaster_a\"}", "events", "1"))
                .hasMessage("The record has no concert_id or no record_hash.");
    }

    @Test
    void eventsGoInCallsOfTenAndOf256Kilobytes() {
        publish(
                stateless,
                IntStream.range(0, 25).mapToObj(i -> concert("s" + i, "23")).toArray(ObjectNode[]::new));
        publish(
                stateless,
                IntStream.range(0, 3)
                        .mapToObj(i -> concert("l" + i, "23", "name", "é".repeat(60_000)))
                        .toArray(ObjectNode[]::new));

        assertThat(aws.calls()).extracting(entries -> entries.size()).containsExactly(10, 10, 5, 2, 1);
    }

    @Test
    void aRefusedEventIsTheFirstFailureAndLambdaRetriesFromThere() {
        var table = withTable();
        var records =
                IntStream.range(0, 15).mapToObj(i -> concert("c" + i, "23")).toArray(ObjectNode[]::new);
        aws.refuse("ticketmaster_c4");

        assertThat(publish(table, records)).isEqualTo(new Result(4, Optional.of("4")));
        assertThat(aws.item("ticketmaster_c3").isMissingNode()).isFalse();
        assertThat(aws.item("ticketmaster_c5").isMissingNode()).isTrue();

        aws.accept("ticketmaster_c4");
        assertThat(publish(table, records)).isEqualTo(new Result(11, Optional.empty()));
        assertThat(aws.events().stream().distinct()).hasSize(15);
    }

    @Test
    void withATableAnEventSaysWhatHasChanged() throws IOException {
        var table = withTable();
        publish(table, concert("a", "23"));
        publish(table, concert("a", "24", "name", "Another name"));
        publish(table, concert("a", "25", "name", "Another name", "local_date", "2027-01-05", "venue_name", "Hall"));
        publish(table, concert("a", "26", "status", "cancelled", "source_status", "cancelled"));
        publish(table, concert("a", "27", "status", "cancelled", "source_status", "canceled"));
        publish(table, concert("a", "28"));

        assertThat(aws.events())
                .containsExactly(
                        "ConcertAnnounced ticketmaster_a",
                        "ConcertRescheduled ticketmaster_a",
                        "ConcertCancelled ticketmaster_a",
                        "ConcertRescheduled ticketmaster_a");
        var moved = aws.details().get(1);
        assertThat(moved.path("is_new").booleanValue()).isFalse();
        assertThat(moved.path("changed").toString()).isEqualTo("[\"venue_name\",\"local_date\"]");
        assertThat(moved.path("previous").toString())
                .isEqualTo("{\"venue_name\":\"Arena\",\"local_date\":\"2026-12-22\"}");
        assertThat(aws.details().get(2).at("/previous/status").asText()).isEqualTo("scheduled");
        assertThat(aws.details().get(0).path("is_new").booleanValue()).isTrue();
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(ConcertEvents.class.getResourceAsStream("concert-event.schema.json"));
        assertThat(aws.details())
                .allSatisfy(detail -> assertThat(schema.validate(detail.toString(), InputFormat.JSON))
                        .isEmpty());
    }

    @Test
    void aDateThatBecomesKnownIsAnnounced() {
        var table = withTable();
        publish(table, concert("a", "23", "local_date", null, "local_time", null));
        publish(table, concert("a", "24", "local_time", null));
        publish(table, concert("a", "25"));

        assertThat(aws.events()).containsExactly("ConcertAnnounced ticketmaster_a", "ConcertAnnounced ticketmaster_a");
        assertThat(aws.details().get(1).path("changed").toString()).isEqualTo("[\"local_date\"]");
    }

    @Test
    void anOlderRecordDoesNotReplaceANewerState() {
        var table = withTable();
        publish(table, concert("a", "25", "status", "cancelled"));
        publish(table, concert("a", "24"));
        // In another instance, which has read the table before.
        new StateTable(client(DynamoDbClient.builder()), "concerts")
                .store(List.of(ConcertState.ofRecord(concert("a", "24"))));

        assertThat(aws.events()).containsExactly("ConcertCancelled ticketmaster_a");
        assertThat(aws.item("ticketmaster_a").at("/status/S").asText()).isEqualTo("cancelled");
        assertThat(aws.item("ticketmaster_a").at("/run_id/S").asText()).isEqualTo("run-25");
    }

    @Test
    void aMissingTableFailsTheBatch() {
        aws.tableDown(true);

        assertThat(publish(withTable(), concert("a", "23"), concert("b", "23")).failed())
                .contains("0");
        assertThat(aws.events()).isEmpty();
    }
}
