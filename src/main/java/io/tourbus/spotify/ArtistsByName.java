package io.tourbus.spotify;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import io.tourbus.source.slice.SliceReader.PageNormalizer;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Selects the first search result with exactly the requested name. If there is none, ignores case, and then also accents,
 * punctuation and {@code The}.
 *
 * @param name extracts the artist name from an ID of the slice
 * @param outcome receives each ID of the slice and the Spotify ID that was found, if any
 */
record ArtistsByName(UnaryOperator<String> name, PageNormalizer artists, BiConsumer<String, Optional<String>> outcome)
        implements PageNormalizer {

    @Override
    public PageResult select(PageResult page, PageRequest request, Slice slice) {
        var requested = slice.ids().get(request.from());
        var requestedName = name.apply(requested);
        var found = first(page, requestedName::equals)
                .or(() -> first(page, requestedName::equalsIgnoreCase))
                .or(() -> first(page, other -> comparable(other).equals(comparable(requestedName))));
        outcome.accept(requested, found.map(entity -> text(entity, "id")).filter(id -> !id.isEmpty()));
        return new PageResult(found.map(List::of).orElse(List.of()), 0, page.total(), false);
    }

    @Override
    public EntityNormalizer forPage(PageResult page, PageRequest request) {
        return artists.forPage(page, request);
    }

    private static Optional<RawEntity> first(PageResult page, Predicate<String> matches) {
        return page.entities().stream()
                .filter(entity -> matches.test(text(entity, "name")))
                .findFirst();
    }

    private static String text(RawEntity entity, String field) {
        return entity.tree().path(field).asText("");
    }

    /**
     * Converts a name to a form in which equal names are equal strings: {@code Beyoncé} becomes {@code beyonce}, {@code The
     * Black Keys} {@code black keys}, {@code Simon & Garfunkel} {@code simon and garfunkel}, {@code AC/DC} {@code acdc}.
     */
    static String comparable(String name) {
        var folded = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace("&", " and ");
        var plain = folded.replaceAll("\\p{P}", "").replaceAll("\\s+", " ").strip();
        var bare = plain.replaceFirst("^the (?=.)", "");
        return bare.isEmpty() ? folded.strip() : bare;
    }
}
