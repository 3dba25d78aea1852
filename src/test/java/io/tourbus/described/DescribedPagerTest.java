package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.described.Description.EntityDescription;
import io.tourbus.described.yaml.Problems;
import io.tourbus.described.yaml.SchemaCheck;
import io.tourbus.described.yaml.YamlDocument;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that link to each other, in an API that reports no total. */
class DescribedPagerTest {

    private static final int MAX_PAGES = 50;
    private static final Slice SLICE =
            Slice.of(new Query("gigs", Entity.ARTISTS, "artists"), "gigs-artists", "artists", Map.of(), List.of());

    @Test
    void cursorsThatLeadBackToAnEarlierPageEndAndTheSliceIsIncomplete() throws YamlDocument.SyntaxException {
        var reading = read(page -> (page + 1) % 3);

        assertThat(reading.unique()).isEqualTo(3);
        assertThat(reading.pages()).isEqualTo(6);
        assertThat(reading.missing()).isEqualTo(1);
    }

    @Test
    void aLastPageThatLinksToItselfIsComplete() throws YamlDocument.SyntaxException {
        var reading = read(page -> Math.min(page + 1, 4));

        assertThat(reading.unique()).isEqualTo(5);
        assertThat(reading.pages()).isEqualTo(5);
        assertThat(reading.missing()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example/v1/gigs/all?page=2&key=secret",
                "/v1/gigs/all?page=2",
                "all?page=2&key=",
                "?page=2",
                "./all?page=2"
            })
    void addressesOfNextPagesCanBeRelative(String link) throws YamlDocument.SyntaxException {
        var gigs = artists("kind: next-url, next: /next");
        var pager = new DescribedPager(gigs, "/v1", "key");
        var page = new PageResult(page(0, 0).entities(), 0, OptionalLong.empty(), true, link);

        assertThat(pager.next(SLICE, new PageRequest("/gigs/all", Map.of("page", "1"), 0), page))
                .contains(new PageRequest("/gigs/all", Map.of("page", "2"), 1));
    }

    /** @param next the page whose cursor a page has */
    private static SliceReading read(IntUnaryOperator next) throws YamlDocument.SyntaxException {
        var artists = artists("kind: cursor, parameter: cursor, next: /next");
        var mapper = new RecordMapper("gigs", Entity.ARTISTS, artists, RecordFields.of(Entity.ARTISTS), kind -> null);
        var reader =
                new SliceReader(new DescribedPager(artists, "", ""), mapper::map, new RecordEncoder(), new TestClock());
        var reading = reader.open(SLICE);
        while (reading.hasNext() && reading.pages() < MAX_PAGES) {
            var number = Integer.parseInt(reading.request().parameters().getOrDefault("cursor", "0"));
            reader.read(page(number, next.applyAsInt(number)), reading, "run");
        }
        return reading;
    }

    private static EntityDescription artists(String pagination) throws YamlDocument.SyntaxException {
        var document = YamlDocument.parse("""
                title: Gigs
                base-url: https://api.gigs.example/v1
                authentication: {kind: none}
                pagination: {%s}
                entities: {artists: {path: /gigs/all, id: /id, map: {name: /name}}}
                """.formatted(pagination));
        new SchemaCheck(new Problems(document)).check(document.root());
        return Description.of(document).byKind().get(Entity.ARTISTS);
    }

    private static PageResult page(int number, int next) {
        var artist = JsonNodeFactory.instance.objectNode().put("id", "a" + number);
        var entity = new RawEntity(artist.toString().getBytes(StandardCharsets.UTF_8), artist);
        return new PageResult(List.of(entity), 0, OptionalLong.empty(), true, String.valueOf(next));
    }
}
