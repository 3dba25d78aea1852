package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Record;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.PageNormalizer;
import io.tourbus.source.slice.Slice;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Takes of the results of a search the first one that has the very name, whatever its accents, capitals and article. */
final class ArtistsByName implements PageNormalizer {

    private final UnaryOperator<String> name;
    private final PageNormalizer artists;
    private final BiConsumer<String, Optional<String>> outcome;

    /**
     * @param name which the slice has for an id
     * @param outcome told of each id of a slice which artist it is, if any
     */
    ArtistsByName(UnaryOperator<String> name, PageNormalizer artists, BiConsumer<String, Optional<String>> outcome) {
        this.name = name;
        this.artists = artists;
        this.outcome = outcome;
    }

    @Override
    public PageResult select(PageResult page, PageRequest asked, Slice slice) {
        var wanted = slice.ids().get(asked.from());
        var comparable = ArtistName.comparable(name.apply(wanted));
        var found = page.entities().stream()
                .filter(entity -> ArtistName.comparable(text(entity, "name")).equals(comparable))
                .findFirst();
        outcome.accept(wanted, found.map(entity -> text(entity, "id")).filter(id -> !id.isEmpty()));
        return new PageResult(found.map(List::of).orElse(List.of()), 0, page.total(), false);
    }

    @Override
    public Function<JsonNode, ? extends Record> forPage(PageResult page, PageRequest asked) {
        return artists.forPage(page, asked);
    }

    private static String text(RawEntity entity, String field) {
        return entity.tree().path(field).asText("");
    }

    /**
     * A name as it is compared: {@code Beyoncé} is {@code beyonce}, {@code The Black Keys} {@code black keys}, {@code Simon &
     * Garfunkel} {@code simon and garfunkel}, {@code AC/DC} {@code acdc}.
     */
    static final class ArtistName {

        private ArtistName() {}

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
}
