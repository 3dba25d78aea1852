package io.tourbus.ticketmaster.api;

import static io.tourbus.source.slice.ListReading.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.slice.ListReading;
import io.tourbus.source.slice.ListReading.Server;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A query is complete when as many entities arrived as Ticketmaster reports, however its pages end. */
class EventPagesTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "200, 1", "201, 2", "730, 4", "1000, 5", "1100, 6", "1194, 6"})
    void aQueryNeedsOneRequestForEachPage(int total, int requests) {
        var reading = read(healthy(total));

        assertThat(reading.requests()).isEqualTo(requests);
        assertThat(reading.unique()).isEqualTo(total);
        assertThat(reading.complete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0", "200", "600"})
    void anEmptyPageIsRequestedAgain(int offset) {
        var reading = read((request, attempt) -> request.from() == offset && attempt == 1
                ? Optional.of(page(0, 0, 730, false))
                : healthy(730).answer(request, attempt));

        assertThat(reading.unique()).isEqualTo(730);
        assertThat(reading.requests()).isEqualTo(5);
        assertThat(reading.complete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 200, 730", "200, 200, 730", "600, 130, 730", "200, 200, 0"})
    void aPageThatStaysEmptyIsMissing(int offset, int missing, int totalOfEmptyPage) {
        var reading = read((request, attempt) -> request.from() == offset
                ? Optional.of(page(0, 0, totalOfEmptyPage, false))
                : healthy(730).answer(request, attempt));

        assertThat(reading.reasons()).containsExactly("%d of 730 not returned".formatted(missing));
        assertThat(reading.requests()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "600, 130"})
    void aPageThatAlwaysFailsIsSkipped(int offset, int missing) {
        var reading = read((request, attempt) ->
                request.from() == offset ? Optional.empty() : healthy(730).answer(request, attempt));

        assertThat(reading.reasons())
                .containsExactly("%d of 730 not returned: the API returned 500".formatted(missing));
        assertThat(reading.requests()).isEqualTo(4);
    }

    @Test
    void aFirstPageThatFailsEndsTheSlice() {
        assertThat(read((request, attempt) -> Optional.empty()).requests()).isEqualTo(1);
    }

    @Test
    void aTotalThatShrinksFarBelowTheFirstOneIsNotTheEnd() {
        assertThat(read(reporting(from -> from == 0 ? 730 : 100, 730)).unique()).isEqualTo(730);
        assertThat(read(reporting(from -> from < 400 ? 730 : 728, 728)).complete())
                .as("two events were deleted")
                .isTrue();
    }

    @Test
    void aTotalThatGrowsIsReadUpToTheLimitOfTheApi() {
        var reading = read(reporting(from -> from + 201, 5_000));

        assertThat(reading.unique()).isEqualTo(1_194);
        assertThat(reading.requests()).isLessThanOrEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"250, true", "0, true", "0, false", "150, false"})
    void aTotalThatIsTooLowIsNotTheEnd(int total, boolean link) {
        var reading = read((request, attempt) -> {
            var until = Math.min(500, request.from() + 200);
            return Optional.of(page(request.from(), until, total, link && until < 500));
        });

        assertThat(reading.unique()).isEqualTo(500);
        assertThat(reading.complete()).isTrue();
        assertThat(reading.requests()).isEqualTo(3);
    }

    @Test
    void pagesThatRepeatAreReadAgainOnce() {
        var reading = read((request, attempt) -> Optional.of(page(0, 200, 600, true)));

        assertThat(reading.reasons()).containsExactly("400 of 600 not returned");
        assertThat(reading.requests()).isEqualTo(6);
    }

    private static ListReading read(Server server) {
        return ListReading.of(new TicketmasterPager(new PageDepthLimit(200)), server);
    }

    private static Server healthy(int total) {
        return reporting(from -> total, total);
    }

    private static Server reporting(IntUnaryOperator total, int entities) {
        return (request, attempt) -> {
            var until = Math.min(request.from() + size(request), entities);
            return Optional.of(page(request.from(), until, total.applyAsInt(request.from()), until < entities));
        };
    }

    private static int size(PageRequest request) {
        return Integer.parseInt(request.parameters().get("size"));
    }
}
