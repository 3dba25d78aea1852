package io.tourbus.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.warehouse.iceberg.IcebergTable;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of links between artists, from one build to the next. */
class ArtistIdentitiesTest extends WarehouseTest {

    private static final String LINK =
            "artist_id, linked_id, first_seen::DATE, left(first_run_id, 8), last_seen::DATE, left(last_run_id, 8), is_current";

    /** @param spotifyId null if the record has none */
    private void readArtist(String run, String day, String spotifyId) {
        var time = day + "T02:00:01Z";
        lake.write("artists", run, "a", List.of("""
                {"artist_id":"gigs_a1","name":"Ann","spotify_id":%1$s,"data_type":"artists","source":"gigs",\
                "ingestion_timestamp":"%2$s","run_id":"%3$s","slice":"a","schema_version":"1.3","record_hash":"%1$s"}""".formatted(spotifyId, time, run)));
        lake.manifest(run);
    }

    private List<Long> snapshots() {
        try (var tables = warehouse.tables()) {
            return Stream.of(WarehouseTables.ARTIST_LINKS, WarehouseTables.ARTIST_IDENTITIES)
                    .map(tables::open)
                    .map(IcebergTable::snapshotId)
                    .toList();
        }
    }

    @Test
    void aLinkHasItsFirstAndLastRun() {
        readArtist(MONDAY, "2026-11-23", "1");
        warehouse.build(lake);
        readArtist(TUESDAY, "2026-11-24", "1");
        warehouse.build(lake);

        assertThat(warehouse.query("artist_links", LINK))
                .containsExactly("gigs_a1 spotify_1 2026-11-23 20261123 2026-11-24 20261124 true");
        assertThat(warehouse.query("artist_links", "source, entity, field, record_id, matched_by"))
                .containsExactly("gigs artists spotify_id gigs_a1 link");
        warehouse.assertSameAsCleanBuild(lake);
    }

    @Test
    void anotherIdEndsALinkAndAMissingOneDoesNot() {
        readArtist(MONDAY, "2026-11-23", "1");
        readArtist(TUESDAY, "2026-11-24", "2");
        readArtist(WEDNESDAY, "2026-11-25", null);
        warehouse.build(lake);

        assertThat(warehouse.query("artist_links", LINK))
                .containsExactly(
                        "gigs_a1 spotify_1 2026-11-23 20261123 2026-11-23 20261123 false",
                        "gigs_a1 spotify_2 2026-11-24 20261124 2026-11-24 20261124 true");
        assertThat(warehouse.query("artist_identities", "artist_id, identity, name, ids, conflicting"))
                .containsExactly("gigs_a1 gigs_a1 Ann 2 false", "spotify_2 gigs_a1 2 false");
    }

    @Test
    void aWarehouseOfAnEarlierVersionGetsTheTablesAndABuildWithoutChangesWritesNothing() throws SQLException {
        readArtist(MONDAY, "2026-11-23", "1");
        warehouse.build(lake);
        var rows = warehouse.rows();
        drop(WarehouseTables.ARTIST_LINKS);
        drop(WarehouseTables.ARTIST_IDENTITIES);

        assertThat(warehouse.build(lake).objects()).isZero();
        assertThat(warehouse.rows()).isEqualTo(rows);

        var before = snapshots();
        warehouse.build(lake);
        assertThat(snapshots()).isEqualTo(before).doesNotContain(0L);
    }

    private void drop(Table table) throws SQLException {
        try (var catalog = DriverManager.getConnection(warehouse.url());
                var statement = catalog.createStatement()) {
            assertThat(statement.executeUpdate(
                            "DELETE FROM iceberg_tables WHERE table_name = '%s'".formatted(table.name())))
                    .isEqualTo(1);
        }
    }
}
