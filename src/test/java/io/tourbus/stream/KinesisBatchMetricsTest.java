package io.tourbus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The attributes of the endpoint's MBean. */
class KinesisBatchMetricsTest {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final String[] COUNTS = {
        "RecordsSent",
        "BytesSent",
        "RecordsRefused",
        "RecordsResent",
        "Calls",
        "CallsThrottled",
        "MillisWaited",
        "MillisBetweenCalls"
    };

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void allTotalsAreZeroAtStart() throws Exception {
        start(ScriptedStream.acceptingAll());

        assertThat(counts().values()).hasSize(COUNTS.length).containsOnly(0L);
    }

    @Test
    void totalsCountAllMessages() throws Exception {
        start(new ScriptedStream((call, entry) -> {
            boolean refused = entry.partitionKey().equals("never") || call == 1;
            return refused ? Optional.of(call == 1 ? THROTTLED : "InternalFailure") : Optional.empty();
        }));

        send("a", "b");
        send("never", "c", "d", "x".repeat(200));

        assertThat(counts())
                .containsAllEntriesOf(Map.of(
                        "RecordsSent", 4L,
                        "BytesSent", 8L,
                        "RecordsRefused", 2L,
                        "RecordsResent", 3L,
                        "Calls", 4L,
                        "CallsThrottled", 1L));
        assertThat(counts().get("MillisWaited")).isGreaterThanOrEqualTo(2L);
        assertThat(counts().get("MillisBetweenCalls")).isPositive();
    }

    private void start(ScriptedStream stream) throws Exception {
        context.getRegistry().bind("kinesis", new StubKinesis(stream));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:stream")
                        .to("aws2-kinesis-batch:concerts?maxRecordBytes=100&maxAttempts=2"
                                + "&backoffInitialDelay=2&backoffMaxDelay=2&throttledInitialDelay=5");
            }
        });
        context.start();
    }

    /** Sends records whose data is also their key. */
    private void send(String... records) {
        context.createFluentProducerTemplate()
                .to("direct:stream")
                .withHeader(KinesisBatchProducer.PARTITION_KEYS, List.of(records))
                .withBody(List.of(records))
                .send();
    }

    private Map<String, Long> counts() throws Exception {
        MBeanServer server =
                context.getManagementStrategy().getManagementAgent().getMBeanServer();
        ObjectName endpoint = server.queryNames(
                        new ObjectName("org.apache.camel:context=" + context.getManagementName()
                                + ",type=endpoints,name=\"aws2-kinesis-batch:*\""),
                        null)
                .iterator()
                .next();
        return server.getAttributes(endpoint, COUNTS).asList().stream()
                .collect(Collectors.toMap(Attribute::getName, count -> (Long) count.getValue()));
    }
}
