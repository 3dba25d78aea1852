package io.tourbus.source.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.model.Entity;
import io.tourbus.source.error.MalformedResponseException;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.spotify.SpotifyResponseReader;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageParserTest {

    private final PageParser artists = SpotifyResponseReader.parserFor(Entity.ARTISTS);
    private final PageParser events = TicketmasterPager.parserFor(Entity.EVENTS);

    @Test
    void parsesAPageOfASearch() {
        var page = read(artists, """
                {"artists": {"href": "h", "items": [{"id": "a"}, null, {"id": "b"}], "limit": 10,
                 "next": "https://next", "offset": 0, "total": 2.0E1}}
                """);

        assertThat(page.entities())
                .extracting(entity -> text(entity))
                .containsExactly("{\"id\": \"a\"}", "{\"id\": \"b\"}");
        assertThat(page.nulls()).isEqualTo(1);
        assertThat(page.total()).hasValue(20);
        assertThat(page.next()).isTrue();
    }

    @Test
    void aNullLinkMeansTheLastPage() {
        assertThat(read(artists, "{\"artists\": {\"items\": [], \"next\": null, \"total\": 0}}")
                        .next())
                .isFalse();
    }

    @Test
    void parsesArtistsByIdAndASingleArtist() {
        assertThat(read(artists, "{\"artists\": [{\"id\": \"a\"}, null]}").entities())
                .hasSize(1);
        assertThat(read(artists, "{\"id\": \"a\", \"type\": \"artist\", \"images\": [{}]}")
                        .entities())
                .extracting(entity -> text(entity))
                .containsExactly("{\"id\": \"a\", \"type\": \"artist\", \"images\": [{}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"artists\": [{\"id\": \"a\"}], \"id\": \"t\", \"type\": \"track\"}",
                "{\"id\": \"a\", \"name\": \"no type\"}"
            })
    void aSingleEntityOfAnotherTypeIsMalformed(String body) {
        assertThatThrownBy(() -> read(artists, body)).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void theTypeOfAListElementIsIgnored() {
        assertThat(read(events, "[{\"id\": \"e\", \"type\": \"venue\"}]").entities())
                .hasSize(1);
    }

    @Test
    void parsesAPageOfEventsWithTheLinkToTheNextPage() {
        var page = read(events, """
                {"_embedded": {"events": [{"id": "e"}]}, "_links": {"self": {"href": "/s"}, "next": {"href": "/n"}},
                 "page": {"size": 1, "totalElements": 2, "totalPages": 2, "number": 0}}
                """);

        assertThat(page.entities()).hasSize(1);
        assertThat(page.total()).hasValue(2);
        assertThat(page.next()).isTrue();
    }

    @Test
    void aResponseWithATotalAndWithoutEntitiesIsAnEmptyPage() {
        var page = read(events, "{\"_links\": {}, \"page\": {\"size\": 20, \"totalElements\": 0, \"number\": 0}}");

        assertThat(page.entities()).isEmpty();
        assertThat(page.total()).hasValue(0);
    }

    @Test
    void aResponseWithAPageObjectAndWithoutEntitiesIsAnEmptyPage() {
        var page = read(events, "{\"_links\": {}, \"page\": {\"size\": 200, \"number\": 0}}");

        assertThat(page.entities()).isEmpty();
        assertThat(page.total()).isEmpty();
    }

    @Test
    void aTotalMayBeAString() {
        assertThat(read(events, "{\"_embedded\": {\"events\": [{}]}, \"page\": {\"totalElements\": \"3019\"}}")
                        .total())
                .hasValue(3019);
    }

    @Test
    void acceptsAnArray() {
        assertThat(read(events, "[{\"id\": \"e\"}]").entities()).hasSize(1);
    }

    @Test
    void anEntityKeepsItsBytesExceptLineBreaks() {
        var page = read(events, "[{\r\n  \"id\" : \"e\\n\\u00e9é\",\n \"n\": 2.30E7, \"n\": 1 }]");

        assertThat(text(page.entities().get(0))).isEqualTo("{  \"id\" : \"e\\n\\u00e9é\", \"n\": 2.30E7, \"n\": 1 }");
    }

    @Test
    void keepsElementsThatAreNotObjects() {
        var page = read(events, "[\"text\", 7, {\"id\": \"e\"}]");

        assertThat(page.entities())
                .extracting(entity -> text(entity))
                .containsExactly("\"text\"", "7", "{\"id\": \"e\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Bad gateway</body></html>",
                "{\"_embedded\": {\"events\": [{\"id\": \"e\"}, {\"id\"",
                "{\"_embedded\": {\"events\": [{\"id\": \"e\"}]}, \"page\": {\"totalElements\": 1}",
                "{\"_embedded\": {\"events\": [{\"id\": \"e\"}]}} trailing",
                "{\"fault\": {\"faultstring\": \"Invalid ApiKey\"}}",
                "{\"errors\": [{\"code\": \"DIS1004\"}]}",
                "{\"_embedded\": {\"venues\": [{\"id\": \"v\"}]}, \"page\": {\"totalElements\": 1}}",
                "{\"id\": \"genre\", \"name\": \"Rock\"}",
                "{}",
                "null",
                "\"text\""
            })
    void anotherStructureIsNeverAnEmptyPage(String body) {
        assertThatThrownBy(() -> read(events, body))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageStartingWith("the response is not a page of events: ");
    }

    private static PageResult read(PageParser parser, String body) {
        return parser.read(body.getBytes(UTF_8));
    }

    private static String text(RawEntity entity) {
        return new String(entity.json(), UTF_8);
    }
}
