package io.tourbus.source.slice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.testing.TestClock;
import io.tourbus.ticketmaster.VenueNormalizer;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Catalogues that change while a slice is read. */
class SliceReadingTest {

    private static final Slice VENUES = Slice.of(
            new Query("ticketmaster", Entity.VENUES, "venues"), "ticketmaster-venues", "venues", Map.of(), List.of());

    @Test
    void anUnchangedSliceIsReadOnce() {
        var reading = read(2, page(3, "a", "b"), page(3, "c"));

        assertThat(reading.rescanned()).isFalse();
        assertThat(reading.pages()).isEqualTo(2);
    }

    /** "a" is removed after the first page, so that "c" moves to it. The count alone would be complete. */
    @Test
    void aSliceWhoseTotalChangedIsReadAgain() {
        var reading = read(2, page(4, "a", "b"), page(3, "d"), page(4, "b", "c"), page(4, "d", "z"));

        assertThat(reading.rescanned()).isTrue();
        assertThat(reading.unique()).isEqualTo(5);
        assertThat(reading.missing()).isZero();
    }

    /** An entity is added and another one removed at once, so that the total stays the same. */
    @Test
    void aSliceWithAnEntityOnTwoPagesIsReadAgain() {
        var reading = read(2, page(3, "a", "b"), page(3, "b", "c"), page(3, "x", "a"), page(3, "b"));

        assertThat(reading.rescanned()).isTrue();
        assertThat(reading.unique()).isEqualTo(4);
    }

    @Test
    void theOverlapOfTheLastPageHasTheSameEntities() {
        assertThat(read(200, deep(995)).rescanned()).isFalse();
        assertThat(read(200, deep(995)).unique()).isEqualTo(1_100);
    }

    /** One entity was removed before it, so the last page begins one entity later than the total says. */
    @Test
    void aShiftedLastPageIsReadAgain() {
        var pages = Stream.concat(Arrays.stream(deep(996)), Arrays.stream(deep(995)))
                .toArray(PageResult[]::new);

        assertThat(read(200, pages).rescanned()).isTrue();
    }

    private static PageResult[] deep(int last) {
        return IntStream.of(0, 200, 400, 600, 800, last)
                .mapToObj(from -> page(
                        1_100,
                        IntStream.range(from, from == last ? 1_100 : from + 200)
                                .mapToObj(String::valueOf)
                                .toArray(String[]::new)))
                .toArray(PageResult[]::new);
    }

    private static SliceReading read(int pageSize, PageResult... pages) {
        var reader = new SliceReader(
                new TicketmasterPager(new PageDepthLimit(pageSize)),
                new VenueNormalizer()::normalize,
                new RecordEncoder(),
                new TestClock());
        var reading = reader.open(VENUES);
        for (var page : pages) {
            assertThat(reading.hasNext()).isTrue();
            reader.read(page, reading, "run");
        }
        assertThat(reading.hasNext()).isFalse();
        return reading;
    }

    private static PageResult page(long total, String... ids) {
        var entities = Arrays.stream(ids)
                .map(id -> new RawEntity(
                        new byte[0],
                        JsonNodeFactory.instance.objectNode().put("id", id).put("name", "Hall")))
                .toList();
        return new PageResult(entities, 0, OptionalLong.of(total), false);
    }
}
