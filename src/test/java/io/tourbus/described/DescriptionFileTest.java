package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.app.Modules;
import io.tourbus.cli.TourbusCommand;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import io.tourbus.testing.HomeFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in descriptions, and the message of each. */
class DescriptionFileTest {

    private static final String VALID = """
            title: Gigs
            base-url: https://api.gigs.example/v1
            authentication: {kind: api-key, in: query, name: key}
            settings:
              cities: {type: list, default: York, description: Cities to read.}
            entities:
              venues:
                path: /venues
                items: /venues
                id: /id
                map: {name: /name}
              events:
                path: /events
                pagination: {kind: offset, parameter: offset, size: 50, total: /total}
                slices: {kind: list, parameter: city, setting: cities}
                items: /events
                id: /id
                map:
                  name: /title
                  event_date: {from: /starts, date: utc}
                  performers: {each: /bands, map: {name: /name}}
            """;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("title: Gigs\n", "", 1, "title is missing."),
                mistake("title: Gigs", "titel: Gigs", 1, "Unknown field: titel. Did you mean title?"),
                mistake("title: Gigs", "title: [Gigs]", 1, "title is not valid: 'a list'. Use a text."),
                mistake("title: Gigs", "title: ' '", 1, "title is not valid: ' '. Use a value such as SeatGeek."),
                mistake("title: Gigs", "title: Gigs\ntitle: Twice", 2, "title is there twice. Remove one."),
                mistake("title: Gigs", "title: 'Gigs", 1, "The YAML is not valid: found unexpected end of stream."),
                mistake(
                        "title: Gigs",
                        "title: Gigs\nrequests-per-day: many",
                        2,
                        "requests-per-day is not valid: 'many'. Use a whole number from 0 to 100000000."),
                mistake(
                        "title: Gigs",
                        "title: Gigs\nmillis-per-request: 0",
                        2,
                        "millis-per-request is not valid: '0'. Use a whole number from 1 to 60000."),
                mistake(
                        "title: Gigs",
                        "title: Gigs\nheaders: {User-Agent: '{contact}'}",
                        2,
                        "Unknown setting in headers.User-Agent: contact. Use cities."),
                mistake(
                        "title: Gigs",
                        "title: Gigs\nresponses: {empty: 404}",
                        2,
                        "responses.empty is not valid: '404'. Use a list."),
                mistake(
                        "https://api.gigs.example/v1",
                        "api.gigs.example",
                        2,
                        "base-url is not valid: 'api.gigs.example'. Use a value such as https://api.example.com/v1."),
                mistake(
                        "https://api.gigs.example/v1",
                        "https://me:secret@api.gigs.example",
                        2,
                        "base-url is not valid: 'https://***@api.gigs.example'. Use a value such as https://api.example.com/v1."),
                mistake(
                        "https://api.gigs.example/v1",
                        "https://api.gigs.example:port/v1",
                        2,
                        "base-url is not valid: 'https://api.gigs.example:port/v1'. Use a value such as https://api.example.com/v1."),
                mistake(
                        "https://api.gigs.example/v1",
                        "https://api gigs.example/v1",
                        2,
                        "base-url is not valid: 'https://api gigs.example/v1'. Use a value such as https://api.example.com/v1."),
                mistake(
                        "https://api.gigs.example/v1",
                        "https://api.gigs.example/",
                        2,
                        "base-url is not valid: 'https://api.gigs.example/'. Use a value such as https://api.example.com/v1."),
                mistake(
                        "kind: api-key, in: query, name: key",
                        "kind: apikey",
                        3,
                        "authentication.kind is not valid: 'apikey'. Did you mean api-key?"),
                mistake(
                        "kind: api-key, in: query, name: key",
                        "in: query",
                        3,
                        "authentication has no kind. Use kind: none, api-key, basic, bearer, oauth2."),
                mistake("in: query, name: key", "name: key", 3, "authentication.in is missing."),
                mistake("in: query", "in: body", 3, "authentication.in is not valid: 'body'. Use query, header."),
                mistake(
                        "cities: {",
                        "token: {",
                        5,
                        "settings.token is a setting that each source has. Choose another name."),
                mistake(", description: Cities to read.", "", 5, "settings.cities.description is missing."),
                mistake(
                        "type: list",
                        "type: lists",
                        5,
                        "settings.cities.type is not valid: 'lists'. Did you mean list?"),
                mistake(
                        "  venues:\n",
                        "  places:\n",
                        7,
                        "Unknown kind of entity: entities.places. Use artists, tracks, venues, events."),
                mistake(
                        "    path: /venues\n",
                        "",
                        7,
                        "entities.venues.path is missing. Add it, or name venues below contains of another entity."),
                mistake(
                        "    path: /venues\n    items: /venues\n",
                        "    path: /venues.json\n",
                        7,
                        "entities.venues.items is missing. Add where a page has its results."),
                mistake(
                        "path: /venues",
                        "path: venues",
                        8,
                        "entities.venues.path is not valid: 'venues'. Use a value such as /events."),
                mistake(
                        "path: /venues",
                        "path: /venues/{id}",
                        8,
                        "entities.venues.path contains {id}, but no IDs are given. Add slices of kind ids."),
                mistake(
                        "path: /venues",
                        "path: /{city}/venues",
                        8,
                        "Unknown placeholder in entities.venues.path: city. Use id."),
                mistake(
                        "items: /venues",
                        "items: venues",
                        9,
                        "entities.venues.items is not valid: 'venues'. Use a value such as /venue/name."),
                mistake(
                        "    id: /id\n    map: {name: /name}\n",
                        "    map: {name: /name}\n",
                        7,
                        "entities.venues.id is missing."),
                mistake(
                        "map: {name: /name}\n",
                        "map: {nmae: /name}\n",
                        11,
                        "Unknown field of the record: entities.venues.map.nmae. Did you mean name?"),
                mistake(
                        "entities:\n  venues:\n",
                        "record-types: {songs: {properties: {name: {type: text}}}}\nentities:\n  venues:\n",
                        6,
                        "record-types.songs.properties.name.type is not valid: 'text'. Use string, integer, number, boolean, array, object."),
                mistake(
                        "entities:\n  venues:\n",
                        "record-types: {songs: {properties: {name: {type: string}}}}\nentities:\n  venues:\n",
                        6,
                        "record-types.songs is not used. Add entities.songs, or remove it."),
                mistake(
                        "entities:\n  venues:\n",
                        "record-types: {events: {properties: {run_id: {type: string}}}}\nentities:\n  venues:\n",
                        6,
                        "record-types.events has the name of a kind of Tourbus. Choose another name."),
                mistake(
                        "entities:\n  venues:\n",
                        "record-types: {tours: {properties: {run_id: {type: string, pattern: '['}}}}\nentities:\n  venues:\n",
                        6,
                        "record-types.tours.properties.run_id is a field that each record has. Choose another name."),
                mistake(
                        "entities:\n  venues:\n",
                        "record-types: {tours: {properties: {day: {type: string, pattern: '['}}}}\nentities:\n  venues:\n",
                        6,
                        "record-types.tours.properties.day.pattern is not a regular expression: '['. Correct it."),
                mistake("map: {name: /name}\n", "map: {}\n", 11, "entities.venues.map is empty. Add a field."),
                mistake(
                        "kind: offset",
                        "kind: offsets",
                        14,
                        "entities.events.pagination.kind is not valid: 'offsets'. Did you mean offset?"),
                mistake("parameter: offset, ", "", 14, "entities.events.pagination.parameter is missing."),
                mistake(
                        "setting: cities",
                        "setting: city",
                        15,
                        "Unknown setting in entities.events.slices: city. Use cities."),
                mistake(
                        "kind: list, parameter: city, setting: cities",
                        "kind: ids, of: events",
                        13,
                        "entities.events.path does not contain {id}. Add it where the ID belongs."),
                mistake(
                        "kind: list, parameter: city, setting: cities",
                        "kind: ids, of: bands",
                        15,
                        "entities.events.slices.of is not valid: 'bands'. Use venues, musicbrainz_id."),
                mistake(
                        "date: utc",
                        "date: UTC",
                        20,
                        "entities.events.map.event_date.date is not valid: 'UTC'. Did you mean utc?"),
                mistake(
                        "date: utc",
                        "date: day, pattern: dd-QQQQQQ-yy",
                        20,
                        "entities.events.map.event_date.pattern is not valid: 'dd-QQQQQQ-yy'. Use a pattern of yyyy, MM, dd, HH, mm and ss."),
                mistake(
                        "date: utc",
                        "pattern: dd-MM-yyyy",
                        20,
                        "entities.events.map.event_date has pattern without date. Add date, or remove it."),
                mistake(
                        "from: /starts, date: utc",
                        "date: utc",
                        20,
                        "entities.events.map.event_date needs exactly one of from, first, join, each, map."),
                mistake(
                        "from: /starts, date: utc",
                        "form: /starts",
                        20,
                        "Unknown field: entities.events.map.event_date.form. Did you mean from?"),
                mistake(
                        "map: {name: /name}}\n",
                        "map: {nome: /name}}\n",
                        21,
                        "Unknown field of the record: entities.events.map.performers.map.nome. Did you mean name?"),
                mistake(
                        "each: /bands, map: {name: /name}",
                        "each: /bands",
                        21,
                        "entities.events.map.performers needs value or map beside each. Use one of them."),
                mistake(
                        "name: /title",
                        "status: {from: /s, values: {on: planned}}",
                        19,
                        "entities.events.map.status.values.on is not valid: 'planned'. Use scheduled, completed, cancelled, postponed."),
                mistake(
                        "    map:\n      name: /title",
                        "    contains: {artists: /bands}\n    map:\n      name: /title",
                        18,
                        "entities.events.contains.artists needs a map. Add entities.artists."));
    }

    private static Arguments mistake(String right, String wrong, int line, String message) {
        return Arguments.of(right, wrong, line, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsReportedWithItsLineAndWhatToDo(
            String right, String wrong, int line, String message, @TempDir Path folder) throws IOException {
        assertThat(VALID).contains(right);
        var file = Files.writeString(folder.resolve("gigs.source.yaml"), VALID.replace(right, wrong));
        var err = new StringWriter();

        var code = TourbusCommand.commandLine("source", "check", file.toString())
                .setErr(new PrintWriter(err, true))
                .execute("source", "check", file.toString());

        assertThat(code).isEqualTo(78);
        assertThat(err.toString().lines())
                .contains("tourbus: %s line %d: %s".formatted(file, line, message))
                .allMatch(problem -> problem.startsWith("tourbus: %s line ".formatted(file)));
    }

    @Test
    void aDescriptionWithoutMistakesIsASource() {
        assertThat(DescriptionFile.parse("gigs", "gigs.source.yaml", VALID).problems())
                .isEmpty();
    }

    @Test
    void allMistakesAreReportedTogether() {
        var twice = VALID.replace("title: Gigs", "titel: Gigs").replace("kind: offset", "kind: offsets");

        assertThat(DescriptionFile.parse("gigs", "gigs.source.yaml", twice).problems())
                .hasSize(3);
    }

    @Test
    void namesAndContentOfFilesAreChecked(@TempDir Path folder) throws IOException {
        assertThat(problems(folder, "gigs.yaml", VALID)).contains("Rename it to NAME.source.yaml.");
        assertThat(problems(folder, "Gigs.source.yaml", VALID)).contains("Use lower case letters");
        assertThat(problems(folder, "spotify.source.yaml", VALID)).contains("has the name of another source");
        assertThat(problems(folder, "empty.source.yaml", "")).contains("line 1: The file is empty.");
        assertThat(problems(folder, "list.source.yaml", "- a\n")).contains("does not consist of fields and values");
        var many = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n"
                + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n";
        assertThat(problems(folder, "many.source.yaml", many)).contains("The file has more than 10,000 values.");
        assertThat(problems(folder, "loop.source.yaml", "a: &a {b: *a}\n")).contains("line 1: The YAML is");
        var directory = Files.createDirectory(folder.resolve("folder.source.yaml"));
        assertThat(DescriptionFile.read(directory, List.of()).problems())
                .containsExactly(directory + " is a folder, not a file. Rename or move it.");
        assertThat(DescriptionFile.read(folder.resolve("none.source.yaml"), List.of())
                        .problems())
                .singleElement()
                .asString()
                .endsWith("cannot be read: no such file. Correct it.");
    }

    private static String problems(Path folder, String name, String text) throws IOException {
        var problems = DescriptionFile.read(Files.writeString(folder.resolve(name), text), List.of("spotify"))
                .problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void variablesOfASourceWithMistakesAreNotCalledUnknown(@TempDir Path folder) throws IOException {
        var sources = Files.createDirectory(HomeFolder.live(folder).resolve("sources"));
        Files.writeString(sources.resolve("my-gigs.source.yaml"), VALID.replace("title", "titel"));
        try {
            Modules.installed();

            assertThat(unknown("TOURBUS_MY_GIGS_API_KEY")).isEmpty();
            assertThat(unknown("TOURBUS_MY_GIG_API_KEY")).isNotEmpty();
        } finally {
            HomeFolder.leave();
            SettingsTable.declare(List.of());
        }
    }

    private static List<String> unknown(String variable) {
        return SettingsOverrides.of(Map.of(), Map.of(variable, "x"), Map.of()).problems();
    }

    @Test
    void theShippedDescriptionsAreValid() throws IOException {
        try (var files = Files.list(Path.of("sources"))) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(
                                    DescriptionFile.read(file, List.of()).problems())
                            .isEmpty());
        }
    }
}
