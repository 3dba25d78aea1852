package io.tourbus.ticketmaster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.Pager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketmasterPagerTest {

    private final PageDepthLimit depth = new PageDepthLimit(200);
    private final Pager pager = new TicketmasterPager(depth);
    private final Slice slice = Slice.of(
            new Query("ticketmaster", Entity.EVENTS, "events US"),
            "ticketmaster-events",
            "events US",
            Map.of("countryCode", "US"),
            List.of());

    @Test
    void readsPagesUntilTheTotalIsReached() {
        assertThat(pages(page(199, OptionalLong.of(401), false))).containsExactly("0", "1", "2");
    }

    @Test
    void aTotalThatFillsAllPagesNeedsNoFurtherRequest() {
        assertThat(pages(page(200, OptionalLong.of(400), false))).containsExactly("0", "1");
    }

    @Test
    void stopsAtTheMaximumOffset() {
        assertThat(pages(page(200, OptionalLong.of(5_000), true))).containsExactly("0", "1", "2", "3", "4", "5");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_001, 1_150, 1_194, 1_250, 10_000})
    void moreThanOneThousandAreReadAsDeepAsTheApiAllows(long total) {
        var firstPage = page(200, OptionalLong.of(total), true);
        var fifth = new PageRequest("/events", Map.of("page", "4", "size", "200"), 800);

        assertThat(pages(firstPage)).containsExactly("0", "1", "2", "3", "4", "5");
        var last = pager.next(slice, fifth, firstPage).orElseThrow();
        assertThat(last.parameters()).containsEntry("size", "199").containsEntry("page", "5");
        assertThat(last.from()).isEqualTo(995);
    }

    @Test
    void afterARefusalTheMaximumIsOneThousand() {
        depth.refused();

        assertThat(pager.maxResults()).isEqualTo(1_000);
        assertThat(pages(page(200, OptionalLong.of(1_150), true))).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void anEmptyPageIsTheLastOne() {
        assertThat(pages(page(0, OptionalLong.of(5_000), true))).containsExactly("0");
    }

    @Test
    void followsTheNextLinkWithoutATotal() {
        assertThat(pages(page(200, OptionalLong.empty(), false))).containsExactly("0");
        assertThat(pages(page(200, OptionalLong.empty(), true))).hasSize(6);
    }

    @Test
    void thePathDependsOnTheEntity() {
        var first = pager.first(slice);

        assertThat(first.path()).isEqualTo("/events");
        assertThat(first.query()).isEqualTo("countryCode=US&page=0&size=200");
    }

    private List<String> pages(PageResult page) {
        List<String> numbers = new ArrayList<>();
        for (var request = Optional.of(pager.first(slice)); request.isPresent(); ) {
            numbers.add(request.map(PageRequest::parameters).orElseThrow().get("page"));
            request = pager.next(slice, request.get(), page);
        }
        return numbers;
    }

    private static PageResult page(int size, OptionalLong total, boolean next) {
        return new PageResult(Collections.nCopies(size, new RawEntity(new byte[0], null)), 0, total, next);
    }
}
