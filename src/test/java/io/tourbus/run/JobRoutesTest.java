package io.tourbus.run;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.delivery.AbandonedObjects;
import io.tourbus.delivery.DeliveryTracker;
import io.tourbus.delivery.ErrorsAsFailures;
import io.tourbus.delivery.ManifestWriter;
import io.tourbus.metrics.EmbeddedMetrics;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.RunReport.Status;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.share.SharedRuns;
import io.tourbus.sink.Sinks;
import io.tourbus.source.limit.MemoryBudget;
import io.tourbus.source.slice.AdaptiveSlicer;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Scope.EventsBarrier;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceListener;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SliceQueue.Phase;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import io.tourbus.state.State;
import io.tourbus.testing.Hooks;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestState;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code routes/jobs.camel.yaml}, with plans that fail and empty slices. */
class JobRoutesTest extends CamelTestSupport {

    private static final Query VENUES = new Query("ticketmaster", Entity.VENUES, "venues");
    private static final Query EVENTS = new Query("ticketmaster", Entity.EVENTS, "events");

    private final State state = TestState.open();
    private volatile AdaptiveSlicer slicer = new Windows();
    private volatile Supplier<Stream<Slice>> venues = () -> Stream.of(slice(VENUES, "a"), slice(VENUES, "b"));
    private volatile Runnable fetching = () -> {};

    /** A plan with nothing to read. */
    private static class Windows implements AdaptiveSlicer {
        @Override
        public Query query() {
            return EVENTS;
        }

        @Override
        public Optional<Slice> next() {
            return Optional.empty();
        }

        @Override
        public boolean done() {
            return true;
        }
    }

    private static final class Breaking extends Windows {

        private final Throwable failure;

        Breaking(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public Optional<Slice> next() {
            throw JobRoutesTest.<RuntimeException>unchecked(failure);
        }
    }

    /** Throws a checked exception where the compiler does not expect it, as mappers of rows do. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("no window left"),
                new SQLException("no window left"),
                new NoClassDefFoundError("no window left"));
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        var settings = RunSettings.read(Settled.with("tourbus.run.resume-hours", "0"));
        var runRegistry = new RunRegistry(state, () -> settings, Clock.systemUTC());
        registry.bind("runRegistry", runRegistry);
        registry.bind(
                "runManager",
                new RunManager(
                        Map.of("spotify", reader("spotify", this::spotify), "ticketmaster", ticketmaster()),
                        List.of(),
                        List.of(),
                        () -> settings,
                        new GapTracker(state.gaps()),
                        runRegistry,
                        Clock.systemUTC()));
        registry.bind("runRecorder", new RunRecorder());
        registry.bind(
                "sharedRuns",
                new SharedRuns(state.sharedSlices(), state.slices(), new RunRecorder(), null, null, "here"));
        registry.bind("hooks", Hooks.none(state.deadLetters()).records());
        registry.bind("responseMemory", MemoryBudget.ofHeap());
        registry.bind("embeddedMetrics", EmbeddedMetrics.read(Settled.with(), Set.of()));
        registry.bind(
                "deliveryTracker", new DeliveryTracker(state, new Sinks(List.of(), Map.of(), null), Clock.systemUTC()));
        registry.bind("manifestWriter", new ManifestWriter(state, "lake", "1", Clock.systemUTC()));
        registry.bind("abandonedObjects", new AbandonedObjects(state, null, null));
    }

    private Reader ticketmaster() {
        return reader("ticketmaster", scope -> {
            scope.eventsBarrier().begin("ticketmaster");
            return new SliceQueue(
                    venues.get(),
                    List.of(slicer),
                    SplitStrategy.NONE,
                    () -> scope.eventsBarrier().end("ticketmaster"));
        });
    }

    /** Waits for the concerts, like the real one. */
    private SliceQueue spotify(Scope scope) {
        return new SliceQueue(Stream.empty(), List.of(artists(scope.eventsBarrier())), SliceListener.NONE, () -> {});
    }

    private static Phase artists(EventsBarrier concerts) {
        return new Phase(
                () -> !concerts.reading(),
                () -> Stream.of(slice(new Query("spotify", Entity.ARTISTS, "artists"), "artists")));
    }

    private static Reader reader(String source, SlicePlan plan) {
        return new Reader(plan, TestState.quota(source, Clock.systemUTC()), new ConcurrencyLimiter(1));
    }

    private static Slice slice(Query query, String title) {
        return Slice.of(query, "nothing", title, Map.of("keyword", title), List.of());
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var context = super.createCamelContext();
        context.getCamelContextExtension().addInterceptStrategy(new ErrorsAsFailures());
        context.getPropertiesComponent().setOverrideProperties(Settled.shipped());
        context.getComponent("direct", DirectComponent.class).setTimeout(100);
        context.getRegistry()
                .bind("sliceExecutor", context.getExecutorServiceManager().newCachedThreadPool(this, "slices"));
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fetch-slice").routeId("fetch-slice").process(JobRoutesTest.this::fetch);
                from("direct:evaluate-alerts").routeId("evaluate-alerts").setBody(constant("looked at"));
                from("direct:put-manifest").routeId("put-manifest").log("put");
                from("direct:deliver-batch").routeId("deliver-batch").log("delivered");
            }
        };
    }

    private void fetch(Exchange exchange) {
        fetching.run();
        var run = exchange.getVariable("run", Run.class);
        var slice = exchange.getVariable("slice", Slice.class);
        exchange.getMessage()
                .setBody(new Batch(
                        run.id(),
                        run.started(),
                        slice.source(),
                        slice.entity(),
                        slice.name(),
                        List.of(),
                        List.of(),
                        Map.of()));
    }

    @BeforeEach
    void loadTheRoutes() throws Exception {
        for (var file : List.of("jobs", "sources")) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/%s.camel.yaml".formatted(file)));
        }
        for (var source : List.of("spotify", "ticketmaster")) {
            TemplatedRouteBuilder.builder(context, "crawl-source")
                    .routeId("crawl-" + source)
                    .parameter("source", source)
                    .add();
        }
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aRunWhosePlansAreReadToTheirEndIsComplete() {
        assertThat(run())
                .extracting(RunReport::status, report -> report.sum("slices"))
                .containsExactly(Status.COMPLETE, 3L);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedPlanIsReportedAndBlocksNothing(Throwable failure) {
        slicer = new Breaking(failure);

        var report = run();

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.notes())
                .singleElement()
                .asString()
                .startsWith("ticketmaster: stopped by an error: ")
                .endsWith("no window left");
        assertThat(report.sum("slices")).as("the one in hand is not lost").isEqualTo(3);

        slicer = new Windows();
        assertThat(run().status()).as("nor is its permit").isEqualTo(Status.COMPLETE);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListOfSlicesThatFailsIsReportedAndBlocksNothing(Throwable failure) {
        venues = () -> Stream.of("a", "b", "c").map(name -> {
            if (name.equals("b")) {
                throw JobRoutesTest.<RuntimeException>unchecked(failure);
            }
            return slice(VENUES, name);
        });

        var report = run();

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.notes()).singleElement().asString().startsWith("ticketmaster: stopped by an error: ");
        assertThat(report.sum("slices"))
                .as("the first one, and that of the other source")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedSliceBlocksNothing(Throwable failure) {
        fetching = () -> {
            throw JobRoutesTest.<RuntimeException>unchecked(failure);
        };

        assertThat(run().sum("failed_slices")).isEqualTo(3);
    }

    @Test
    void aStoppedCrawlRouteIsReportedAndBlocksNothing() throws Exception {
        context.getRouteController().stopRoute("crawl-ticketmaster");

        var report = run();

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.notes())
                .singleElement()
                .asString()
                .startsWith("ticketmaster: stopped by an error: route crawl-ticketmaster is stopped or suspended");
        assertThat(report.queries())
                .filteredOn(query -> query.source().equals("ticketmaster"))
                .singleElement()
                .satisfies(query -> assertThat(query.missing()).hasSize(2));
    }

    @Test
    void aStoppedSliceRouteFailsItsSlicesAndBlocksNothing() throws Exception {
        context.getRouteController().stopRoute("run-slice");

        assertThat(run().sum("failed_slices")).isEqualTo(3);
    }

    @Test
    void aRunWithoutAManifestIsPartialAndReportsWhy() throws Exception {
        context.getRouteController().stopRoute("put-manifest");

        var report = run();

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.notes())
                .singleElement()
                .asString()
                .startsWith("no manifest: route put-manifest is stopped or suspended; start it");
    }

    private RunReport run() {
        var run = CompletableFuture.supplyAsync(() -> template.requestBody("direct:run-job", "daily", RunReport.class));
        assertThat(run).succeedsWithin(20, SECONDS);
        return run.join();
    }
}
