package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
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

/** Pages that link to each other, in an API that reports no total. */
class DescribedPagerTest {

    private static final int MAX_PAGES = 50;

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

    /** @param next the page whose cursor a page has */
    private static SliceReading read(IntUnaryOperator next) throws YamlDocument.SyntaxException {
        var document = YamlDocument.parse("""
                title: Gigs
                base-url: https://api.gigs.example
                authentication: {kind: none}
                pagination: {kind: cursor, parameter: cursor, next: /next}
                entities: {artists: {path: /artists, id: /id, map: {name: /name}}}
                """);
        new SchemaCheck(new Problems(document)).check(document.root());
        var artists = Description.of(document).byKind().get(Entity.ARTISTS);
        var mapper = new RecordMapper("gigs", Entity.ARTISTS, artists, RecordFields.of(Entity.ARTISTS), kind -> null);
        var reader =
                new SliceReader(new DescribedPager(artists, "", ""), mapper::map, new RecordEncoder(), new TestClock());
        var reading = reader.open(
                Slice.of(new Query("gigs", Entity.ARTISTS, "artists"), "gigs-artists", "artists", Map.of(), List.of()));
        while (reading.hasNext() && reading.pages() < MAX_PAGES) {
            var number = Integer.parseInt(reading.request().parameters().getOrDefault("cursor", "0"));
            reader.read(page(number, next.applyAsInt(number)), reading, "run");
        }
        return reading;
    }

    private static PageResult page(int number, int next) {
        var artist = JsonNodeFactory.instance.objectNode().put("id", "a" + number);
        var entity = new RawEntity(artist.toString().getBytes(StandardCharsets.UTF_8), artist);
        return new PageResult(List.of(entity), 0, OptionalLong.empty(), true, String.valueOf(next));
    }
}
