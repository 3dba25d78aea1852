package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.described.yaml.YamlDocument;
import io.tourbus.model.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueMappingTest {

    private static final JsonNode GIG = yaml("""
            id: 7
            title: '  One  '
            blank: ' '
            starts: 2027-01-01T20:00:00+02:00
            local: 2027-01-01T20:00
            day: 31-12-2026
            wrong: 2027-02-30
            unknown: true
            state: on
            iso: '2027-01-02'
            time: '19:30'
            kind: GIG
            genres: [{name: Rock}, {name: ''}, {name: Pop}]
            price: {amount: 7}
            hall: {id: 3, lat: '51.5', far: 200.5}
            """);

    private static JsonNode yaml(String text) {
        try {
            return YamlDocument.parse(text).root();
        } catch (YamlDocument.SyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name           | /title                                                        | "One"
                    name           | /blank                                                        | null
                    name           | /none                                                         | null
                    name           | /hall                                                         | null
                    name           | /id                                                           | "7"
                    name           | {first: [/blank, /title]}                                     | "One"
                    name           | {join: [/title, /none, /kind], with: '-'}                     | "One-GIG"
                    genre          | {from: /kind, lower: true}                                    | "gig"
                    genre          | {from: /state, upper: true}                                   | "ON"
                    event_date     | {join: [/iso, /time], date: local}                            | "2027-01-02T19:30:00"
                    event_date     | {join: [/iso, /none], date: local}                            | "2027-01-02"
                    event_date     | {from: /day, date: local, pattern: 'dd-MM-yyyy[ HH:mm]'}      | "2026-12-31"
                    venue_id       | {from: /hall/id, prefix: hall-}                               | "gigs_hall-3"
                    venue_id       | /hall/none                                                    | null
                    event_date     | {from: /starts, date: utc}                                    | "2027-01-01T18:00:00Z"
                    event_date     | {from: /starts, date: local}                                  | "2027-01-01T20:00:00"
                    event_date     | {from: /local, date: utc}                                     | "2027-01-01T20:00:00Z"
                    event_date     | {from: /day, date: utc, pattern: dd-MM-uuuu}                  | "2026-12-31"
                    event_date     | {from: /wrong, date: day}                                     | null
                    event_date     | {from: /starts, date: utc, unless: /unknown}                  | null
                    event_date     | {first: [{from: /starts, date: utc, unless: /unknown}, {from: /starts, date: day}]} | "2027-01-01"
                    local_time     | {from: /starts, date: time}                                   | "20:00:00"
                    local_date     | /title                                                        | null
                    status         | {from: /state, values: {on: scheduled}}                       | "scheduled"
                    status         | {from: /kind, values: {on: scheduled}}                        | null
                    status         | /state                                                        | null
                    name           | {from: /title, when: {/kind: [GIG, SHOW]}}                    | "One"
                    name           | {from: /title, when: {/kind: [SHOW]}}                         | null
                    venue_latitude | /hall/lat                                                     | 51.5
                    venue_latitude | /hall/far                                                     | null
                    time_tba       | /unknown                                                      | true
                    time_tba       | /title                                                        | null
                    performers     | {each: /genres, map: {name: /name}}                           | ["Rock","Pop"]
                    performers     | {each: /hall, map: {artist_id: /id, name: /lat}}              | ["51.5"]
                    """)
    void aValueIsThatOfTheApiInTheTypeOfTheField(String field, String definition, String expected) {
        var schema = RecordFields.of(Entity.EVENTS).all().get(field);

        var value = new ValueMapping(yaml("v: " + definition).get("v"), schema, "gigs_").apply(GIG, repair -> {});

        if (value.isArray()) {
            assertThat(value).allMatch(performer -> performer.size() == 6);
            assertThat(value.findValuesAsText("name").toString())
                    .isEqualTo(expected.replace("\"", "").replace(",", ", "));
        } else {
            assertThat(value.toString()).isEqualTo(expected);
        }
    }

    @Test
    void droppedValuesAreCounted() {
        List<String> repairs = new ArrayList<>();
        var fields = RecordFields.of(Entity.EVENTS).all();

        ValueMapping.all(
                        yaml("{venue_latitude: /title, event_date: {from: /wrong, date: day}, name: /none}"),
                        fields,
                        "")
                .values()
                .forEach(mapping -> mapping.apply(GIG, repairs::add));

        assertThat(repairs).containsExactly("value of another type", "impossible date");
    }

    @Test
    void fieldsThatNoRecordContainsAreFound() {
        var description =
                Description.of(new YamlDocument(yaml("""
                        title: Gigs
                        entities:
                          events:
                            id: /id
                            contains: {venues: /hall}
                            map:
                              name: {first: [/title, /blank]}
                              genre: {each: /genres, value: /name}
                              price_ranges: {each: /price, map: {min: /amount}}
                        """), Map.of())).byKind().get(Entity.EVENTS);

        assertThat(UnmappedFields.find(
                        description, List.of(GIG.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .containsOnlyKeys("/day", "/iso", "/kind", "/local", "/starts", "/state", "/time", "/unknown", "/wrong")
                .containsEntry("/state", "on");
    }
}
