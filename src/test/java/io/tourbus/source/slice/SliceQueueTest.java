package io.tourbus.source.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Completeness.FinishedSlice;
import io.tourbus.source.slice.SliceQueue.Phase;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import io.tourbus.testing.BlockingCall;
import io.tourbus.testing.OnePagePager;
import io.tourbus.testing.TestClock;
import io.tourbus.ticketmaster.VenueNormalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SliceQueueTest {

    private static final Query VENUES = new Query("ticketmaster", Entity.VENUES, "venues");
    private static final int MAX_RESULTS = 5;
    private static final int CAP = 20;

    @Test
    void eachSliceIsReturnedOnce() {
        var queue = new SliceQueue(Stream.of(slice("a"), slice("b"), slice("a")));

        assertThat(names(queue)).containsExactly(slice("a").name(), slice("b").name());
    }

    @Test
    void aPhaseStartsWhenItIsReady() throws Exception {
        var ready = new AtomicBoolean();
        var queue = queueWithPhase(ready);
        var first = queue.next();

        var second = BlockingCall.start(queue::next).awaitBlockedIn(SliceQueue.class);
        queue.ended(first);
        second.awaitBlockedIn(SliceQueue.class);
        ready.set(true);
        queue.wake();

        assertThat(second.result().name()).isEqualTo(slice("b").name());
    }

    @Test
    void aReadyPhaseWaitsForTheSlicesBeforeIt() throws Exception {
        var ready = new AtomicBoolean(true);
        var queue = queueWithPhase(ready);
        var first = queue.next();

        var second = BlockingCall.start(queue::next).awaitBlockedIn(SliceQueue.class);
        queue.ended(first);

        assertThat(second.result().name()).isEqualTo(slice("b").name());
    }

    @Test
    void hasNextDoesNotBlockAndNextIsNullAfterTheLastSlice() {
        var done = new AtomicInteger();
        var queue = new SliceQueue(Stream.of(slice("a")), List.of(), SplitStrategy.NONE, done::incrementAndGet);
        var only = queue.next();

        assertThat(queue.hasNext()).isTrue();
        queue.ended(only);
        assertThat(queue.next()).isNull();
        assertThat(queue.hasNext()).isFalse();
        queue.finish();
        assertThat(done).hasValue(1);
    }

    @Test
    void aSliceThatExceedsTheLimitIsSplitUntilAllEntitiesAreReceived() {
        var queue = splitting("a1", "a2", "a3");
        read(queue, queue.next(), 7, 0, 5);

        read(queue, queue.next(), 4, 0, 4);
        assertThat(completeness(queue).reportedTotal())
                .as("before the last part")
                .isZero();
        read(queue, queue.next(), 3, 4, 3);

        assertThat(queue.next()).as("the third part is not needed").isNull();
        assertThat(completeness(queue).complete()).isTrue();
        assertThat(completeness(queue))
                .extracting(Completeness::reportedTotal, Completeness::unique)
                .containsExactly(7L, 7L);
    }

    @Test
    void entitiesThatNoPartReturnsAreMissing() {
        var queue = splitting("a1");
        read(queue, queue.next(), 8, 0, 5);
        read(queue, queue.next(), 2, 5, 2);

        assertThat(queue.next()).isNull();
        assertThat(completeness(queue).missingCount()).isEqualTo(1);
        assertThat(completeness(queue).missing())
                .extracting(Completeness.Missing::reason)
                .containsExactly("1 of 8 not returned: the API returns no more, and the query cannot be divided further"
                        + " (requests: 2)");
    }

    @Test
    void aPartMayExceedTheLimitItself() {
        SplitStrategy twice =
                reading -> reading.slice().name().equals(slice("a").name())
                        ? List.of(slice("b"))
                        : reading.slice().name().equals(slice("b").name()) ? List.of(slice("c")) : List.of();
        var queue = new SliceQueue(Stream.of(slice("a")), List.of(), twice, () -> {});
        read(queue, queue.next(), 9, 0, 5);
        read(queue, queue.next(), 6, 4, 3);
        read(queue, queue.next(), 2, 7, 2);

        assertThat(queue.next()).isNull();
        assertThat(completeness(queue).complete()).isTrue();
    }

    /** An API that ignores a parameter would otherwise return the same entities for each of its values. */
    @Test
    void aPartThatIsNotNarrowerIsNotSplitAndItsSiblingsAreNotRead() {
        SplitStrategy always = reading -> Stream.of("1", "2", "3")
                .map(part -> part(reading.slice(), part))
                .toList();
        var queue = new SliceQueue(Stream.of(slice("a")), List.of(), always, () -> {});
        read(queue, queue.next(), 9, 0, 5);
        read(queue, queue.next(), 9, 0, 5);

        assertThat(queue.next()).isNull();
        assertThat(completeness(queue).missing())
                .extracting(Completeness.Missing::reason)
                .containsExactly("4 of 9 not returned: the API returns no more, and the query cannot be divided further"
                        + " (requests: 2)");
    }

    private static Slice part(Slice wider, String value) {
        var name = wider.name() + value;
        return Slice.of(VENUES, "ticketmaster-venues", name, Map.of("keyword", "a", "stateCode", value), List.of());
    }

    @Test
    void aPartOfTwoSplitSlicesIsReadOnce() {
        SplitStrategy sharedPart =
                reading -> reading.slice().name().equals(slice("a").name())
                        ? List.of(slice("b"), slice("c"))
                        : List.of(slice("d"));
        var queue = new SliceQueue(Stream.of(slice("a")), List.of(), sharedPart, () -> {});
        read(queue, queue.next(), 12, 0, 5);
        read(queue, queue.next(), 7, 0, 5);
        read(queue, queue.next(), 7, 0, 5);
        read(queue, queue.next(), 3, 5, 3);

        assertThat(queue.next()).isNull();
        assertThat(completeness(queue).complete()).isFalse();
        assertThat(completeness(queue).missing())
                .extracting(Completeness.Missing::reason, Completeness.Missing::permanent)
                .containsExactly(tuple(
                        "4 of 12 not returned: the API returns no more, and the query cannot be divided further"
                                + " (requests: 4)",
                        true));
    }

    @Test
    void aFailedPartIsNotMissingIfAllEntitiesWereReceived() {
        var queue = splitting("a1", "a2");
        read(queue, queue.next(), 7, 0, 5);
        var failing = queue.next();
        queue.failed(failing, "Ticketmaster returned 500");
        queue.ended(failing);
        read(queue, queue.next(), 2, 5, 2);

        assertThat(queue.next()).isNull();
        assertThat(completeness(queue).complete()).isTrue();
    }

    @Test
    void aTotalAtTheCapDoesNotProveCompleteness() {
        var queue = splitting("a1", "a2");
        read(queue, queue.next(), CAP, 0, 5);
        read(queue, queue.next(), 5, 0, 5);
        read(queue, queue.next(), 5, CAP, 5);

        assertThat(queue.next()).isNull();
        assertThat(completeness(queue).missing())
                .extracting(Completeness.Missing::reason)
                .containsExactly("there may be more: the API does not report the total");
    }

    @Test
    void aLinkBeyondTheLastServedPageExceedsTheLimitWithoutATotal() {
        var queue = splitting("a1");
        read(queue, queue.next(), OptionalLong.empty(), true, 0, 5);
        read(queue, queue.next(), 5, 0, 5);

        assertThat(queue.next()).isNull();
        assertThat(completeness(queue).complete()).isFalse();
        assertThat(completeness(queue))
                .extracting(Completeness::reportedTotal, Completeness::unique)
                .containsExactly(6L, 5L);
    }

    @Test
    void aDuplicateRejectCountsOnce() {
        var queue = new SliceQueue(Stream.of(slice("a")));
        var reading = reader().open(queue.next());
        var nameless = new RawEntity(new byte[] {1}, JsonNodeFactory.instance.objectNode());

        reader().read(new PageResult(List.of(nameless, nameless), 0, OptionalLong.of(2), false), reading, "run");

        assertThat(reading.unique()).isEqualTo(1);
        assertThat(reading.hasNext()).as("reads the slice again").isTrue();
    }

    @Test
    void aFailedSliceIsMissing() {
        var queue = new SliceQueue(Stream.of(slice("a")));
        var slice = queue.next();
        queue.failed(slice, "Ticketmaster returned 500");
        queue.ended(slice);

        assertThat(completeness(queue).missing())
                .extracting(missing -> missing.slice().name(), Completeness.Missing::reason)
                .containsExactly(tuple(slice.name(), "Ticketmaster returned 500"));
    }

    @Test
    void aSampleReadsOneSliceAfterTheOther() throws Exception {
        var queue = new SliceQueue(Stream.of(slice("a"), slice("b")));
        queue.sample(3);
        var first = queue.next();
        var second = new FutureTask<>(queue::next);
        var waiting = new Thread(second);
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        read(queue, first, 2, 0, 2);

        assertThat(second.get().name()).isEqualTo(slice("b").name());
        assertThat(reader().open(second.get()).isFull()).isFalse();
    }

    @Test
    void aSampleCutsTheLastSliceShortAndLeavesOutTheRest() {
        var queue = new SliceQueue(Stream.of(slice("a"), slice("b"), slice("c")));
        queue.sample(3);
        read(queue, queue.next(), 2, 0, 2);
        read(queue, queue.next(), 5, 2, 5);

        assertThat(queue.next()).isNull();
        assertThat(completeness(queue))
                .extracting(Completeness::received, Completeness::unique, Completeness::missingCount)
                .containsExactly(3L, 3L, 4L);
        assertThat(completeness(queue).missing())
                .extracting(missing -> missing.slice().name(), Completeness.Missing::reason)
                .containsExactly(
                        tuple(slice("b").name(), "not in the sample of at most 3 (--limit or tourbus.run.limit)"),
                        tuple(slice("c").name(), "not in the sample of at most 3 (--limit or tourbus.run.limit)"));
    }

    @Test
    void aResumedSampleCountsWhatWasReadBefore() {
        var queue = new SliceQueue(Stream.of(slice("a"), slice("b")));
        queue.sample(3);
        queue.resume(List.of(new FinishedSlice(slice("a"), 2, 2, 2)), List.of());
        read(queue, queue.next(), 5, 2, 5);

        assertThat(completeness(queue).unique()).isEqualTo(3);
    }

    private static SliceQueue splitting(String... parts) {
        var wide = slice("a");
        return new SliceQueue(
                Stream.of(wide),
                List.of(),
                reading -> reading.slice().name().equals(wide.name())
                        ? Stream.of(parts).map(SliceQueueTest::slice).toList()
                        : List.of(),
                () -> {});
    }

    /** Reads a slice completely. @param total reported by the API */
    private static void read(SliceQueue queue, Slice slice, long total, int firstId, int ids) {
        read(queue, slice, OptionalLong.of(total), false, firstId, ids);
    }

    private static void read(SliceQueue queue, Slice slice, OptionalLong total, boolean next, int firstId, int ids) {
        var entities = IntStream.range(firstId, firstId + ids)
                .mapToObj(id -> new RawEntity(
                        new byte[0],
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("id", "v" + id)
                                .put("name", "Hall")))
                .toList();
        var reading = reader().open(slice);
        while (reading.hasNext()) {
            reader().read(new PageResult(entities, 0, total, next), reading, "run");
        }
        queue.read(reading);
        queue.ended(slice);
    }

    private static SliceReader reader() {
        return new SliceReader(
                new OnePagePager(CAP, MAX_RESULTS),
                new VenueNormalizer()::normalize,
                new RecordEncoder(),
                new TestClock());
    }

    private static Completeness completeness(SliceQueue queue) {
        assertThat(queue.completeness()).hasSize(1);
        return queue.completeness().get(0);
    }

    private static List<String> names(SliceQueue queue) {
        List<String> names = new ArrayList<>();
        while (queue.hasNext()) {
            var slice = queue.next();
            if (slice != null) {
                names.add(slice.name());
                queue.ended(slice);
            }
        }
        return names;
    }

    private static SliceQueue queueWithPhase(AtomicBoolean ready) {
        var phase = new Phase(ready::get, () -> Stream.of(slice("b")));
        return new SliceQueue(Stream.of(slice("a")), List.of(phase), SliceListener.NONE, () -> {});
    }

    private static Slice slice(String title) {
        return Slice.of(VENUES, "ticketmaster-venues", title, Map.of("keyword", title), List.of());
    }
}
