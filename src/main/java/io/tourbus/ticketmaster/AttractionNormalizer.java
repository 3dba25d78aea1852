package io.tourbus.ticketmaster;

import io.tourbus.model.Artist;
import io.tourbus.model.Artist.Attraction;
import io.tourbus.model.Classification;
import io.tourbus.model.Concert.Performer;
import io.tourbus.source.page.JsonFields;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Converts an attraction of the Discovery API, as contained in an event, to an {@link Artist}. */
final class AttractionNormalizer {

    private AttractionNormalizer() {}

    /** @param performer the same attraction as performer of the event, which knows its ID at Spotify */
    static Artist normalize(JsonFields attraction, Performer performer) {
        var classifications = orEmpty(attraction.objects("classifications", TicketmasterFields::classification));
        return new Artist(
                performer.artistId(),
                performer.name(),
                genres(classifications),
                null,
                null,
                List.of(),
                performer.spotifyId(),
                null,
                null,
                orEmpty(attraction.images()),
                new Attraction(
                        performer.ticketmasterId(),
                        attraction.text("url"),
                        performer.musicbrainzId(),
                        orEmpty(attraction.texts("aliases")),
                        links(attraction.at("externalLinks")),
                        classifications));
    }

    private static List<String> genres(List<Classification> classifications) {
        return classifications.stream()
                .map(Classification::genre)
                .filter(Objects::nonNull)
                .map(genre -> genre.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** URLs by site. MusicBrainz has IDs instead, of which the record has the first. */
    private static Map<String, List<String>> links(JsonFields externalLinks) {
        Map<String, List<String>> links = new TreeMap<>();
        externalLinks.node().fieldNames().forEachRemaining(site -> {
            var urls = externalLinks.objects(site).stream()
                    .map(link -> link.text("url"))
                    .filter(Objects::nonNull)
                    .toList();
            if (!urls.isEmpty()) {
                links.put(site, urls);
            }
        });
        return links;
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }
}
