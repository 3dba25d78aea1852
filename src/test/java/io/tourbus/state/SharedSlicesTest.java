package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.RunFingerprint;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.queue.HeldSlice;
import io.tourbus.state.queue.SharedRecords;
import io.tourbus.state.queue.SharedSlices;
import io.tourbus.state.queue.SharedSlices.Claimed;
import io.tourbus.state.queue.SharedSlices.Decision;
import io.tourbus.state.queue.SharedSlices.NewSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedSlicesTest extends StoreTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration OVER = Duration.ofSeconds(-1);
    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");
    private static final String RUN = "20261129T020000Z-daily-0000";

    private final List<Long> ids = new ArrayList<>();
    private SharedSlices shared;
    private SharedRecords records;

    @BeforeEach
    void begin() {
        assumeThat(State.isShared(url)).isTrue();
        shared = state.sharedSlices();
        records = state.sharedRecords();
        state.runs().begin(RUN, "daily", NOW, new TimeSpan(NOW, NOW), new RunFingerprint("start", "rest"));
    }

    private long add(String name) {
        var id = shared.add(new NewSlice(RUN, "gigs", name, "{\"%s\"}".formatted(name), "{}", false), "owner");
        ids.add(id);
        return id;
    }

    private List<Long> claim(String process, Duration lease) {
        return shared.claim("gigs", 2, process, lease).stream()
                .map(Claimed::sliceId)
                .toList();
    }

    private Map<Long, Boolean> renew(String process, Duration lease) {
        return shared.renew(ids, process, lease);
    }

    private static HeldSlice held(long id, String process) {
        return new HeldSlice(id, RUN, process);
    }

    @Test
    void eachSliceIsClaimedOnceInTheirOrder() {
        var added = List.of(add("a"), add("b"), add("c"));

        assertThat(shared.sources()).containsExactly("gigs");
        assertThat(claim("one", LEASE)).containsExactlyInAnyOrder(added.get(0), added.get(1));
        assertThat(claim("two", LEASE)).containsExactly(added.get(2));
        assertThat(claim("three", LEASE)).isEmpty();
        assertThat(shared.sources()).isEmpty();
        assertThat(shared.holders(RUN)).isEqualTo(Map.of("one", List.of("a", "b"), "two", List.of("c")));
    }

    @Test
    void aSliceWhoseLeaseIsOverGoesToAnotherProcessAndTheFirstOneCannotReportIt() {
        var id = add("a");
        claim("one", OVER);

        assertThat(claim("two", LEASE)).containsExactly(id);
        assertThat(renew("one", LEASE)).isEmpty();
        assertThat(shared.report(held(id, "one"), "{}")).isFalse();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> shared.decision(held(id, "one")));
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> done(id, "one"));
        assertThat(state.hashes().count()).as("the hashes were not stored").isZero();
        done(id, "two");
        assertThat(state.hashes().count()).isOne();
        assertThat(shared.report(held(id, "two"), "{}")).isTrue();
        assertThat(shared.report(held(id, "two"), "{}")).as("only once").isFalse();
        assertThat(shared.find(id, "owner").orElseThrow().outcome()).contains("{}");
    }

    private void done(long id, String process) {
        var slice = new StoredSlice("gigs", "events", "events", "gigs-events", "a", Map.of(), List.of());
        state.slices()
                .done(
                        new Delivery(RUN, "a"),
                        new SliceProgress(slice, true, 1, 1, 1),
                        Map.of("record", "0".repeat(64)),
                        NOW,
                        Optional.of(held(id, process)));
    }

    @Test
    void aDeliveredSliceWhoseProcessDiedIsNotReadAgain() {
        var id = add("a");
        claim("one", LEASE);
        done(id, "one");
        renew("one", OVER);

        assertThat(claim("two", LEASE)).isEmpty();
        var progress = shared.find(id, "owner").orElseThrow();
        assertThat(progress.lost() && progress.delivered()).isTrue();
        assertThat(shared.withdraw(id, "owner")).isFalse();
    }

    @Test
    void aSliceThatKillsItsProcessesIsReadThreeTimes() {
        var id = add("a");
        for (int i = 0; i < SharedSlices.MAX_ATTEMPTS; i++) {
            assertThat(shared.find(id, "owner").orElseThrow().lost()).isFalse();
            assertThat(claim("process " + i, OVER)).containsExactly(id);
        }

        assertThat(claim("another", LEASE)).isEmpty();
        assertThat(shared.find(id, "owner").orElseThrow().lost()).isTrue();
    }

    @Test
    void aSliceThatIsHandedBackGoesToAnotherProcessAtOnce() {
        var id = add("a");
        for (int i = 0; i <= SharedSlices.MAX_ATTEMPTS; i++) {
            assertThat(claim("one", LEASE)).containsExactly(id);
            shared.handBack(held(id, "one"));
        }
        assertThat(claim("two", LEASE)).containsExactly(id);
    }

    @Test
    void theOwnerDecidesAboutTheFirstPage() {
        var id = shared.add(new NewSlice(RUN, "gigs", "year", "{}", "{}", true), "owner");
        claim("one", LEASE);
        var held = held(id, "one");
        assertThat(shared.ask(held, new byte[] {1, 2})).isTrue();
        assertThat(shared.decision(held).waiting()).isTrue();
        assertThat(shared.find(id, "owner").orElseThrow().page()).hasValue(new byte[] {1, 2});

        shared.decide(id, "owner", "day", new Decision("{\"day\"}", true, false));

        assertThat(shared.decision(held)).isEqualTo(new Decision("{\"day\"}", true, false));
        assertThat(shared.holders(RUN)).isEqualTo(Map.of("one", List.of("day")));
    }

    @Test
    void aNewOwnerTakesOverWhatLivingProcessesRead() {
        var read = add("read");
        claim("one", LEASE);
        add("waiting");
        var dead = shared.add(new NewSlice(RUN, "gigs", "dead", "{}", "{}", false), "owner");
        shared.claim("gigs", 5, "two", OVER);

        assertThat(shared.takeOver(RUN)).containsExactly("{\"read\"}");

        assertThat(shared.find(read, "owner")).as("of the earlier owner").isEmpty();
        assertThat(shared.remove(read, "owner")).isFalse();
        assertThat(shared.add(new NewSlice(RUN, "gigs", "read", "{}", "{}", false), "new"))
                .isEqualTo(read);
        assertThat(shared.find(dead, "new")).isEmpty();
        assertThat(shared.report(held(read, "one"), "{}")).isTrue();
        assertThat(shared.find(read, "new").orElseThrow().outcome()).isPresent();
    }

    @Test
    void slicesOfACancelledRunAreNotClaimedAndThoseInProgressStop() {
        var id = add("a");
        claim("one", LEASE);
        var waiting = add("b");
        assertThat(renew("one", LEASE)).isEqualTo(Map.of(id, true));

        state.runs().cancel(RUN, new Cancellation("a test", NOW));

        assertThat(renew("one", LEASE)).isEqualTo(Map.of(id, false));
        assertThat(claim("two", LEASE)).isEmpty();
        assertThat(shared.withdraw(id, "owner")).isFalse();
        assertThat(shared.withdraw(waiting, "owner")).isTrue();
        state.runs().end(RUN, "cancelled", "{}", NOW);
        shared.removeEnded("");
        assertThat(shared.find(id, "owner")).isEmpty();
    }

    @Test
    void whenARunEndsTheSlicesThatNoProcessReadsAreRemoved() {
        var read = add("read");
        shared.claim("gigs", 1, "one", LEASE);
        var dead = add("dead");
        shared.claim("gigs", 1, "two", OVER);
        var waiting = add("waiting");

        shared.removeEnded(RUN);

        assertThat(shared.find(read, "owner")).isPresent();
        assertThat(shared.find(waiting, "owner")).isEmpty();
        assertThat(shared.find(dead, "owner")).isEmpty();
    }

    @Test
    void twoSlicesDoNotDeliverTheSameRecord() {
        var one = held(add("a"), "one");
        var two = held(add("b"), "two");
        claim("one", LEASE);
        var x = UUID.randomUUID();
        var y = UUID.randomUUID();

        assertThat(records.claim(one, Set.of(x), true)).containsExactly(x);
        assertThat(records.claim(two, Set.of(x, y), false)).containsExactly(y);
        assertThat(records.find(two, Set.of(x, y))).isEqualTo(Map.of(x, true, y, false));
        records.release(two, Set.of(x), true);
        assertThat(records.claim(two, Set.of(x), false)).as("of another slice").isEmpty();
        records.release(one, Set.of(x), true);
        assertThat(records.claim(two, Set.of(x), false)).containsExactly(x);

        renew("one", OVER);
        claim("three", LEASE);
        assertThat(records.claim(one, Set.of(x, y), false))
                .as("may be in an object of the other slice, which its next reader writes again")
                .isEmpty();
        assertThat(records.claim(two, Set.of(x, y), false)).containsExactlyInAnyOrder(x, y);
        assertThat(records.claim(two, Set.of(x, y), false)).isEmpty();
    }
}
