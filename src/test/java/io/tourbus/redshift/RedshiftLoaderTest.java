package io.tourbus.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.redshift.LoadResult.TableRows;
import io.tourbus.redshift.RedshiftSettings.Source;
import io.tourbus.redshift.RedshiftSettings.Target;
import io.tourbus.state.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SQL of a load from the tables of the warehouse, in PostgreSQL. */
@ExtendWith(Databases.Extension.class)
class RedshiftLoaderTest {

    private static final Path SCRIPTS = Path.of("warehouse/redshift");
    private static final String ARTIST =
            "(artist_id, name, genre, popularity_score, formation_date, members, ingestion_timestamp, run_id, record_hash, first_seen)";

    private PostgresRedshift database;
    private int loads;

    @BeforeEach
    void open(Databases databases) {
        database = new PostgresRedshift(databases.postgresDatabase(), file -> "[]");
    }

    @AfterEach
    void close() {
        database.close();
    }

    static RedshiftSettings settings(Source source) {
        return new RedshiftSettings(
                new Target(
                        Optional.of("w"),
                        Optional.empty(),
                        Optional.empty(),
                        "dev",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                source,
                Optional.of("arn:aws:iam::123456789012:role/redshift"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(1));
    }

    private LoadResult load() {
        return load(database);
    }

    private LoadResult load(RedshiftDatabase on) {
        return new RedshiftLoader(on, settings(Source.TABLES), SCRIPTS, Optional.empty()).load("load" + ++loads, "");
    }

    private void artist(String id, String name, String time, String hash) {
        database.insert(
                "artists",
                "%s VALUES ('%s', '%s', '[\"rock\"]', 60, '1999', '[]', '%s', 'r', '%s', '2026-11-01Z')"
                        .formatted(ARTIST, id, name, time, hash));
    }

    private void replaceArtist(String name, String time, String hash) {
        database.run("a test", List.of("DELETE FROM concert_lake.artists"));
        artist("a1", name, time, hash);
    }

    private List<String> artists() {
        return database.rows("SELECT artist_id, name, created_at, updated_at FROM concert_dw.artists ORDER BY 1");
    }

    @Test
    void recordsBecomeRowsOfTheContract() {
        database.insert(
                "artists",
                ARTIST
                        + " VALUES ('a1', 'Ann', '[\"rock\",\"indie\"]', 60, '1999-05-01', NULL, '2026-11-28T10:00:00.5Z', 'r', 'h', '2026-11-01Z')");
        database.insert(
                "venues",
                "(venue_id, name, latitude, longitude, capacity, amenities, ingestion_timestamp, record_hash) VALUES"
                        + " ('v1', 'Hall', 40.75, -179.5, 99999999999, '[\"bar\"]', '2026-11-28T10:00Z', 'h')");
        database.insert(
                "concerts",
                "(concert_id, artist_id, event_date, event_date_precision, local_date, local_time, ticket_prices, status,"
                        + " ingestion_timestamp, record_hash) VALUES ('c1', 'a1', '2027-01-02T19:30:00Z', 'second', '2027-01-02',"
                        + " '20:30:00', '{\"standard\":77.69}', 'scheduled', '2026-11-28T10:00Z', 'h')",
                "(concert_id, event_date, event_date_precision, local_date, local_time, ingestion_timestamp, record_hash) VALUES"
                        + " ('c2', '2027-01-02T20:30', 'local', '2027-01-02', '20:30', '2026-11-28T10:00Z', 'h')");

        var result = load();

        assertThat(result.tables())
                .containsExactly(
                        new TableRows("artists", 1, 1), new TableRows("venues", 1, 1), new TableRows("concerts", 2, 2));
        assertThat(
                        database.rows(
                                "SELECT genre, popularity_score, formation_date, members, created_at, updated_at FROM concert_dw.artists"))
                .containsExactly("[\"rock\",\"indie\"] 60.00 1999-05-01 [] 2026-11-01 00:00:00 2026-11-28 10:00:00.5");
        assertThat(database.rows(
                        "SELECT latitude, longitude, capacity, amenities, created_at, city FROM concert_dw.venues"))
                .containsExactly("40.75000000 -179.50000000 null [\"bar\"] 2026-11-28 10:00:00 null");
        assertThat(
                        database.rows(
                                "SELECT concert_id, event_date, local_date, local_time, ticket_prices, revenue FROM concert_dw.concerts ORDER BY 1"))
                .containsExactly(
                        "c1 2027-01-02 19:30:00 2027-01-02 20:30:00 {\"standard\":77.69} null",
                        "c2 null 2027-01-02 20:30 null null");
    }

    @Test
    void longTextsAreCutBetweenCharactersAndLongIdsAreLeftOut() {
        var four = "\uD83C\uDFB8";
        artist("a1", "x".repeat(300), "2026-11-28T10:00Z", "h");
        artist("a2", four.repeat(300), "2026-11-28T10:00Z", "h");
        artist("a3", "ä".repeat(150), "2026-11-28T10:00Z", "h");
        artist("a4", "ä".repeat(100), "2026-11-28T10:00Z", "h");
        artist("ä".repeat(26), "Ann", "2026-11-28T10:00Z", "h");
        database.run(
                "a test",
                List.of("UPDATE concert_lake.artists SET genre = ('[\"%s\"]')::json WHERE artist_id = 'a1'"
                        .formatted("x".repeat(500))));

        load();

        assertThat(database.rows("SELECT artist_id, octet_length(name), genre FROM concert_dw.artists ORDER BY 1"))
                .containsExactly("a1 200 null", "a2 200 [\"rock\"]", "a3 200 [\"rock\"]", "a4 200 [\"rock\"]");
    }

    @Test
    void aRepeatedLoadChangesNothing() {
        artist("a1", "Ann", "2026-11-28T10:00Z", "h");
        database.insert(
                "loads",
                "(\"table\", object_key, sha256, run_id, lines) VALUES ('artists', 'k1', 's1', 'r', 7)",
                "(\"table\", object_key, sha256, run_id, lines) VALUES ('tracks', 'k2', 's2', 'r', 7)");

        var first = load();
        var after = artists();
        var second = load();

        assertThat(first.objects()).isEqualTo(1);
        assertThat(first.records()).isEqualTo(7);
        assertThat(second.objects()).isZero();
        assertThat(second.tables()).contains(new TableRows("artists", 1, 0));
        assertThat(artists()).isEqualTo(after).containsExactly("a1 Ann 2026-11-01 00:00:00 2026-11-28 10:00:00");
        var status = new RedshiftLoader(database, settings(Source.TABLES), SCRIPTS, Optional.empty()).status(5);
        assertThat(status.loads()).singleElement().satisfies(load -> {
            assertThat(load.load()).isEqualTo("load1");
            assertThat(load.objects()).isEqualTo(1);
            assertThat(load.records()).isEqualTo(7);
        });
        assertThat(status.rows()).containsEntry("artists", 1L).containsEntry("venues", 0L);
    }

    @Test
    void anOlderRecordDoesNotReplaceANewerOne() {
        artist("a1", "New", "2026-11-28T10:00Z", "h2");
        load();

        replaceArtist("Old", "2026-11-27T10:00Z", "h1");
        load();
        assertThat(artists()).containsExactly("a1 New 2026-11-01 00:00:00 2026-11-28 10:00:00");

        replaceArtist("Reprocessed", "2026-11-28T10:00Z", "h3");
        load();
        assertThat(artists()).containsExactly("a1 Reprocessed 2026-11-01 00:00:00 2026-11-28 10:00:00");

        replaceArtist("Newest", "2026-11-29T10:00Z", "h4");
        load();
        assertThat(artists()).containsExactly("a1 Newest 2026-11-01 00:00:00 2026-11-29 10:00:00");
    }

    @Test
    void aFailedLoadAppliesNothing() {
        artist("a1", "Ann", "2026-11-28T10:00Z", "h");
        load();
        replaceArtist("Changed", "2026-11-29T10:00Z", "h2");
        database.insert("concerts", "(concert_id, event_date, event_date_precision) VALUES ('c1', 'soon', 'second')");

        assertThatThrownBy(this::load)
                .isInstanceOf(RedshiftException.class)
                .hasMessageStartingWith(
                        "Redshift: the load failed in statement 19 of 32 (INSERT INTO staged_concerts): ERROR: invalid input syntax");

        assertThat(artists()).containsExactly("a1 Ann 2026-11-01 00:00:00 2026-11-28 10:00:00");
    }

    @Test
    void concertsOfTwoSourcesArePairsAndLinksAreReplaced() {
        database.insert(
                "venues",
                "(venue_id, name, city, latitude, longitude, ingestion_timestamp) VALUES ('v1', 'The Bärn!', 'York', 53.9, -1.08, '2026-11-28Z'),"
                        + " ('v2', 'BARN', 'york', NULL, NULL, '2026-11-28Z'), ('v3', 'Hall', 'York', 53.904, -1.08, '2026-11-28Z'),"
                        + " ('v4', 'Hall', 'Leeds', 53.8, -1.08, '2026-11-28Z')");
        for (var concert : List.of(
                "'ticketmaster_1', 'v1', false",
                "'setlistfm_2', 'v2', NULL",
                "'encore_3', 'v3', NULL",
                "'far_4', 'v4', NULL",
                "'gigs_5', 'v1', true")) {
            database.insert(
                    "concerts",
                    "(local_date, ingestion_timestamp, concert_id, venue_id, is_add_on) VALUES ('2127-01-02', '2026-11-28Z', %s)"
                            .formatted(concert));
            database.insert(
                    "concert_performers",
                    "(concert_id, \"position\", artist_id) VALUES ('%1$s', 1, 'x_' || split_part('%1$s', '_', 1))"
                            .formatted(concert.split("'")[1]));
        }
        database.insert(
                "artist_links",
                "(artist_id, linked_id, matched_by, source, entity, field, record_id, first_seen, last_seen, is_current) VALUES"
                        + " ('x_encore', 'x_ticketmaster', 'link', 'encore', 'artists', 'f', 'x_encore', '2026-11-28T10:00Z', '2026-11-29Z', true)");
        database.insert(
                "artist_identities",
                "(artist_id, identity, source, ids, conflicting) SELECT 'x_' || s, 'x_encore', 'x', 5, s = 'encore'"
                        + " FROM unnest(ARRAY['ticketmaster', 'setlistfm', 'encore', 'far', 'gigs']) AS s");

        load();
        load();

        assertThat(
                        database.rows(
                                "SELECT concert_id, other_concert_id, meters_apart, conflicting_links, reason FROM concert_dw.probable_duplicates ORDER BY 1"))
                .containsExactly(
                        "encore_3 ticketmaster_1 445 t same artist and day, venues 445 m apart",
                        "setlistfm_2 ticketmaster_1 null f same artist and day, same name of venue and city");
        assertThat(
                        database.rows(
                                "SELECT artist_id, linked_id, link_record_id, first_seen FROM concert_dw.artist_identity_conflicts"))
                .containsExactly("x_encore x_ticketmaster x_encore 2026-11-28 10:00:00");

        database.run("a test", List.of("DELETE FROM concert_lake.artist_links"));
        load();
        assertThat(database.rows("SELECT artist_id FROM concert_dw.artist_links"))
                .isEmpty();
    }

    @Test
    void aWarehouseWithoutAllTablesIsBuiltFirst() {
        database.run("a test", List.of("DROP TABLE concert_lake.artist_links"));

        assertThatThrownBy(this::load)
                .hasMessageContaining("(INSERT INTO concert_dw.artist_links)")
                .hasMessageEndingWith(
                        " Run `tourbus warehouse`, which creates the tables of concert_lake, and load again.");
    }

    @Test
    void tablesOfAnotherProgramAreNotChanged() {
        database.run(
                "a test",
                List.of(
                        "CREATE SCHEMA concert_dw",
                        "CREATE TABLE concert_dw.artists (artist_id VARCHAR(50) NOT NULL)"));

        assertThatThrownBy(this::load)
                .hasMessage(
                        "The table concert_dw.artists is not that of Tourbus: it has no column record_hash. Rename the schema with"
                                + " `ALTER SCHEMA concert_dw RENAME TO concert_dw_old`, and load again.");
    }

    @Test
    void theProceduresCountConcerts() {
        artist("a1", "Ann", "2026-11-28T10:00Z", "h");
        database.insert(
                "venues",
                "(venue_id, name, city, ingestion_timestamp) VALUES ('v1', 'Hall', 'Oslo', '2026-11-28Z')",
                "(venue_id, name, city, ingestion_timestamp) VALUES ('v2', 'Club', 'Rome', '2026-11-28Z')");
        for (var concert : List.of(
                "'c1', 'v1', '2126-01-01', 'scheduled'",
                "'c2', 'v1', '2126-01-02', 'cancelled'",
                "'c3', 'v1', '2020-01-02', 'scheduled'",
                "'c4', 'v2', '2126-01-02', NULL",
                "'c5', 'v2', '2126-01-03', 'postponed'")) {
            database.insert(
                    "concerts",
                    "(artist_id, concert_id, venue_id, local_date, status, ingestion_timestamp) VALUES ('a1', %s, '2026-11-28Z')"
                            .formatted(concert));
        }

        load();
        load();

        assertThat(
                        database.rows(
                                "SELECT popularity_rank, venue_id, total_concerts, upcoming_concerts, cancelled_concerts, distinct_artists, average_artist_popularity, average_attendance, total_revenue FROM concert_dw.venue_popularity ORDER BY 1"))
                .containsExactly("1 v2 2 2 0 1 60.00 null null", "2 v1 3 1 1 1 60.00 null null");
        assertThat(
                        database.rows(
                                "SELECT artist_id, total_concerts, upcoming_concerts, distinct_venues, distinct_cities, next_concert, performance_rank FROM concert_dw.artist_performance"))
                .containsExactly("a1 5 3 2 2 2126-01-01 1");
        assertThat(
                        database.rows(
                                "SELECT summary_date, total_concerts, cancelled_concerts, total_revenue FROM concert_dw.daily_sales_summary ORDER BY 1"))
                .containsExactly(
                        "2020-01-02 1 0 null", "2126-01-01 1 0 null", "2126-01-02 2 1 null", "2126-01-03 1 0 null");
    }

    @Test
    void topVenuesAndTrendsAreCursors() {
        artist("a1", "Ann", "2026-11-28T10:00Z", "h");
        database.insert("venues", "(venue_id, name, ingestion_timestamp) VALUES ('v1', 'Hall', '2026-11-28Z')");
        database.insert(
                "concerts",
                "(artist_id, concert_id, venue_id, local_date, ingestion_timestamp) VALUES ('a1', 'c1', 'v1', '2126-01-01', '2026-11-28Z')");
        load();
        database.run(
                "a test",
                List.of(
                        "INSERT INTO concert_dw.artist_performance (artist_id, calculated_at, popularity_score, upcoming_concerts,"
                                + " performance_rank) VALUES ('a1', getdate() - INTERVAL '2 days', 50, 3, 4)"));

        // A cursor ends with its transaction, so its rows are copied in the same one.
        database.run("a test", List.of("""
                DO $$
                DECLARE
                    found REFCURSOR := 'top';
                    one RECORD;
                BEGIN
                    CREATE TABLE seen (line TEXT);
                    CALL concert_dw.get_top_venues(1, found);
                    FETCH found INTO one;
                    INSERT INTO seen VALUES (one.popularity_rank || ' ' || one.venue_name);
                    CLOSE found;
                    CALL concert_dw.get_artist_trends(7, found);
                    FETCH found INTO one;
                    INSERT INTO seen VALUES (one.artist_name || ' ' || one.popularity_change || ' ' || one.upcoming_change
                        || ' ' || one.ranks_gained);
                END
                $$"""));

        assertThat(database.rows("SELECT line FROM seen")).containsExactly("1 Hall", "Ann 10.00 -2 3");
    }
}
