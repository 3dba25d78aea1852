package io.tourbus.ticketmaster.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.ticketmaster.CountedApi;
import io.tourbus.ticketmaster.GeneratedEvents;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts the requests that are needed to read generated catalogues completely. */
class EventWindowScannerTest {

    private static final long FROM = GeneratedEvents.FROM;
    private static final long DAY = 86_400;
    private static final SortedMap<Long, Integer> NO_HISTORY = new TreeMap<>();
    private static final GeneratedEvents LARGE = new GeneratedEvents(100_000, 365, 3, 3, 0.03, 0, 1);

    private final PageDepthLimit depth = new PageDepthLimit(200);

    static Stream<GeneratedEvents> large() {
        var flat = new GeneratedEvents(100_000, 365, 1, 1, 0, 0, 1);
        var festivals = new GeneratedEvents(100_000, 365, 4, 8, 0.02, 200, 1);
        return Stream.of(
                LARGE,
                flat,
                festivals,
                new GeneratedEvents(100_000, 365, 3, 3, 0.03, 1_000, 1),
                new GeneratedEvents(100_000, 180, 2, 3, 0.03, 0, 1));
    }

    @ParameterizedTest
    @MethodSource("large")
    void aFirstRunNeedsAtMost15PercentMoreRequestsThanPagesAndTheNextOne6(GeneratedEvents catalogue) {
        var starts = catalogue.starts();
        var first = new CountedApi(starts, false, depth);
        var previous = first.read(FROM, catalogue.until(), NO_HISTORY);
        var random = new Random(5);
        var changed = LongStream.of(starts)
                .map(start -> random.nextInt(20) == 0 ? start + 86_400L * random.nextInt(3) : start)
                .toArray();
        var next = new CountedApi(changed, false, depth);
        next.read(FROM, catalogue.until(), previous);

        assertThat(first.unique()).isEqualTo(100_000);
        assertThat(first.tooDeep()).isZero();
        assertThat(first.ratio()).isLessThanOrEqualTo(1.15);
        assertThat(next.unique()).isEqualTo(100_000);
        assertThat(next.ratio()).isLessThanOrEqualTo(1.06);
    }

    /** A history, and the maximum ratio of requests to pages. */
    static Stream<Arguments> incompleteHistories() {
        var whole = counted(LARGE.starts());
        var week = new TreeMap<>(whole.headMap(FROM + 7 * DAY));
        var weekAndDay = new TreeMap<>(week);
        weekAndDay.putAll(whole.subMap(FROM + 150 * DAY, FROM + 151 * DAY));
        var weekly = counted(
                LongStream.iterate(FROM, start -> start + 7 * DAY).limit(52).toArray());
        return Stream.of(
                Arguments.of("of the past", counted(new long[] {FROM - 30 * DAY}), 1.14),
                Arguments.of("of one event", counted(new long[] {FROM + 3 * DAY}), 1.14),
                Arguments.of("of one event a week", weekly, 1.16),
                Arguments.of("of a week", week, 1.15),
                Arguments.of("of a week, and of a day", weekAndDay, 1.15),
                Arguments.of("of the first 200 days", new TreeMap<>(whole.headMap(FROM + 200 * DAY)), 1.09));
    }

    private static TreeMap<Long, Integer> counted(long[] starts) {
        var counts = new TreeMap<Long, Integer>();
        LongStream.of(starts).forEach(start -> counts.merge(start, 1, Integer::sum));
        return counts;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incompleteHistories")
    void anIncompleteHistoryIsNoWorseThanNone(String what, SortedMap<Long, Integer> previous, double most) {
        var api = new CountedApi(LARGE.starts(), false, depth);

        api.read(FROM, LARGE.until(), previous);

        assertThat(api.unique()).isEqualTo(LARGE.events());
        assertThat(api.ratio()).as(what).isLessThanOrEqualTo(most);
    }

    @Test
    void anInterruptedRunUpdatesThePartOfTheHistoryThatItRead() {
        var whole = counted(LARGE.starts());
        var previous = new TreeMap<>(whole.tailMap(FROM + 300 * DAY));

        var api = new CountedApi(LARGE.starts(), false, depth).allow(300);
        var history = api.read(FROM, LARGE.until(), previous);

        assertThat(api.requests()).isEqualTo(300);
        assertThat(history).containsAllEntriesOf(previous);
        assertThat(history.headMap(FROM + 100 * DAY).keySet())
                .isEqualTo(whole.headMap(FROM + 100 * DAY).keySet());
    }

    @Test
    void aRunWithAFailedSliceUpdatesTheHistory() {
        var catalogue = new GeneratedEvents(3_000, 60, 3, 3, 0, 0, 1);
        var whole = new CountedApi(catalogue.starts(), false, depth);
        whole.read(FROM, catalogue.until(), NO_HISTORY);

        var history = new CountedApi(catalogue.starts(), false, depth)
                .allow(whole.requests() - 1)
                .read(FROM, catalogue.until(), NO_HISTORY);

        assertThat(history.values().stream().mapToInt(Integer::intValue).sum()).isBetween(1_500, 2_999);
    }

    @Test
    void idsInOrderOfDatesNeedMoreRequestsButLoseNothing() {
        var catalogue = new GeneratedEvents(50_000, 365, 3, 3, 0.03, 500, 1);
        var api = new CountedApi(catalogue.starts(), true, depth);

        api.read(FROM, catalogue.until(), NO_HISTORY);

        assertThat(api.unique()).isEqualTo(50_000);
        assertThat(api.ratio()).isLessThanOrEqualTo(1.4);
    }

    @Test
    void aLimitOfOneThousandLosesNothing() {
        depth.refused();
        var catalogue = new GeneratedEvents(100_000, 365, 3, 3, 0.03, 600, 2);
        var api = new CountedApi(catalogue.starts(), false, depth);

        api.read(FROM, catalogue.until(), NO_HISTORY);

        assertThat(api.unique()).isEqualTo(100_000);
        assertThat(api.ratio()).isLessThanOrEqualTo(1.2);
    }

    @Test
    void aSmallCatalogueNeedsOnlyItsPages() {
        var catalogue = new GeneratedEvents(900, 365, 3, 3, 0, 0, 1);
        var api = new CountedApi(catalogue.starts(), false, depth);

        api.read(FROM, catalogue.until(), NO_HISTORY);

        assertThat(api.unique()).isEqualTo(900);
        assertThat(api.requests()).isEqualTo(5);
    }

    /** The number of seconds with about as many events as can be read or a few more, and the number of events of each. */
    @ParameterizedTest
    @CsvSource({"1, 1194", "1, 1250", "1, 1300", "10, 1194", "10, 1250"})
    void crowdedSecondsCostFewRequests(int seconds, int events) {
        var regular = new GeneratedEvents(100_000 - seconds * events, 365, 3, 3, 0.03, 0, 1);
        var crowded = LongStream.range(0, seconds)
                .map(index -> FROM / DAY * DAY + (20 + 31 * index) * DAY + 72_000 + 900 * (index % 2))
                .flatMap(second -> LongStream.generate(() -> second).limit(events));
        var starts = LongStream.concat(LongStream.of(regular.starts()), crowded).toArray();
        var readable = counted(starts).values().stream()
                .mapToInt(count -> Math.min(count, 1_194))
                .sum();
        var first = new CountedApi(starts, false, depth);
        var previous = first.read(FROM, LARGE.until(), NO_HISTORY);
        var next = new CountedApi(starts, false, depth);
        next.read(FROM, LARGE.until(), previous);

        assertThat(first.unique()).isEqualTo(readable);
        assertThat(first.ratio()).isLessThanOrEqualTo(1.16);
        assertThat(next.unique()).isEqualTo(readable);
        assertThat(next.ratio()).isLessThanOrEqualTo(1.04);
    }

    @Test
    void eventsOutsideAnOversizedSecondAreComplete() {
        var catalogue = new GeneratedEvents(10_000, 365, 3, 3, 0, 1_500, 1);
        var api = new CountedApi(catalogue.starts(), false, depth);

        api.read(FROM, catalogue.until(), NO_HISTORY);

        assertThat(api.tooDeep()).isEqualTo(1);
        assertThat(api.unique()).isEqualTo(8_500 + 1_194);
    }
}
