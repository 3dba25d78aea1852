package io.tourbus.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.model.Entity;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.RunRegistry;
import io.tourbus.run.RunSettings;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.run.slice.SliceCodec;
import io.tourbus.share.Announcements.Announcement;
import io.tourbus.share.Outcome.Terms;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.state.State;
import io.tourbus.state.StoreTest;
import io.tourbus.state.queue.SharedSlices;
import io.tourbus.state.queue.SharedSlices.NewSlice;
import io.tourbus.testing.Logged;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that claims slices when they are announced in a queue. */
class SliceWorkerTest extends StoreTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final BlockingQueue<String> announced = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger started = new AtomicInteger();
    private SharedSlices slices;
    private SliceWorker worker;
    private Announcements announcements;
    private String run;

    @BeforeEach
    void open() throws Exception {
        assumeThat(State.isShared(url)).isTrue();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:crawl-gigs").process(exchange -> {
                    started.incrementAndGet();
                    released.await();
                });
                from("direct:announce-slice")
                        .process(exchange -> announced.add(exchange.getMessage().getBody(String.class)));
            }
        });
        camel.start();
        var settings = RunSettings.read(Settled.with());
        var readers = Map.of(
                "gigs",
                new Reader(
                        scope -> new SliceQueue(Stream.empty()),
                        TestState.quota("gigs", clock),
                        new ConcurrencyLimiter(2)));
        var runs = new RunManager(
                readers,
                List.of(),
                List.of(),
                () -> settings,
                new GapTracker(state.gaps()),
                new RunRegistry(state, () -> settings, clock),
                clock);
        run = runs.open("daily").id();
        slices = state.sharedSlices();
        announcements = new Announcements(camel, true);
        worker = new SliceWorker(
                camel,
                camel.getExecutorServiceManager().newCachedThreadPool(this, "slices"),
                runs,
                readers,
                slices,
                state.sharedRecords(),
                new PerformerRegistry(state.artists(), state.linkedIds(), Optional.empty(), clock, true),
                announcements,
                "worker");
    }

    @AfterEach
    void close() {
        released.countDown();
        camel.stop();
    }

    private long add(String name) {
        var slice = Slice.of(new Query("gigs", Entity.EVENTS, name), "gigs-events", name, Map.of(), List.of());
        var terms = Outcome.write(new Terms("daily", clock.instant().toString(), false, Map.of(), false, Set.of()));
        return slices.add(new NewSlice(run, "gigs", name, SliceCodec.json(slice), terms, false), "owner");
    }

    private List<String> claimed() {
        return slices.holders(run).getOrDefault("worker", List.of());
    }

    private static String message(long id) {
        return new Announcement("gigs", id).json();
    }

    @Test
    void anAnnouncedSliceIsClaimedOnce() throws Exception {
        worker.work();
        var id = add("gigs one");
        announcements.announce("gigs", id);
        var message = announced.take();

        worker.work();
        assertThat(claimed()).as("not before the message").isEmpty();

        worker.announced(message);
        worker.announced(message);

        assertThat(claimed()).containsExactly("gigs one");
        await().until(() -> started.get() == 1);
    }

    @Test
    void otherMessagesAreIgnored() {
        var id = add("gigs one");

        try (var logged = new Logged()) {
            worker.announced("");
            worker.announced("of another program");
            worker.announced("{\"slice_id\":\"%d\"}".formatted(id));
            worker.announced(message(id + 1));
            worker.announced(message(id).replace("gigs", "seatgeek"));

            assertThat(logged.warnings())
                    .containsExactly(
                            "messages ignored reason=tourbus.run.slice-queue also contains messages of other programs");
        }
        assertThat(claimed()).isEmpty();
    }

    @Test
    void aSliceWhoseMessageWasLostIsClaimedWhenTheProcessLooks() {
        add("gigs one");

        worker.work();

        assertThat(claimed()).containsExactly("gigs one");
    }

    @Test
    void aFullProcessLeavesAnAnnouncedSliceUntilItHasFinishedAnother() {
        worker.work();
        worker.announced(message(add("gigs one")));
        worker.announced(message(add("gigs two")));
        worker.announced(message(add("gigs three")));
        worker.work();
        assertThat(claimed()).containsExactly("gigs one", "gigs two");

        released.countDown();

        await().until(() -> {
            worker.work();
            return started.get() == 3;
        });
    }
}
