package io.tourbus.sandbox.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.spotify.ArtistPayload;
import io.tourbus.sandbox.ticketmaster.EventPayload;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated data of the sandbox. */
class CatalogueTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private final Catalogue catalogue = new Catalogue(new Catalogue.Size(5, 600, 300, 3_000, DAY));

    @Test
    void aSeedAlwaysGeneratesTheSameCatalogueWithUniqueIds() {
        var again = new Catalogue(new Catalogue.Size(5, 600, 300, 3_000, LocalDate.of(2026, 11, 23)));

        assertThat(again.events()).isEqualTo(catalogue.events());
        assertThat(catalogue.concertRecordIds()).doesNotHaveDuplicates();
        assertThat(catalogue.venueRecordIds()).doesNotHaveDuplicates();
        assertThat(catalogue.artistRecordIds())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.length() == "spotify_".length() + 22);
        assertThat(EventPayload.of(catalogue.events().get(7), true))
                .isEqualTo(EventPayload.of(again.events().get(7), true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void datedEventsAreWithinAYearAfterTheFirstDay(int day) {
        var from = LocalDate.of(2026, 11, 23).plusDays(day);
        var year = new Catalogue(new Catalogue.Size(5, 0, 30, 2_000, from));

        assertThat(year.events().stream().map(Catalogue.Event::start).filter(Objects::nonNull))
                .allMatch(start -> start.isAfter(from.plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusSeconds(43_200)))
                .allMatch(start -> start.isBefore(
                        from.plusDays(364).atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    @Test
    void theCatalogueHasThePeculiaritiesOfRealData() {
        var events = catalogue.events().stream()
                .map(event -> EventPayload.of(event, true).toString())
                .toList();

        for (var trap : new String[] {
            "1900-01-01T18:00:00Z", "\"cancelled\"", "\"canceled\"", "\"timeTBA\":true", "\"dateTBA\":true",
                    "\"dateTBD\":true",
            "standard including fees", "?si=", "/user/", "\"Undefined\"", "\"latitude\":\"", "\" "
        }) {
            assertThat(events).as(trap).anyMatch(event -> event.contains(trap));
        }
        assertThat(catalogue.artists().stream()
                        .map(artist -> ArtistPayload.of(artist, true).toString()))
                .anyMatch(artist -> artist.contains("\"genres\":[]"))
                .anyMatch(artist -> artist.contains("\"images\":[]"))
                .anyMatch(artist -> artist.matches(".*\"popularity\":\\d+\\.0.*"));
    }

    @Test
    void anUnevenCatalogueHasPeaksLikeRealData() {
        var uneven = new Catalogue(new Catalogue.Size(5, 0, 300, 40_000, DAY), Density.UNEVEN);
        var days = uneven.events().stream()
                .filter(event -> event.start() != null)
                .map(event -> event.start().atZone(event.venue().town().zone()).toLocalDate())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        var crowded = DAY.plusDays(121);
        var weekend = days.entrySet().stream()
                .filter(day -> !day.getKey().equals(crowded))
                .collect(Collectors.partitioningBy(
                        day -> day.getKey().getDayOfWeek() == DayOfWeek.FRIDAY
                                || day.getKey().getDayOfWeek() == DayOfWeek.SATURDAY,
                        Collectors.averagingLong(day -> day.getValue())));

        assertThat(days.get(crowded)).isBetween(1_100L, 1_400L);
        assertThat(weekend.get(true) / weekend.get(false)).isBetween(2.7, 3.3);
        assertThat(uneven.concertRecordIds("US").count()).isBetween(19_500L, 20_500L);
    }

    @Test
    void theRequestedNumberOfUsEventsStartsInTheSameSecond() {
        var crowded = new Catalogue(new Catalogue.Size(5, 0, 300, 5_000, DAY), Density.UNEVEN.withSameSecond(1_500));
        var most = crowded.events().stream()
                .filter(event -> event.venue().town().country().equals("US") && event.start() != null)
                .collect(Collectors.groupingBy(Catalogue.Event::start));

        assertThat(most.values()).anyMatch(events -> events.size() >= 1_500);
        assertThat(most.values().stream()
                        .filter(events -> events.size() >= 1_500)
                        .flatMap(events -> events.stream()
                                .filter(event -> event.genre() != null)
                                .collect(Collectors.groupingBy(Catalogue.Event::genre))
                                .values()
                                .stream()))
                .hasSizeGreaterThan(10)
                .allMatch(events -> events.size() < 1_000);
    }

    @Test
    void idsAreUnrelatedToDatesByDefault() {
        var size = new Catalogue.Size(5, 0, 30, 2_000, DAY);
        var growing = new Catalogue(size, Density.UNEVEN.withIdsByDate());

        assertThat(starts(growing)).isSorted();
        assertThat(starts(new Catalogue(size, Density.UNEVEN))).isNotEqualTo(starts(growing));
        assertThat(growing.concertRecordIds()).doesNotHaveDuplicates();
    }

    @Test
    void someEventsHaveNoGenreAndSomeTownsNoMarket() {
        assertThat(catalogue.events()).anyMatch(event -> event.genre() == null);
        assertThat(catalogue.venues()).anyMatch(venue -> venue.town().market() == null);
        assertThat(catalogue.venues()).anyMatch(venue -> venue.location() == null);
        assertThat(catalogue.artists().stream().map(Catalogue.Artist::name))
                .anyMatch(name -> name.equals(name.toUpperCase()))
                .anyMatch(name -> name.contains("é"));
        assertThat(catalogue.artists().stream().map(Catalogue.Artist::name).distinct())
                .hasSizeLessThan(600);
    }

    private static List<Instant> starts(Catalogue catalogue) {
        return catalogue.events().stream()
                .sorted(Comparator.comparing(Catalogue.Event::id))
                .map(Catalogue.Event::start)
                .filter(Objects::nonNull)
                .toList();
    }
}
