package io.tourbus.spotify;

import static io.tourbus.source.slice.ListReading.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.slice.ListReading;
import io.tourbus.source.slice.ListReading.Server;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A search is complete when as many artists arrived as Spotify reports or returns, however its pages end. */
class SearchCompletenessTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "50, 1", "51, 2", "130, 3", "734, 15", "1000, 20", "4000, 20"})
    void aSearchNeedsOneRequestForEachPage(int total, int requests) {
        var reading = read(healthy(total));

        assertThat(reading.requests()).isEqualTo(requests);
        assertThat(reading.unique()).isEqualTo(Math.min(total, 1_000));
        assertThat(reading.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 100})
    void aPageWithoutALinkBeforeTheTotalIsNotTheLast(int offset) {
        var reading = read((request, attempt) -> Optional.of(page(
                request.from(),
                Math.min(request.from() + limit(request), 130),
                130,
                request.from() != offset && request.from() + 50 < 130)));

        assertThat(reading.unique()).isEqualTo(130);
        assertThat(reading.requests()).isEqualTo(3);
        assertThat(reading.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 100})
    void anEmptyPageIsRequestedAgain(int offset) {
        var reading = read((request, attempt) -> request.from() == offset && attempt == 1
                ? Optional.of(page(0, 0, 130, false))
                : healthy(130).answer(request, attempt));

        assertThat(reading.unique()).isEqualTo(130);
        assertThat(reading.requests()).isEqualTo(4);
        assertThat(reading.complete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 50", "50, 50", "100, 30"})
    void aPageThatStaysEmptyIsMissing(int offset, int missing) {
        var reading = read((request, attempt) -> request.from() == offset
                ? Optional.of(page(0, 0, 130, true))
                : healthy(130).answer(request, attempt));

        assertThat(reading.missing()).isEqualTo(missing);
        assertThat(reading.reasons()).containsExactly("%d of 130 not returned".formatted(missing));
        assertThat(reading.requests()).isEqualTo(4);
    }

    @Test
    void onlyEmptyPagesAreNotAnEmptySearch() {
        var reading = read((request, attempt) -> Optional.of(page(0, 0, 734, false)));

        assertThat(reading.reasons()).containsExactly("734 of 734 not returned");
        assertThat(reading.requests()).as("15 pages, and three of them again").isEqualTo(18);
    }

    @ParameterizedTest
    @CsvSource({"0, 50", "50, 50", "100, 30"})
    void aPageThatAlwaysFailsIsSkipped(int offset, int missing) {
        var reading = read((request, attempt) ->
                request.from() == offset ? Optional.empty() : healthy(130).answer(request, attempt));

        assertThat(reading.reasons())
                .containsExactly("%d of 130 not returned: the API returned 500".formatted(missing));
        assertThat(reading.unique()).isEqualTo(130 - missing);
        assertThat(reading.requests()).isEqualTo(3);
    }

    @Test
    void readingEndsWhenTwoPagesInSuccessionFail() {
        var reading = read((request, attempt) ->
                request.from() >= 50 ? Optional.empty() : healthy(500).answer(request, attempt));

        assertThat(reading.requests()).isEqualTo(3);
        assertThat(reading.missing()).isEqualTo(450);
        assertThat(read((request, attempt) -> Optional.empty()).requests()).isEqualTo(2);
    }

    @Test
    void aTotalThatDriftsCostsNoRequestAndIsNotIncomplete() {
        var random = new Random(5);
        for (int size = 1; size <= 1_000; size += 7) {
            var artists = size;
            var drift = 2 + size / 100;
            var reading = read(reporting(from -> artists - drift + random.nextInt(2 * drift + 1), artists));

            assertThat(reading.complete()).as("%d artists", size).isTrue();
            assertThat(reading.unique()).isEqualTo(size);
            assertThat(reading.requests()).as("%d artists", size).isEqualTo((size + 49) / 50);
        }
    }

    @Test
    void aTotalOfFewArtistsThatDoNotArriveIsNoDrift() {
        assertThat(read((request, attempt) -> Optional.of(page(0, 0, 2, false))).reasons())
                .containsExactly("2 of 2 not returned");
    }

    @Test
    void aTotalThatShrinksFarBelowTheFirstOneIsNotTheEnd() {
        IntUnaryOperator shrinking = from -> from == 0 ? 600 : 60;

        assertThat(read(reporting(shrinking, 600)).unique()).isEqualTo(600);
        assertThat(read(reporting(shrinking, 60)).reasons()).containsExactly("540 of 600 not returned");
    }

    @Test
    void aTotalThatGrowsIsFollowedUpToTheLimitOfTheApi() {
        assertThat(read(reporting(from -> from + 60, 5_000)).unique()).isEqualTo(1_000);
        assertThat(read(reporting(from -> from + 60, 5_000)).requests()).isEqualTo(20);
    }

    @Test
    void pagesThatRepeatAreMissing() {
        var reading = read((request, attempt) -> Optional.of(page(0, 50, 400, true)));

        assertThat(reading.reasons()).containsExactly("350 of 400 not returned");
        assertThat(reading.requests()).as("8 pages, and three of them again").isEqualTo(11);
        assertThat(read((request, attempt) -> Optional.of(page(0, 50, 50, true)))
                        .requests())
                .as("a link without an end")
                .isEqualTo(2);
    }

    @Test
    void shorterPagesThanRequestedAreFollowedByTheirLength() {
        var reading = read((request, attempt) ->
                Optional.of(page(request.from(), Math.min(request.from() + 20, 130), 130, request.from() + 20 < 130)));

        assertThat(reading.unique()).isEqualTo(130);
        assertThat(reading.requests()).isEqualTo(7);
    }

    private static ListReading read(Server server) {
        return ListReading.of(new SearchPager(() -> 50), server);
    }

    private static Server healthy(int total) {
        return reporting(from -> total, total);
    }

    private static Server reporting(IntUnaryOperator total, int entities) {
        return (request, attempt) -> {
            var until = Math.min(request.from() + limit(request), entities);
            return Optional.of(page(request.from(), until, total.applyAsInt(request.from()), until < entities));
        };
    }

    private static int limit(PageRequest request) {
        return Integer.parseInt(request.parameters().get("limit"));
    }
}
