package io.tourbus.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.tourbus.app.Modules;
import io.tourbus.deadletter.DeadLetterFile;
import io.tourbus.deadletter.DeadLetterObjects;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.model.Reject;
import io.tourbus.run.Run;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.RunRecorder;
import io.tourbus.run.RunRegistry;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunSettings;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.settings.SettingFunction;
import io.tourbus.share.SharedRuns;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.State;
import io.tourbus.stream.KinesisBatchProducer;
import io.tourbus.testing.OnePagePager;
import io.tourbus.testing.Settled;
import io.tourbus.testing.SilentAws;
import io.tourbus.testing.TestState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The routes of delivery and of both sinks, with the AWS services mocked. */
class DeliveryRoutesTest extends CamelTestSupport {

    private final State state = TestState.open();
    private final RunManager runManager = runManager(state);
    private final Run run = runManager.open("daily");
    private final Slice slice = Slice.of(
            new Query("ticketmaster", Entity.EVENTS, "events US"),
            "ticketmaster-events",
            "events US",
            Map.of(),
            List.of());

    private MockEndpoint lake;
    private MockEndpoint stream;

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("aws2-.*");
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("runRecorder", new RunRecorder());
        registry.bind(
                "sharedRuns",
                new SharedRuns(state.sharedSlices(), state.slices(), new RunRecorder(), null, null, "here"));
        registry.bind("manifestWriter", new ManifestWriter(state, "concert-data-raw", "1", Clock.systemUTC()));
        registry.bind("abandonedObjects", new AbandonedObjects(state, null, null));
        registry.bind("retryLog", new RetryLog());
        registry.bind("deadLetterObjects", new DeadLetterObjects("concert-data-raw"));
        registry.bind("deadLetterFile", new DeadLetterFile(Path.of("target/dead-letters")));
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var context = super.createCamelContext();
        SilentAws.bindSinks(context, state);
        var properties = Settled.shipped();
        properties.setProperty("tourbus.retry.backoff-seconds", "0.01");
        context.getPropertiesComponent().setOverrideProperties(properties);
        SettingFunction.all(context).forEach(context.getPropertiesComponent()::addPropertiesFunction);
        context.getCamelContextExtension().addInterceptStrategy(new ErrorsAsFailures());
        // A call of a route that is stopped fails after this time.
        context.getComponent("direct", DirectComponent.class).setTimeout(200);
        return context;
    }

    @BeforeEach
    void loadTheRoutes() throws Exception {
        var loader = PluginHelper.getRoutesLoader(context);
        loader.loadRoutes(route("failures"), route("delivery"), route("lake"), route("stream"));
        lake = getMockEndpoint("mock:aws2-s3:concert-data-raw");
        stream = getMockEndpoint("mock:aws2-kinesis-batch:concert-data-stream");
        stream.whenAnyExchangeReceived(exchange -> {
            exchange.getMessage().setHeader(KinesisBatchProducer.SENT, 2);
            exchange.getMessage().setHeader(KinesisBatchProducer.BYTES, 20L);
        });
    }

    private Resource route(String name) {
        return ResourceHelper.resolveResource(context, "file:routes/" + name + ".camel.yaml");
    }

    @Test
    void bothSinksGetTheBatch() throws Exception {
        lake.expectedMessageCount(2);
        lake.expectedHeaderReceived("CamelAwsS3ContentType", "application/gzip");
        stream.expectedMessageCount(1);

        var answer = deliver();

        MockEndpoint.assertIsSatisfied(context);
        assertThat(answer.getException()).isNull();
        assertThat(lake.getExchanges())
                .extracting(exchange -> exchange.getMessage().getHeader("CamelAwsS3Key", String.class))
                .allMatch(key -> key.endsWith(slice.name() + ".ndjson.gz"))
                .doesNotHaveDuplicates();
        assertThat(stream.getExchanges().get(0).getMessage().getHeader("CamelAwsKinesisPartitionKeys"))
                .asInstanceOf(list(String.class))
                .containsExactly("ticketmaster_1", "ticketmaster_2");
        assertThat(report().sum("lake_records")).isEqualTo(2);
    }

    @Test
    void aFailingStreamDoesNotRepeatThePutsIntoTheLake() {
        stream.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("no");
        });

        var answer = deliver();

        assertThat(answer.getException()).hasStackTraceContaining("no");
        assertThat(lake.getReceivedCounter()).isEqualTo(2);
        assertThat(stream.getReceivedCounter()).isEqualTo(1);
        assertThat(report().sum("slices")).isZero();
    }

    /** The JVM can throw this anywhere when memory runs out. */
    @Test
    @Timeout(10)
    void anErrorInASinkFailsTheSliceAndBlocksNothing() {
        stream.whenAnyExchangeReceived(exchange -> {
            throw new OutOfMemoryError("no heap left");
        });

        assertThat(deliver().getException()).hasStackTraceContaining("no heap left");
    }

    @Test
    void permanentFailuresAreNotRetried() {
        lake.whenAnyExchangeReceived(exchange -> {
            throw S3Exception.builder().statusCode(403).message("Access Denied").build();
        });

        assertThat(deliver().getException()).hasStackTraceContaining("Access Denied");
        assertThat(lake.getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void theReasonNamesTheEndpointThatFailed() throws Exception {
        context.getRouteController().stopRoute("put-object");

        assertThat(deliver().getException())
                .hasMessage(
                        "lake: route put-object is stopped or suspended; start it on the page or with POST /api/routes/put-object/resume")
                .hasMessageNotContaining("kinesis");
    }

    @Test
    void aThrottlingLakeIsRetried() {
        lake.whenExchangeReceived(1, exchange -> {
            throw S3Exception.builder().statusCode(503).message("SlowDown").build();
        });

        assertThat(deliver().getException()).isNull();
        assertThat(lake.getReceivedCounter()).isEqualTo(3);
    }

    @Test
    void objectsForAnUnreachableLakeAreKeptAndTheStreamContinues() throws Exception {
        lake.whenAnyExchangeReceived(exchange -> {
            throw SdkClientException.create("connection refused");
        });
        stream.expectedMessageCount(1);

        assertThat(deliver().getException()).isNull();

        MockEndpoint.assertIsSatisfied(context);
        assertThat(state.deadLetters().retryable(Stage.of("lake"), 0, 10))
                .extracting(stored -> stored.letter().target())
                .hasSize(2)
                .allMatch(target -> target.startsWith("concert-data-raw/"));
        assertThat(report().sum("dead_letters")).isEqualTo(2);
    }

    @Test
    void rejectedEntitiesAreStoredOnceBeforeTheirSliceIsDone() throws Exception {
        AdviceWith.adviceWith(
                context,
                "deliver-batch",
                route -> route.weaveByToString("Bean\\[.*finish.*")
                        .replace()
                        .throwException(new IllegalStateException("killed")));

        assertThat(deliver().getException()).hasMessage("killed");
        deliver();

        assertThat(state.deadLetters().after(0, 10))
                .extracting(stored -> new String(stored.letter().payload(), UTF_8))
                .containsExactly("{}");
    }

    private Exchange deliver() {
        return template.send("direct:deliver-batch", exchange -> {
            exchange.setVariable("run", run);
            exchange.setVariable("slice", slice);
            exchange.setVariable("reading", reading());
            exchange.getMessage().setBody(batch());
        });
    }

    private SliceReading reading() {
        return new SliceReader(
                        new OnePagePager(1_000, 1_000),
                        (page, asked) -> entity -> null,
                        new RecordEncoder(),
                        Clock.systemUTC())
                .open(slice);
    }

    private Batch batch() {
        return new Batch(
                run.id(),
                Instant.parse("2026-11-23T02:00:00Z"),
                slice.source(),
                slice.entity(),
                slice.name(),
                List.of(normalized("1"), normalized("2")),
                List.of(new Reject("no id", "{}".getBytes(UTF_8), Map.of())),
                Map.of());
    }

    private static Normalized normalized(String id) {
        var json = "{\"id\":%s}".formatted(id).getBytes(UTF_8);
        return new Normalized(json, new RecordLine("ticketmaster_" + id, "ticketmaster_" + id, "0".repeat(64), json));
    }

    private static RunManager runManager(State state) {
        var quota = new DailyQuota("ticketmaster", 0, state.usage(), state.blocks(), Clock.systemUTC());
        SlicePlan nothing = scope -> new SliceQueue(Stream.empty());
        return new RunManager(
                Map.of("ticketmaster", new Reader(nothing, quota, new ConcurrencyLimiter(1))),
                List.of(),
                Modules.STANDARD.sinkCounters(),
                () -> RunSettings.read(Settled.with()),
                new GapTracker(state.gaps()),
                new RunRegistry(state, () -> RunSettings.read(Settled.with()), Clock.systemUTC()),
                Clock.systemUTC());
    }

    private RunReport report() {
        return runManager.close(run);
    }
}
