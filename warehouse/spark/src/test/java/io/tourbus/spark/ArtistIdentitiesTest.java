package io.tourbus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The identities of the artists of several sources, and the views over them. */
class ArtistIdentitiesTest {

    private static final Path VIEWS = Path.of("../views");

    @TempDir
    private Path folder;

    private SparkSession session;
    private Tables tables;

    @BeforeEach
    void open() {
        session = LocalSpark.session();
        session.conf().set("spark.sql.session.timeZone", "UTC");
        Tables.configure(session, Map.of("type", "hadoop", "warehouse", folder.toString()));
        tables = new Tables(session, new Definitions(), "concert_lake");
        session.sql("USE tourbus.concert_lake");
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private void insert(String table, String... records) throws Exception {
        session.read()
                .schema(new Definitions().columns(table))
                .json(session.createDataset(List.of(records), Encoders.STRING()))
                .writeTo(table)
                .append();
    }

    private static String artist(String id, String links) {
        return """
                {"artist_id":"%s","name":"%1$s",%s,%s}""".formatted(id, links, origin(id));
    }

    private static String concert(String id, String artist, String venue, double latitude) {
        return """
                {"concert_id":"%s","name":"%1$s","local_date":"2027-01-02","venue_name":"%s","venue_city":"York",\
                "venue_latitude":%s,"venue_longitude":-1.08,"performers":[{"artist_id":"%s","name":"Ann"}],%s}""".formatted(id, venue, latitude, artist, origin(id));
    }

    private static String origin(String id) {
        return """
                "source":"%s","last_seen":"2026-11-23T02:00:01Z","run_id":"20261123T020000Z-daily-aaaa\"""".formatted(id.substring(0, id.indexOf('_')));
    }

    private List<Long> snapshots() {
        return Stream.of("artist_links", "artist_identities")
                .map(table -> Tables.snapshotId(tables.load(table)))
                .toList();
    }

    private List<String> rows(String sql) {
        return session.sql(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }

    @Test
    void linkedArtistsHaveOneIdentityAndTheViewsRun() throws Exception {
        insert(
                "artists",
                artist("gigs_4", "\"ticketmaster_id\":\"K3\""),
                artist("ticketmaster_K3", "\"musicbrainz_id\":\"M\""),
                artist("setlistfm_m", "\"musicbrainz_id\":\"m\""),
                artist(
                        "encore_1",
                        "\"musicbrainz_id\":\"m\",\"links\":{\"urls\":[\"https://open.spotify.com/intl-de/artist/S1?x\"]}"),
                artist("encore_2", "\"spotify_id\":\"S1\""),
                artist("spotify_S9", "\"spotify_id\":\"S9\""));
        insert(
                "concerts",
                concert("ticketmaster_c1", "ticketmaster_K3", "The Bärn!", 53.9),
                concert("setlistfm_c2", "setlistfm_m", "BARN", 60),
                concert("encore_c3", "encore_1", "Hall", 53.904),
                concert("gigs_c4", "spotify_S9", "Barn", 53.9));
        session.sql("INSERT INTO concert_performers"
                + " SELECT concert_id, 1, performers[0].artist_id, performers[0].name, NULL FROM concerts");

        new ArtistIdentities(session, tables).update();

        assertThat(rows("SELECT artist_id, linked_id, field, is_current FROM artist_links"))
                .containsExactly(
                        "encore_1 musicbrainz_m musicbrainz_id true",
                        "encore_1 spotify_S1 links.urls true",
                        "encore_2 spotify_S1 spotify_id true",
                        "gigs_4 ticketmaster_K3 ticketmaster_id true",
                        "setlistfm_m musicbrainz_m musicbrainz_id true",
                        "ticketmaster_K3 musicbrainz_m musicbrainz_id true");
        assertThat(rows("SELECT artist_id, ids, conflicting FROM artist_identities WHERE identity = 'encore_1'"))
                .containsExactly(
                        "encore_1 7 true",
                        "encore_2 7 true",
                        "gigs_4 7 false",
                        "musicbrainz_m 7 false",
                        "setlistfm_m 7 false",
                        "spotify_S1 7 false",
                        "ticketmaster_K3 7 false");
        assertThat(rows("SELECT artist_id, name, ids FROM artist_identities WHERE identity <> 'encore_1'"))
                .containsExactly("spotify_S9 spotify_S9 1");
        assertThat(rows("SELECT concert_id, other_concert_id, meters_apart, reason FROM (%s)"
                        .formatted(Files.readString(VIEWS.resolve("probable_duplicates.sql")))))
                .containsExactly(
                        "encore_c3 ticketmaster_c1 445 same artist and day, venues 445 m apart",
                        "setlistfm_c2 ticketmaster_c1 678289 same artist and day, same name of venue and city");
        assertThat(rows("SELECT artist_id, linked_id FROM (%s)"
                        .formatted(Files.readString(VIEWS.resolve("artist_identity_conflicts.sql")))))
                .containsExactly("encore_1 musicbrainz_m", "encore_1 spotify_S1", "encore_2 spotify_S1");

        var snapshots = snapshots();
        new ArtistIdentities(session, tables).update();
        assertThat(snapshots()).isEqualTo(snapshots);
    }
}
