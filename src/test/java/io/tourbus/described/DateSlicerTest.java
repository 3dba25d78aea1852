package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tourbus.described.Description.Slices;
import io.tourbus.model.Entity;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DateSlicerTest {

    private static final Instant FROM = Instant.parse("2027-01-01T12:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-21T12:00:00Z");

    private static DateSlicer slicer(String format) {
        return new DateSlicer(
                new Query("gigs", Entity.EVENTS, "events"),
                "gigs-events",
                Map.of("city", "York"),
                dates(format),
                100,
                FROM,
                UNTIL);
    }

    private static Slices dates(String format) {
        return new Slices("dates", null, null, "from", "to", 10, format, null);
    }

    private static List<String> range(Slice slice) {
        return List.of(slice.parameters().get("from"), slice.parameters().get("to"));
    }

    private static PageResult page(long total) {
        return new PageResult(List.of(), 0, OptionalLong.of(total), false);
    }

    @Test
    void periodsCoverTheRangeInEachFormat() {
        var instants = slicer("instant");
        assertThat(range(instants.next().orElseThrow()))
                .containsExactly("2027-01-01T12:00:00Z", "2027-01-11T12:00:00Z");
        var last = instants.next().orElseThrow();
        assertThat(range(last)).containsExactly("2027-01-11T12:00:00Z", "2027-01-21T12:00:00Z");
        assertThat(last.parameters()).containsEntry("city", "York");
        assertThat(instants.done()).isTrue();

        assertThat(range(slicer("local").next().orElseThrow()))
                .containsExactly("2027-01-01T12:00:00", "2027-01-11T12:00:00");
        // Whole days, both included.
        assertThat(range(slicer("day").next().orElseThrow())).containsExactly("2027-01-01", "2027-01-10");
    }

    @Test
    void aSingleRequestIsForTheNextPeriod() {
        assertThat(DateSlicer.next(dates("local"), Clock.fixed(FROM, ZoneOffset.UTC)))
                .containsOnly(entry("from", "2027-01-01T12:00:00"), entry("to", "2027-01-11T12:00:00"));
    }

    @Test
    void aPeriodWithTooManyResultsIsHalved() {
        var slicer = slicer("day");
        var first = slicer.next().orElseThrow();

        var half = slicer.onFirstPage(first, page(101)).orElseThrow();

        assertThat(range(half)).containsExactly("2027-01-01", "2027-01-05");
        assertThat(slicer.onFirstPage(half, page(100))).isEmpty();
        assertThat(range(slicer.next().orElseThrow())).containsExactly("2027-01-06", "2027-01-10");
    }

    @Test
    void aSingleDayIsNotHalved() {
        var slicer = slicer("day");
        var slice = slicer.next().orElseThrow();
        for (var half = slicer.onFirstPage(slice, page(101)); half.isPresent(); ) {
            slice = half.get();
            half = slicer.onFirstPage(slice, page(101));
        }

        assertThat(range(slice)).containsExactly("2027-01-01", "2027-01-01");
    }

    @Test
    void whatHasBeenReadIsLeftOut() {
        var slicer = slicer("instant");
        var read = new Slice(
                slicer.query(),
                "gigs-events",
                "events-x",
                Map.of("from", "2027-01-03T12:00:00Z", "to", "2027-01-13T12:00:00Z"),
                List.of(),
                Slice.Narrower.NONE);

        slicer.skip(read);

        assertThat(slicer.abandon().stream().map(DateSlicerTest::range))
                .containsExactly(
                        List.of("2027-01-01T12:00:00Z", "2027-01-03T12:00:00Z"),
                        List.of("2027-01-13T12:00:00Z", "2027-01-21T12:00:00Z"));
        assertThat(slicer.done()).isTrue();
    }
}
