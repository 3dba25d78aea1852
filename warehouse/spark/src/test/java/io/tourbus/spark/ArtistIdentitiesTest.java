package io.tourbus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artists and concerts of two sources, and the views over them. */
class ArtistIdentitiesTest {

    private static final Path VIEWS = Path.of("../views");
    private static final String RUN = "20261123T020000Z-daily-aaaa";
    private static final String TIME = "2026-11-23T02:00:01Z";

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = new TestLake(folder.resolve("lake"));
    }

    private void write(String kind, List<String> records) throws Exception {
        lake.write(
                RUN, "normalized/%s/year=2026/month=11/day=23/%s_%s.ndjson.gz".formatted(kind, RUN, kind), records, 0);
        lake.manifest(RUN);
    }

    private static String artist(String id, String links) {
        return """
                {"artist_id":"%s","name":"%1$s",%s,%s""".formatted(id, links, origin("artists", id));
    }

    private static String concert(String id, String artist, String venue, double latitude) {
        return """
                {"concert_id":"%s","name":"%1$s","local_date":"2027-01-02","venue_name":"%s","venue_city":"York",\
                "venue_latitude":%s,"venue_longitude":-1.08,"performers":[{"artist_id":"%s","name":"Ann"}],%s""".formatted(id, venue, latitude, artist, origin("events", id));
    }

    private static String origin(String type, String id) {
        return """
                "data_type":"%s","source":"%s","ingestion_timestamp":"%s","run_id":"%s","slice":"s","schema_version":"1.3",\
                "record_hash":"h"}""".formatted(type, id.substring(0, id.indexOf('_')), TIME, RUN);
    }

    private SparkSession build() {
        List<String> arguments =
                new ArrayList<>(List.of("--lake", folder.resolve("lake").toString()));
        LocalSpark.catalog(folder.resolve("state")).forEach((name, value) -> {
            arguments.add("--catalog-" + name);
            arguments.add(value);
        });
        WarehouseJob.run(LocalSpark.session(), JobArguments.parse(arguments.toArray(String[]::new)));
        // The job closes the catalog of its session.
        var session = LocalSpark.session();
        Tables.configure(session, LocalSpark.catalog(folder.resolve("state")));
        session.sql("USE tourbus.concert_lake");
        return session;
    }

    private static List<String> rows(SparkSession session, String sql) {
        return session.sql(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }

    @Test
    void linkedArtistsHaveOneIdentityAndTheViewsRun() throws Exception {
        Files.createDirectories(folder.resolve("state/warehouse"));
        write(
                "artists",
                List.of(
                        artist("gigs_4", "\"ticketmaster_id\":\"K3\""),
                        artist("ticketmaster_K3", "\"musicbrainz_id\":\"m\""),
                        artist("setlistfm_m", "\"musicbrainz_id\":\"m\""),
                        artist(
                                "encore_1",
                                "\"musicbrainz_id\":\"m\",\"links\":{\"urls\":[\"https://open.spotify.com/intl-de/artist/S1?x\"]}"),
                        artist("encore_2", "\"spotify_id\":\"S1\""),
                        artist("spotify_S9", "\"spotify_id\":\"S9\"")));
        write(
                "concerts",
                List.of(
                        concert("ticketmaster_c1", "ticketmaster_K3", "The Bärn!", 53.9),
                        concert("setlistfm_c2", "setlistfm_m", "BARN", 60),
                        concert("encore_c3", "encore_1", "Hall", 53.904),
                        concert("gigs_c4", "spotify_S9", "Barn", 53.9)));

        var session = build();

        assertThat(rows(session, "SELECT artist_id, linked_id, field, is_current FROM artist_links"))
                .containsExactly(
                        "encore_1 musicbrainz_m musicbrainz_id true",
                        "encore_1 spotify_S1 links.urls true",
                        "encore_2 spotify_S1 spotify_id true",
                        "gigs_4 ticketmaster_K3 ticketmaster_id true",
                        "setlistfm_m musicbrainz_m musicbrainz_id true",
                        "ticketmaster_K3 musicbrainz_m musicbrainz_id true");
        assertThat(rows(
                        session,
                        "SELECT artist_id, ids, conflicting FROM artist_identities WHERE identity = 'encore_1'"))
                .containsExactly(
                        "encore_1 7 true",
                        "encore_2 7 true",
                        "gigs_4 7 false",
                        "musicbrainz_m 7 false",
                        "setlistfm_m 7 false",
                        "spotify_S1 7 false",
                        "ticketmaster_K3 7 false");
        assertThat(rows(session, "SELECT artist_id, name, ids FROM artist_identities WHERE identity <> 'encore_1'"))
                .containsExactly("spotify_S9 spotify_S9 1");
        assertThat(rows(
                        session,
                        "SELECT concert_id, other_concert_id, meters_apart, reason FROM (%s)"
                                .formatted(Files.readString(VIEWS.resolve("probable_duplicates.sql")))))
                .containsExactly(
                        "encore_c3 ticketmaster_c1 445 same artist and day, venues 445 m apart",
                        "setlistfm_c2 ticketmaster_c1 678289 same artist and day, same name of venue and city");
        assertThat(rows(
                        session,
                        "SELECT artist_id, linked_id FROM (%s)"
                                .formatted(Files.readString(VIEWS.resolve("artist_identity_conflicts.sql")))))
                .containsExactly("encore_1 musicbrainz_m", "encore_1 spotify_S1", "encore_2 spotify_S1");
    }
}
