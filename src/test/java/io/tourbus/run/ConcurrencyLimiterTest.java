package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.testing.BlockingCall;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {

    private static final Query VENUES = new Query("ticketmaster", Entity.VENUES, "venues");

    private final ConcurrencyLimiter permits = new ConcurrencyLimiter(1);

    @Test
    void runsTakeTurns() throws Exception {
        var one = walk("a", "b");
        var other = walk("c");
        var first = one.next();

        var second = BlockingCall.start(other::next).awaitBlockedIn(ConcurrencyLimiter.class);
        one.ended(first);

        assertThat(second.result()).isNotNull();
    }

    @Test
    void theEndOfAPlanTakesNoPermit() {
        var walk = walk("a");
        walk.ended(walk.next());

        assertThat(walk.next()).isNull();
        assertThat(walk("b").next()).isNotNull();
    }

    @Test
    void moreAreGivenOutAtOnceAndFewerWhenThoseUnderWayHaveEnded() throws Exception {
        var walk = walk("a", "b", "c");
        permits.resize(2);
        var first = walk.next();
        var second = walk.next();

        permits.resize(1);
        walk.ended(first);
        var third = BlockingCall.start(walk::next).awaitBlockedIn(ConcurrencyLimiter.class);
        walk.ended(second);

        assertThat(third.result()).isNotNull();
        assertThat(permits.slices()).isEqualTo(1);
    }

    @Test
    void whoIsInterruptedHasNoSliceInHand() {
        var walk = walk("a", "b");
        walk.ended(walk.next());

        Thread.currentThread().interrupt();
        assertThatIllegalStateException().isThrownBy(walk::next);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(walk.queue().completeness())
                .flatExtracting(Completeness::missing)
                .extracting(Completeness.Missing::reason)
                .containsExactly("interrupted while waiting for other slices");
        assertThat(walk.hasNext()).isFalse();
    }

    private SliceDispatcher walk(String... titles) {
        return new SliceDispatcher(
                new SliceQueue(Stream.of(titles)
                        .map(title ->
                                Slice.of(VENUES, "ticketmaster-venues", title, Map.of("keyword", title), List.of()))),
                permits);
    }
}
