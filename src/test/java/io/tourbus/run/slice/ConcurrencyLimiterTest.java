package io.tourbus.run.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.testing.BlockingCall;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyLimiterTest {

    private static final Query VENUES = new Query("ticketmaster", Entity.VENUES, "venues");

    private static final long MILLIS_PER_REQUEST = 207;
    /** What {@code jvm.options} sets. */
    private static final long HEAP = 256L << 20;

    private static final double WARM_UP_MILLIS = 60_000;
    private static final double SIMULATED_MILLIS = 600_000;

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
    void aLowerLimitAppliesToTheNextSlices() throws Exception {
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
    void anInterruptedThreadHoldsNoSlice() {
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

    @ParameterizedTest
    @ValueSource(ints = {50, 200, 600, 1_600, 3_000})
    void theRequestRateIsUsedWhateverTheResponseTime(int responseMillis) {
        var limiter = new ConcurrencyLimiter(4, 16, () -> MILLIS_PER_REQUEST, HEAP);
        slicesOf(limiter, 6);

        var used = requests(limiter, responseMillis) * MILLIS_PER_REQUEST / SIMULATED_MILLIS;

        assertThat(used).isBetween(0.95, 1.001);
        assertThat(limiter.limit()).isBetween(4, 16);
        assertThat(limiter.slices()).isEqualTo(4);
    }

    @Test
    void fourSlicesDoNotUseTheRequestRateIfResponsesAreSlow() {
        assertThat(requests(new ConcurrencyLimiter(4), 1_600) * MILLIS_PER_REQUEST / SIMULATED_MILLIS)
                .isLessThan(0.6);
    }

    @Test
    void theHeapLimitsTheSlices() {
        var limiter = new ConcurrencyLimiter(4, 16, () -> MILLIS_PER_REQUEST, HEAP);
        IntStream.range(0, 100).forEach(response -> limiter.onResponse(60_000));
        assertThat(limiter.limit()).isEqualTo(6);

        slicesOf(limiter, 6);
        assertThat(limiter.limit()).isEqualTo(16);

        slicesOf(limiter, 17);
        assertThat(limiter.limit()).isEqualTo(9);

        slicesOf(limiter, 200);
        assertThat(limiter.limit()).isEqualTo(4);
    }

    private static void slicesOf(ConcurrencyLimiter limiter, int mebibytes) {
        IntStream.range(0, 100).forEach(slice -> limiter.onSlice((long) mebibytes << 20));
    }

    @Test
    void theLimitFallsAgainAndOneSliceStaysOne() {
        var limiter = new ConcurrencyLimiter(4, 16, () -> MILLIS_PER_REQUEST, HEAP);
        slicesOf(limiter, 6);
        IntStream.range(0, 100).forEach(response -> limiter.onResponse(60_000));
        assertThat(limiter.limit()).isEqualTo(16);

        IntStream.range(0, 100).forEach(response -> limiter.onResponse(100));
        assertThat(limiter.limit()).isEqualTo(4);

        limiter.resize(1);
        limiter.onResponse(60_000);
        assertThat(limiter.limit()).isEqualTo(1);
    }

    /** Simulates slices of six requests, half a second apart, for ten minutes after the first one. */
    private static double requests(ConcurrencyLimiter limiter, int responseMillis) {
        var slices = new PriorityQueue<double[]>(Comparator.comparingDouble(slice -> slice[0]));
        var nextSlot = 0.0;
        var requests = 0;
        for (var now = 0.0; now < WARM_UP_MILLIS + SIMULATED_MILLIS; ) {
            while (slices.size() < limiter.limit()) {
                slices.add(new double[] {now, 0});
            }
            var slice = slices.remove();
            now = slice[0];
            if (slice[1] > 0) {
                limiter.onResponse(responseMillis);
            }
            if (slice[1] == 6) {
                slices.add(new double[] {now + 500, 0});
            } else {
                var slot = Math.max(now, nextSlot);
                nextSlot = slot + MILLIS_PER_REQUEST;
                requests += slot >= WARM_UP_MILLIS && slot < WARM_UP_MILLIS + SIMULATED_MILLIS ? 1 : 0;
                slices.add(new double[] {slot + responseMillis, slice[1] + 1});
            }
        }
        return requests;
    }

    private SliceDispatcher walk(String... titles) {
        return new SliceDispatcher(
                new SliceQueue(Stream.of(titles)
                        .map(title ->
                                Slice.of(VENUES, "ticketmaster-venues", title, Map.of("keyword", title), List.of()))),
                permits,
                false);
    }
}
