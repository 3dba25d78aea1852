package io.tourbus.warehouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.warehouse.BuildListener;
import io.tourbus.warehouse.TestLake;
import io.tourbus.warehouse.TestWarehouse;
import io.tourbus.warehouse.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artists and concerts that two sources know. */
class ArtistViewsTest {

    private static final String RUN = "20261123T020000Z-daily-aaaa";
    private static final String MBID = "5b11f4ce-a62d-471e-81fc-a69a8278c7da";
    private static final String UPPER_CASE = MBID.toUpperCase(Locale.ROOT);
    private static final String CITY =
            "\"venue_city\":\"York\",\"venue_name\":\"%s\",\"venue_latitude\":%s,\"venue_longitude\":-1.08";

    private static final String NOWHERE =
            "\"venue_city\":\"York\",\"venue_name\":\"%s\",\"venue_latitude\":0.0,\"venue_longitude\":0.0";

    @TempDir
    private static Path folder;

    private static Warehouse warehouse;
    private static QuerySession session;

    @BeforeAll
    static void build() throws IOException {
        var lake = new TestLake(folder.resolve("lake"));
        lake.write(
                "artists",
                RUN,
                "a",
                List.of(
                        artist(
                                "ticketmaster_K1",
                                "\"ticketmaster_id\":\"K1\",\"musicbrainz_id\":\"%s\"".formatted(UPPER_CASE)),
                        artist(
                                "gigs_a3",
                                "\"links\":{\"home\":[\"https://musicbrainz.org/artist/%s\"]}".formatted(UPPER_CASE)),
                        artist("spotify_S1", "\"spotify_id\":\"S1\""),
                        artist("setlistfm_" + MBID, "\"musicbrainz_id\":\"%s\"".formatted(MBID)),
                        artist(
                                "musicbrainz_" + MBID,
                                "\"musicbrainz_id\":\"%s\",\"links\":{\"urls\":[\"https://open.spotify.com/intl-de/artist/S1?si=x\","
                                                .formatted(MBID)
                                        + "\"https://musicbrainz.org/artist/%s\",\"https://example.com/artist/S9\"]}"
                                                .formatted(MBID)),
                        artist("spotify_S2", "\"spotify_id\":\"S2\""),
                        artist("gigs_a1", "\"links\":{\"label\":[\"www.label.example\",\"label\"]}"),
                        artist("gigs_a2", "\"links\":{\"label\":[\"www.label.example\",\"label\"]}"),
                        artist("spotify_S4", "\"spotify_id\":\"S4\",\"ticketmaster_id\":\"K4\"")));
        var ticketmaster = performers(
                performer("spotify_S2", "K2", "S2", "link"),
                performer("spotify_S2", "K3", "S2", "link"),
                performer("spotify_S4", "K4", "S4", "name"));
        lake.write(
                "concerts",
                RUN,
                "c",
                List.of(
                        concert("ticketmaster_c0", "2027-05-01", CITY.formatted("Barn", "53.9"), ticketmaster),
                        concert(
                                "ticketmaster_c1",
                                "2027-01-02",
                                CITY.formatted("The Barn", "53.9"),
                                of("ticketmaster_K1")),
                        concert("ticketmaster_c2", "2027-01-03", CITY.formatted("Barn", "53.9"), of("ticketmaster_K1")),
                        concert("ticketmaster_c4", "2027-01-05", NOWHERE.formatted("Barn"), of("ticketmaster_K1")),
                        concert("setlistfm_s5", "2027-01-05", NOWHERE.formatted("Hall"), of("setlistfm_" + MBID)),
                        concert("ticketmaster_c3", "2027-01-04", CITY.formatted("Barn", "53.9"), of("spotify_S4")),
                        concert("setlistfm_s1", "2027-01-02", CITY.formatted("BARN!", "null"), of("setlistfm_" + MBID)),
                        concert(
                                "setlistfm_s2",
                                "2027-01-03",
                                CITY.formatted("Hall", "53.904"),
                                of("setlistfm_" + MBID)),
                        concert("setlistfm_s3", "2027-01-03", CITY.formatted("Far", "54.1"), of("setlistfm_" + MBID)),
                        concert(
                                "setlistfm_s4",
                                "2027-01-04",
                                CITY.formatted("Barn", "53.9"),
                                of("setlistfm_" + MBID))));
        lake.write(
                "songs",
                RUN,
                "s1",
                List.of(song("1", "2026-11-23T02:00:01Z", 7), song("2", "2026-11-23T02:00:01Z", 8)));
        lake.write("songs", RUN, "s2", List.of(song("1", "2026-11-23T03:00:01Z", 9)));
        lake.manifest(RUN);
        Files.createDirectory(folder.resolve("lake/normalized/empty"));
        Files.writeString(folder.resolve("lake/normalized/.hidden"), "x");
        warehouse = TestWarehouse.read(folder);
        session = QuerySession.open(warehouse, Path.of("warehouse/views"), BuildListener.NONE);
    }

    @AfterAll
    static void close() {
        session.close();
        warehouse.close();
    }

    private static String artist(String id, String fields) {
        return "{\"artist_id\":\"%s\",\"name\":\"%1$s\",%s,%s".formatted(id, fields, origin("artists", id));
    }

    private static String concert(String id, String day, String place, String performers) {
        return "{\"concert_id\":\"%s\",\"name\":\"%1$s\",\"local_date\":\"%s\",%s,\"performers\":[%s],%s"
                .formatted(id, day, place, performers, origin("events", id));
    }

    private static String origin(String type, String id) {
        return """
                "data_type":"%s","source":"%s","ingestion_timestamp":"2026-11-23T02:00:01Z","run_id":"%s","slice":"s",\
                "schema_version":"1.3","record_hash":"h"}""".formatted(type, id.substring(0, id.indexOf('_')), RUN);
    }

    private static String song(String id, String time, int plays) {
        return "{\"id\":\"gigs_%s\",\"plays\":%d,\"data_type\":\"songs\",\"ingestion_timestamp\":\"%s\"}"
                .formatted(id, plays, time);
    }

    private static String of(String artistId) {
        return "{\"artist_id\":\"%s\",\"name\":\"A\"}".formatted(artistId);
    }

    private static String performers(String... all) {
        return String.join(",", all);
    }

    private static String performer(String artistId, String ticketmasterId, String spotifyId, String matchedBy) {
        return "{\"artist_id\":\"%s\",\"name\":\"A\",\"ticketmaster_id\":\"%s\",\"spotify_id\":\"%s\",\"matched_by\":\"%s\"}"
                .formatted(artistId, ticketmasterId, spotifyId, matchedBy);
    }

    private static List<String> rows(String sql) {
        var out = new StringWriter();
        session.run(sql, OutputFormat.CSV.writer(new PrintWriter(out, true), 100));
        return out.toString().lines().skip(1).toList();
    }

    @Test
    void typesOfRecordsOfADescriptionAreRead() {
        assertThat(rows("SELECT id, plays FROM songs ORDER BY id")).containsExactly("gigs_1,9", "gigs_2,8");
        assertThat(session.relations())
                .extracting(Relation::name)
                .contains("songs", "artist_links")
                .doesNotContain("empty", ".hidden");
    }

    @Test
    void linksHaveTheirOrigin() {
        assertThat(rows("SELECT artist_id, linked_id, matched_by, source, entity, field FROM artist_links"))
                .containsExactlyInAnyOrder(
                        "ticketmaster_K1,musicbrainz_%s,link,ticketmaster,artists,musicbrainz_id".formatted(MBID),
                        "gigs_a3,musicbrainz_%s,link,gigs,artists,links.home".formatted(MBID),
                        "setlistfm_%s,musicbrainz_%1$s,link,setlistfm,artists,musicbrainz_id".formatted(MBID),
                        "musicbrainz_%s,spotify_S1,link,musicbrainz,artists,links.urls".formatted(MBID),
                        "ticketmaster_K2,spotify_S2,link,ticketmaster,events,performers.spotify_id",
                        "ticketmaster_K3,spotify_S2,link,ticketmaster,events,performers.spotify_id",
                        "ticketmaster_K4,spotify_S4,name,ticketmaster,events,performers.spotify_id",
                        "ticketmaster_K4,spotify_S4,name,ticketmaster,artists,ticketmaster_id");
    }

    @Test
    void linkedIdsHaveOneIdentityAndNamesDoNotJoinThem() {
        assertThat(
                        rows(
                                "SELECT identity, string_agg(artist_id, ' ' ORDER BY artist_id) FROM artist_identities GROUP BY ALL"))
                .containsExactlyInAnyOrder(
                        "gigs_a3,gigs_a3 musicbrainz_%s setlistfm_%1$s spotify_S1 ticketmaster_K1".formatted(MBID),
                        "gigs_a1,gigs_a1",
                        "gigs_a2,gigs_a2",
                        "spotify_S2,spotify_S2 ticketmaster_K2 ticketmaster_K3",
                        "spotify_S4,spotify_S4");
    }

    @Test
    void contradictingLinksAreListed() {
        assertThat(
                        rows(
                                "SELECT identity, artist_id, linked_id, link_source, link_field FROM artist_identity_conflicts"))
                .containsExactlyInAnyOrder(
                        "spotify_S2,ticketmaster_K2,spotify_S2,ticketmaster,performers.spotify_id",
                        "spotify_S2,ticketmaster_K3,spotify_S2,ticketmaster,performers.spotify_id");
    }

    @Test
    void concertsOfOneArtistOnOneDayInOnePlaceArePairs() {
        assertThat(
                        rows(
                                "SELECT concert_id, other_concert_id, meters_apart, conflicting_links, reason FROM probable_duplicates"))
                .containsExactlyInAnyOrder(
                        "setlistfm_s1,ticketmaster_c1,,false,\"same artist and day, same name of venue and city\"",
                        "setlistfm_s2,ticketmaster_c2,445,false,\"same artist and day, venues 445 m apart\"");
    }
}
