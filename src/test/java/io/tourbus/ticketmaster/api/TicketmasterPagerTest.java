package io.tourbus.ticketmaster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Pager;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TicketmasterPagerTest {

    private final PageDepthLimit reach = new PageDepthLimit(200);
    private final Pager pager = new TicketmasterPager(reach);
    private final Slice slice = Slice.of(
            new Query("ticketmaster", Entity.EVENTS, "events US"),
            "ticketmaster-events",
            "events US",
            Map.of("countryCode", "US"),
            List.of());

    @Test
    void readsPagesUntilTheTotalIsReached() {
        assertThat(pages(page(200, OptionalLong.of(401), true))).containsExactly("0", "1", "2");
    }

    @Test
    void aTotalThatFillsItsPagesNeedsNoFurtherRequest() {
        assertThat(pages(page(200, OptionalLong.of(400), false))).containsExactly("0", "1");
    }

    @Test
    void stopsBeforeTheDepthThatTicketmasterRefuses() {
        assertThat(pages(page(200, OptionalLong.of(5_000), true))).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void aFewMoreThanAThousandAreReadInPagesThatEndALittleLater() {
        var answer = page(200, OptionalLong.of(1_150), true);

        assertThat(pages(answer)).containsExactly("0", "1", "2", "3", "4", "5");
        var second = pager.next(slice, pager.first(slice), answer).orElseThrow();
        assertThat(second.parameters()).containsEntry("size", "199").containsEntry("page", "1");
    }

    @Test
    void anApiThatRefusesThatIsAskedForAThousandFromThenOn() {
        reach.refused();

        assertThat(pager.reach()).isEqualTo(1_000);
        assertThat(pages(page(200, OptionalLong.of(1_150), true))).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void anEmptyPageIsTheLastOneWhateverTheTotalSays() {
        assertThat(pages(page(0, OptionalLong.of(5_000), true))).containsExactly("0");
    }

    @Test
    void followsTheNextLinkWhereThereIsNoTotal() {
        assertThat(pages(page(200, OptionalLong.empty(), false))).containsExactly("0");
        assertThat(pages(page(200, OptionalLong.empty(), true))).hasSize(5);
    }

    @Test
    void asksForTheEntityOfItsSlice() {
        var first = pager.first(slice);

        assertThat(first.path()).isEqualTo("/events");
        assertThat(first.query()).isEqualTo("countryCode=US&page=0&size=200");
    }

    private List<String> pages(PageResult everyAnswer) {
        List<String> asked = new ArrayList<>();
        for (var request = Optional.of(pager.first(slice)); request.isPresent(); ) {
            asked.add(request.map(PageRequest::parameters).orElseThrow().get("page"));
            request = pager.next(slice, request.get(), everyAnswer);
        }
        return asked;
    }

    private static PageResult page(int size, OptionalLong total, boolean next) {
        return new PageResult(Collections.nCopies(size, new RawEntity(new byte[0], null)), 0, total, next);
    }
}
