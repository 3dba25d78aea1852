package io.tourbus.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.realtime.AwsStub;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream handler in the AWS runtime interface client, with a custom route. */
class RecordsHandlerTest {

    private static final String ROUTE = """
            - route:
                id: take-record
                from:
                  uri: direct:take-record
                  steps:
                    - filter:
                        expression:
                          simple:
                            expression: ${header.CamelAwsKinesisPartitionKey} == 'ticketmaster_rejected'
                        steps:
                          - throwException:
                              exceptionType: java.lang.IllegalStateException
                              message: rejected by the route
                    - log:
                        logName: io.tourbus.mine
                        message: mine ${header.data_type} ${body}
            """;

    @TempDir
    private Path folder;

    @Test
    void returnsTheFirstFailureAndSkipsLaterRecords() throws Exception {
        createHome();
        try (var function = new LambdaFunction(
                RecordsHandler.class,
                TourbusProcess.java(),
                folder,
                Map.of("LAMBDA_TASK_ROOT", folder.toString(), "TOURBUS_EVENTS_BUS", ""))) {

            assertThat(failed(function, record("a"), record("b"))).isEmpty();
            assertThat(failed(function, record("c"), "{\"name\": \"poison\"}", record("d")))
                    .containsExactly("1");
            assertThat(failed(function, record("e"), record("f"), record("rejected")))
                    .containsExactly("2");
            assertThat(failed(function, record("g").replace("\"1.2\"", "\"2.0\"")))
                    .containsExactly("0");
            assertThat(function.log().lines().filter(line -> line.contains(" mine events {")))
                    .hasSize(5);
            assertThat(function.log())
                    .contains(
                            "Unknown data_type: ''",
                            "rejected by the route",
                            "Unsupported schema_version: '2.0'. The major version must be 1.");
        }
    }

    @Test
    void theShippedRoutePublishesEventsAndMetrics() throws Exception {
        try (var aws = new AwsStub();
                var function = new LambdaFunction(
                        RecordsHandler.class,
                        TourbusProcess.java(),
                        folder,
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "a",
                                "AWS_SECRET_ACCESS_KEY", "b",
                                "AWS_ENDPOINT_URL", aws.address(),
                                "TOURBUS_EVENTS_TABLE", "concerts"))) {
            var cancelled = concert("c").replace("scheduled", "cancelled");
            aws.refuse("ticketmaster_b");

            assertThat(failed(function, concert("a"), cancelled, concert("b"), concert("d")))
                    .containsExactly("2");
            aws.accept("ticketmaster_b");
            assertThat(failed(function, concert("b"), "poison")).containsExactly("1");

            assertThat(aws.events())
                    .containsExactly(
                            "ConcertAnnounced ticketmaster_a",
                            "ConcertCancelled ticketmaster_c",
                            "ConcertAnnounced ticketmaster_d",
                            "ConcertAnnounced ticketmaster_b");
            assertThat(aws.item("ticketmaster_c").at("/status/S").asText()).isEqualTo("cancelled");
            var metrics = function.log()
                    .lines()
                    .filter(line -> line.contains("\"_aws\""))
                    .map(line -> json(line.substring(line.indexOf('{'))))
                    .toList();
            assertThat(metrics.get(0).path("StreamRecords").asInt()).isEqualTo(4);
            assertThat(metrics.get(0).path("Entity").asText()).isEqualTo("events");
            assertThat(metrics.get(1).path("ConcertEvents").asInt()).isEqualTo(2);
            assertThat(metrics.get(1).path("StreamLag").asLong()).isBetween(60_000L, 3_600_000L);
            assertThat(metrics.get(1).at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                    .isEqualTo("[[]]");
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String concert(String id) {
        return record(id)
                .replace(
                        "}",
                        ", \"status\": \"scheduled\", \"ingestion_timestamp\": \"2026-11-23T02:00:00Z\","
                                + " \"record_hash\": \"%s\"}".formatted(id));
    }

    /** Creates a home folder with an edited route. */
    private void createHome() throws IOException {
        Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        Files.writeString(Files.createDirectory(folder.resolve("routes")).resolve("stream-records.camel.yaml"), ROUTE);
    }

    private static String record(String id) {
        return "{\"concert_id\": \"ticketmaster_%s\", \"data_type\": \"events\", \"schema_version\": \"1.2\"}"
                .formatted(id);
    }

    private static List<String> failed(LambdaFunction function, String... records) throws Exception {
        List<Map<String, Object>> batch = new ArrayList<>();
        for (var record : records) {
            var id = record.replaceAll("(?s).*\"concert_id\": \"(.*?)\".*", "$1");
            Map<String, Object> kinesis = new HashMap<>();
            kinesis.put("sequenceNumber", String.valueOf(batch.size()));
            kinesis.put("partitionKey", id);
            kinesis.put("data", Base64.getEncoder().encodeToString(record.getBytes(StandardCharsets.UTF_8)));
            kinesis.put("approximateArrivalTimestamp", System.currentTimeMillis() / 1000.0 - 60);
            batch.add(Map.of("eventSource", "aws:kinesis", "kinesis", kinesis));
        }
        return function.invoke(new ObjectMapper().writeValueAsString(Map.of("Records", batch)))
                .path("batchItemFailures")
                .findValuesAsText("itemIdentifier");
    }
}
