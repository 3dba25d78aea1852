package io.tourbus.warehouse;

import static io.tourbus.warehouse.TestLake.concert;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Builds after a build, with records that came late or were replaced. */
class ReplacedRecordsTest extends WarehouseTest {

    @Test
    void anObjectThatWasReprocessedReplacesItsRecords() {
        concertAt(MONDAY, "2026-11-23", 10);
        concertAt(TUESDAY, "2026-11-24", 10);
        warehouse.build(lake);

        var again =
                lake.write("concerts", MONDAY, "us", List.of(concert("c1", "2026-11-23T02:00:01Z", MONDAY, "us", 30)));
        lake.patch(MONDAY, "reprocessed-us", List.of(again));
        warehouse.build(lake);

        assertThat(warehouse.query("concerts_versions", "ingestion_timestamp, record_hash"))
                .containsExactly("2026-11-23 02:00:01+00 hash30", "2026-11-24 02:00:01+00 hash10");
        warehouse.assertSameAsCleanBuild(lake);
        assertThat(warehouse.build(lake).objects()).isZero();
    }

    @Test
    void aRecordThatAReplacedObjectNoLongerContainsDisappears() {
        lake.write(
                "concerts",
                MONDAY,
                "us",
                List.of(
                        concert("c1", "2026-11-23T02:00:01Z", MONDAY, "us", 10),
                        concert("c2", "2026-11-23T02:00:01Z", MONDAY, "us", 10)));
        lake.manifest(MONDAY);
        warehouse.build(lake);

        concertAt(MONDAY, "2026-11-23", 10);
        warehouse.build(lake);

        assertThat(warehouse.query("concerts", "concert_id")).containsExactly("c1");
        warehouse.assertSameAsCleanBuild(lake);
    }

    @Test
    void aReplacedRecordUncoversAnotherOneOfItsTime() {
        concertAt(MONDAY, "2026-11-23", 10);
        var time = "2026-11-24T02:00:01Z";
        lake.write("concerts", TUESDAY, "a", List.of(concert("c1", time, TUESDAY, "a", 20)));
        lake.write("concerts", TUESDAY, "b", List.of(concert("c1", time, TUESDAY, "b", 10)));
        lake.manifest(TUESDAY);
        concertAt(WEDNESDAY, "2026-11-25", 30);
        warehouse.build(lake);

        lake.write("concerts", TUESDAY, "b", List.of(concert("c2", time, TUESDAY, "b", 10)));
        lake.manifest(TUESDAY);
        warehouse.build(lake);

        assertThat(warehouse.query("concerts_versions", "concert_id, record_hash"))
                .containsExactly("c1 hash10", "c1 hash20", "c1 hash30", "c2 hash10");
        warehouse.assertSameAsCleanBuild(lake);
    }

    @Test
    void entitiesThatAreSeenAgainOnTheSameDayAreNotWrittenAgain() {
        concertAt(MONDAY, "2026-11-23", 10);
        warehouse.build(lake);
        var evening = "20261123T200000Z-daily-bbbb";
        lake.write("concerts", evening, "us", List.of(concert("c1", "2026-11-23T20:00:00Z", evening, "us", 10)));
        lake.manifest(evening);

        List<String> committed = new ArrayList<>();
        warehouse.build(lake, new BuildListener() {
            @Override
            public void committed(String table) {
                committed.add(table);
            }
        });
        assertThat(committed).containsExactly("loads", "runs");
        assertThat(warehouse.query("concerts", "last_seen, run_id"))
                .containsExactly("2026-11-23 02:00:01+00 " + MONDAY);

        // A late record with other content: the price rose at noon, and fell again before the evening.
        var noon = "20261123T120000Z-daily-cccc";
        lake.write("concerts", noon, "us", List.of(concert("c1", "2026-11-23T12:00:00Z", noon, "us", 30)));
        lake.manifest(noon);
        warehouse.build(lake);

        assertThat(warehouse.query("concerts", "record_hash, last_seen"))
                .containsExactly("hash10 2026-11-23 20:00:00+00");
        warehouse.assertSameAsCleanBuild(lake);
    }
}
