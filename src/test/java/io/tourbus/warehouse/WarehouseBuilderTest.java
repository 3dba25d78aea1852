package io.tourbus.warehouse;

import static io.tourbus.warehouse.TestLake.artist;
import static io.tourbus.warehouse.TestLake.concert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.schema.RecordKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.junit.jupiter.api.Test;

class WarehouseBuilderTest extends WarehouseTest {

    @Test
    void aBuildKeepsTheNewestRecordAndEachChange() {
        concertAt(MONDAY, "2026-11-23", 10);
        concertAt(TUESDAY, "2026-11-24", 10);
        concertAt(WEDNESDAY, "2026-11-25", 20);
        lake.write("artists", MONDAY, "a", List.of(artist("a1", "2026-11-23T02:00:01.5Z", MONDAY, "a", 50)));
        lake.manifest(MONDAY);

        var result = warehouse.build(lake);

        assertThat(result.objects()).isEqualTo(4);
        assertThat(result.records()).isEqualTo(4);
        assertThat(result.skipped()).isEmpty();
        assertThat(warehouse.query(
                        "concerts",
                        "concert_id, record_hash, run_id, first_seen, last_seen, local_date, ticket_prices"))
                .containsExactly("c1 hash20 " + WEDNESDAY
                        + " 2026-11-23 02:00:01+00 2026-11-25 02:00:01+00 2027-01-02 {standard=20.5000}");
        assertThat(warehouse.query("concerts_versions", "concert_id, record_hash, ingestion_timestamp"))
                .containsExactly("c1 hash10 2026-11-23 02:00:01+00", "c1 hash20 2026-11-25 02:00:01+00");
        assertThat(warehouse.query("concert_performers", "concert_id, position, artist_id, name, matched_by"))
                .containsExactly("c1 1 a1 Ann link", "c1 2 Bob");
        assertThat(warehouse.query("ticket_prices", "concert_id, tier, currency, observed_at, min, max"))
                .containsExactly(
                        "c1 standard USD 2026-11-23 02:00:01+00 10.5000 100.0000",
                        "c1 standard USD 2026-11-25 02:00:01+00 20.5000 100.0000");
        assertThat(warehouse.query("artist_popularity", "artist_id, observed_at, popularity, followers"))
                .containsExactly("a1 2026-11-23 02:00:01.5+00 50 7");
        assertThat(warehouse.query("loads", "\"table\", lines"))
                .containsExactly("artists 1", "concerts 1", "concerts 1", "concerts 1");
        assertThat(warehouse.query("runs", "run_id, status, objects, records"))
                .containsExactly(MONDAY + " complete 2 2", TUESDAY + " complete 1 1", WEDNESDAY + " complete 1 1");
    }

    @Test
    void aSecondBuildAppliesNothing() {
        concertAt(MONDAY, "2026-11-23", 10);
        warehouse.build(lake);
        var rows = warehouse.rows();

        var second = warehouse.build(lake, new BuildListener() {
            @Override
            public void committed(String table) {
                throw new AssertionError(table);
            }
        });

        assertThat(second.objects()).isZero();
        assertThat(second.runs()).isZero();
        assertThat(warehouse.rows()).isEqualTo(rows);
    }

    @Test
    void aDryRunCountsAndWritesNothing() {
        concertAt(MONDAY, "2026-11-23", 10);

        var found = warehouse.with(lake, BuildListener.NONE, builder -> builder.dryRun(RunSelector.ALL));

        assertThat(found.objects()).isEqualTo(1);
        assertThat(found.records()).isEqualTo(1);
        assertThat(warehouse.query("concerts", "concert_id")).isEmpty();
    }

    @Test
    void aSelectionAppliesOnlyItsRuns() {
        concertAt(MONDAY, "2026-11-23", 10);
        concertAt(TUESDAY, "2026-11-24", 20);
        concertAt(WEDNESDAY, "2026-11-25", 30);

        build(RunSelector.day(LocalDate.of(2026, 11, 24)));
        assertThat(warehouse.query("runs", "run_id")).containsExactly(TUESDAY);
        build(RunSelector.since(LocalDate.of(2026, 11, 25)));
        assertThat(warehouse.query("runs", "run_id")).containsExactly(TUESDAY, WEDNESDAY);
        build(RunSelector.run(MONDAY));

        warehouse.assertSameAsCleanBuild(lake);
    }

    private void build(RunSelector selector) {
        warehouse.with(lake, BuildListener.NONE, builder -> builder.build(selector));
    }

    @Test
    void badObjectsAreNamedAndTheOthersApplied() {
        concertAt(MONDAY, "2026-11-23", 10);
        var record = concert("c2", "2026-11-24T02:00:01Z", TUESDAY, "x", 10);
        lake.write("concerts", TUESDAY, "lines", List.of(record), 2);
        lake.write("concerts", TUESDAY, "twice", List.of(record, record));
        lake.write("concerts", TUESDAY, "null", List.of(record.replace("\"c2\"", "null")));
        lake.write("concerts", TUESDAY, "version", List.of(record.replace("1.3", "2.0")));
        lake.write("concerts", TUESDAY, "unversioned", List.of(record.replace("\"1.3\"", "null")));
        lake.write("concerts", TUESDAY, "text", List.of(record.replace("10.5,", "\"ten\",")));
        lake.delete(lake.write("concerts", TUESDAY, "gone", List.of(record)).key());
        lake.manifest(TUESDAY);

        var result = warehouse.build(lake);

        assertThat(result.objects()).isEqualTo(1);
        assertThat(result.skipped())
                .extracting(skipped -> skipped.object().replaceAll(".*_|.ndjson.gz", "") + ": " + skipped.reason())
                .satisfiesExactly(
                        gone -> assertThat(gone).isEqualTo("gone: missing"),
                        lines ->
                                assertThat(lines).isEqualTo("lines: its number of lines is 1, but the manifest says 2"),
                        keys -> assertThat(keys).isEqualTo("null: a record has no concert_id"),
                        text -> assertThat(text)
                                .startsWith("text: a record has other types than its schema: ")
                                .doesNotContain("/"),
                        twice -> assertThat(twice).isEqualTo("twice: several records have the same concert_id"),
                        none -> assertThat(none).isEqualTo("unversioned: a record has no schema_version"),
                        version -> assertThat(version).startsWith("version: its schema version 2.0 is not supported."));
        assertThat(warehouse.query("runs", "run_id")).containsExactly(MONDAY);

        lake.write("concerts", TUESDAY, "gone", List.of(record));
        assertThat(warehouse.build(lake).objects()).isEqualTo(1);
    }

    @Test
    void aRunWithADamagedManifestIsNamedAndTheOthersApplied() {
        concertAt(MONDAY, "2026-11-23", 10);
        concertAt(TUESDAY, "2026-11-24", 10);
        var address = lake.damageManifest(MONDAY);

        var result = warehouse.build(lake);

        assertThat(result.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.object()).isEqualTo(address);
            assertThat(skipped.reason()).startsWith("it is not a manifest: ");
        });
        assertThat(warehouse.query("runs", "run_id")).containsExactly(TUESDAY);

        lake.manifest(MONDAY);
        assertThat(warehouse.build(lake).skipped()).isEmpty();
        warehouse.assertSameAsCleanBuild(lake);
    }

    @Test
    void aTruncatedObjectIsNamed() {
        concertAt(MONDAY, "2026-11-23", 10);
        lake.truncate(TestLake.key("concerts", MONDAY, "us"));

        assertThat(warehouse.build(lake).skipped())
                .singleElement()
                .extracting(SkippedObject::reason)
                .isEqualTo("it is damaged: it is incomplete");
    }

    private static BuildListener listener(Consumer<String> commits) {
        return new BuildListener() {
            @Override
            public void committed(String table) {
                commits.accept(table);
            }
        };
    }

    @Test
    void moreThan100FilesOfATableAreCombined() throws IOException {
        concertAt(MONDAY, "2026-11-23", 10);
        warehouse.build(lake);
        var versions = RecordKind.CONCERTS.versions();
        try (var tables = warehouse.tables();
                var duck = DuckDb.open(256)) {
            var table = tables.open(versions);
            table.createView(duck, "before");
            var file = table.write(duck, "SELECT * EXCLUDE (filename) REPLACE ('c2' AS concert_id) FROM before");
            List<DataFile> copies = new ArrayList<>(List.of(file));
            while (copies.size() < 100) {
                var copy = Path.of(file.location()).resolveSibling(UUID.randomUUID() + ".parquet");
                Files.copy(Path.of(file.location()), copy);
                copies.add(DataFiles.builder(PartitionSpec.unpartitioned())
                        .copy(file)
                        .withPath(copy.toString())
                        .build());
            }
            table.commit(List.of(), copies);
            assertThat(tables.open(versions).fileCount()).isEqualTo(101);
        }
        var ids = warehouse.query("concerts_versions", "concert_id");

        warehouse.build(lake);

        try (var tables = warehouse.tables()) {
            assertThat(tables.open(versions).fileCount()).isEqualTo(1);
        }
        assertThat(warehouse.query("concerts_versions", "concert_id"))
                .hasSize(101)
                .isEqualTo(ids);
    }

    @Test
    void aBuildThatIsKilledBeforeTheCommitOfLoadsChangesNothing() {
        concertAt(MONDAY, "2026-11-23", 10);
        warehouse.build(lake);
        var rows = warehouse.rows();
        concertAt(TUESDAY, "2026-11-24", 20);

        assertThatThrownBy(() -> warehouse.build(lake, killAt("ticket_prices"))).isInstanceOf(Killed.class);
        assertThat(warehouse.rows()).isEqualTo(rows);
    }

    @Test
    void aBuildThatIsKilledAfterTheCommitOfLoadsIsFinishedByTheNextOne() {
        concertAt(MONDAY, "2026-11-23", 10);

        assertThatThrownBy(() -> warehouse.build(lake, killAt("loads"))).isInstanceOf(Killed.class);
        assertThat(warehouse.build(lake).objects()).isZero();
        warehouse.assertSameAsCleanBuild(lake);
    }

    private static BuildListener killAt(String name) {
        return listener(table -> {
            if (table.equals(name)) {
                throw new Killed();
            }
        });
    }

    @Test
    void aRebuildThatWasKilledIsFinishedByTheNextBuild() {
        concertAt(MONDAY, "2026-11-23", 10);
        warehouse.build(lake);
        lake = new TestLake(folder.resolve("other"));
        concertAt(TUESDAY, "2026-11-24", 20);

        assertThatThrownBy(() -> warehouse.with(lake, killAt("concerts_versions"), WarehouseBuilder::rebuild))
                .isInstanceOf(Killed.class);
        warehouse.build(lake);

        assertThat(warehouse.query("concerts", "run_id")).containsExactly(TUESDAY);
        warehouse.assertSameAsCleanBuild(lake);
    }

    /** The process ends at a point between two commits. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
