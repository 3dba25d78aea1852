package io.tourbus.stream;

import static org.apache.camel.health.HealthCheck.State.DOWN;
import static org.apache.camel.health.HealthCheck.State.UNKNOWN;
import static org.apache.camel.health.HealthCheck.State.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.stream.KinesisServer;
import java.time.Clock;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;

/** The health check of the stream, against the sandbox and a stub. */
class StreamHealthCheckTest {
    private static final String SECRET = "wJalrXUtnFEMI";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private KinesisServer server;

    @BeforeEach
    void start() throws Exception {
        server = new KinesisServer(0, Clock.systemUTC());
        server.createStream("concerts", 1);
    }

    @AfterEach
    void stop() {
        context.stop();
        server.close();
    }

    @Test
    void anExistingStreamIsUp() throws Exception {
        startRouteTo("concerts");

        assertThat(results()).singleElement().satisfies(result -> {
            assertThat(result.getState()).isEqualTo(UP);
            assertThat(result.getCheck().getId()).isEqualTo("producer:aws2-kinesis-batch-concerts");
            assertThat(result.getDetails()).containsEntry("stream.status", "ACTIVE");
        });
    }

    @Test
    void aMissingStreamIsDownWithNameAndError() throws Exception {
        startRouteTo("nowhere");

        assertThat(results()).singleElement().satisfies(result -> {
            assertThat(result.getState()).isEqualTo(DOWN);
            assertThat(result.getMessage().orElseThrow())
                    .startsWith("Stream nowhere: ResourceNotFoundException: ")
                    .contains("not found");
            assertThat(result.getError()).isEmpty();
            assertThat(result.getDetails())
                    .containsEntry("stream.name", "nowhere")
                    .containsEntry("service.error.code", "ResourceNotFoundException")
                    .containsEntry("service.status.code", 400);
            assertThat(result.toString() + result.getDetails()).doesNotContain(SECRET);
        });
    }

    @Test
    void aFailingServiceIsDownUntilItRecovers() throws Exception {
        startRouteTo("concerts");
        server.faults().answer(1, "/", 500, "{}");

        assertThat(results()).extracting(HealthCheck.Result::getState).containsExactly(DOWN);
        assertThat(results()).extracting(HealthCheck.Result::getState).containsExactly(UP);
    }

    @Test
    void itIsAReadinessCheckOnly() throws Exception {
        startRouteTo("nowhere");

        assertThat(HealthCheckHelper.invokeReadiness(context))
                .filteredOn(this::isOurs)
                .hasSize(1);
        assertThat(HealthCheckHelper.invokeLiveness(context)).noneMatch(this::isOurs);
    }

    @Test
    void theStandardOptionDisablesIt() throws Exception {
        context.getComponent("aws2-kinesis-batch", KinesisBatchComponent.class).setHealthCheckProducerEnabled(false);
        startRouteTo("nowhere");

        assertThat(results()).noneMatch(result -> result.getState() == DOWN);
    }

    @Test
    void itIsRemovedWithItsRoute() throws Exception {
        startRouteTo("concerts");
        startRouteTo("nowhere");
        assertThat(results()).extracting(HealthCheck.Result::getState).containsExactlyInAnyOrder(UP, DOWN);

        context.getRouteController().stopRoute("nowhere");
        context.removeRoute("nowhere");

        assertThat(results()).extracting(HealthCheck.Result::getState).containsExactly(UP);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE,UP", "UPDATING,UP", "CREATING,DOWN", "DELETING,DOWN"})
    void onlyWritableStreamsAreUp(String status, HealthCheck.State state) throws Exception {
        startRouteTo(() -> DescribeStreamSummaryResponse.builder()
                .streamDescriptionSummary(summary -> summary.streamStatus(status))
                .build());

        assertThat(results()).extracting(HealthCheck.Result::getState).containsExactly(state);
    }

    @Test
    void theMessageDoesNotContainRequestHeaders() throws Exception {
        startRouteTo(() -> {
            throw KinesisException.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("InvalidSignatureException")
                            .errorMessage("The signature does not match.\n\nx-amz-security-token:" + SECRET)
                            .build())
                    .build();
        });

        assertThat(results()).singleElement().satisfies(result -> {
            assertThat(result.getMessage())
                    .hasValue("Stream concerts: InvalidSignatureException: The signature does not match.");
            assertThat(result.getDetails().toString()).doesNotContain(SECRET);
        });
    }

    @Test
    void aRateLimitMakesTheStateUnknown() throws Exception {
        startRouteTo(() -> {
            throw LimitExceededException.builder().message("Rate exceeded").build();
        });

        assertThat(results()).extracting(HealthCheck.Result::getState).containsExactly(UNKNOWN);
    }

    private Collection<HealthCheck.Result> results() {
        return HealthCheckHelper.invoke(context, "full").stream()
                .filter(this::isOurs)
                .toList();
    }

    private boolean isOurs(HealthCheck.Result result) {
        return result.getCheck() instanceof StreamHealthCheck;
    }

    private void startRouteTo(String stream) throws Exception {
        startRoute(
                stream,
                "aws2-kinesis-batch:" + stream + "?region=us-east-1&accessKey=me&secretKey=" + SECRET
                        + "&overrideEndpoint=true&uriEndpointOverride=" + server.endpoint());
    }

    private void startRouteTo(Supplier<DescribeStreamSummaryResponse> answer) throws Exception {
        context.getRegistry().bind("kinesis", new KinesisClient() {
            @Override
            public DescribeStreamSummaryResponse describeStreamSummary(DescribeStreamSummaryRequest request) {
                return answer.get();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
        startRoute("concerts", "aws2-kinesis-batch:concerts");
    }

    private void startRoute(String id, String uri) throws Exception {
        HealthCheckHelper.getHealthCheckRepository(context, "producers").setEnabled(true);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + id).routeId(id).to(uri);
            }
        });
        context.start();
    }
}
