package io.tourbus.warehouse;

import static io.tourbus.warehouse.TestLake.artist;
import static io.tourbus.warehouse.TestLake.concert;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.iceberg.LocalFileIO;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.io.OutputFile;
import org.junit.jupiter.api.Test;

/** Builds that end at any access to a file of the tables, and at any commit. */
class KilledBuildsTest extends WarehouseTest {

    private static final int KILLS = Integer.getInteger("tourbus.kills", 12);
    private static final int KILLS_IN_A_ROW = 6;

    /** About as many as a build has. */
    private static final int ACCESSES = 24;

    private static final int RUNS = 8;

    private final Random random = new Random(Long.getLong("tourbus.seed", 7));

    /** The process ends. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Counts down to the end of the process. After that, nothing can be written. */
    private static final class Fault {

        private int left = Integer.MAX_VALUE;

        void point() {
            if (left-- <= 0) {
                left = 0;
                throw new Killed();
            }
        }
    }

    /** Ends the process before a file is created or deleted. Iceberg repeats failed reads for long, and they change nothing. */
    private static final class FaultyFiles extends LocalFileIO {

        private static final long serialVersionUID = 1;

        private final transient Fault fault;

        FaultyFiles(Fault fault) {
            this.fault = fault;
        }

        @Override
        public OutputFile newOutputFile(String path) {
            fault.point();
            return super.newOutputFile(path);
        }

        @Override
        public void deleteFile(String path) {
            fault.point();
            super.deleteFile(path);
        }
    }

    /** The lake changes before each build: late, repeated, redone and reprocessed objects. */
    @Test
    void killedBuildsFollowedByAnotherOneGiveTheTablesOfACleanBuild() {
        var fault = new Fault();
        var killed = 0;
        try (var tables = IcebergTables.openWith(warehouse.catalog(), () -> new FaultyFiles(fault));
                var duck = DuckDb.open(256)) {
            for (var step = 0; killed < KILLS; step++) {
                assertThat(step).as("steps for %d kills", KILLS).isLessThan(2 * KILLS);
                for (var objects = 1 + random.nextInt(3); objects > 0; objects--) {
                    change(lake);
                }
                for (var tries = 0; tries < KILLS_IN_A_ROW && isKilled(tables, duck, lake, fault); tries++) {
                    killed++;
                }
                builder(tables, duck, lake, fault).build(RunSelector.ALL);
                var clean = new TestWarehouse(folder.resolve("clean" + step));
                try (var cleanTables = clean.tables()) {
                    TestWarehouse.builder(cleanTables, duck, lake, BuildListener.NONE)
                            .build(RunSelector.ALL);
                    assertThat(TestWarehouse.rowsByDay(tables, duck))
                            .as("step %d", step)
                            .isEqualTo(TestWarehouse.rowsByDay(cleanTables, duck));
                }
            }
        }
    }

    private boolean isKilled(IcebergTables tables, DuckDb duck, TestLake lake, Fault fault) {
        fault.left = random.nextInt(ACCESSES);
        try {
            builder(tables, duck, lake, fault).build(RunSelector.ALL);
            return false;
        } catch (Killed e) {
            return true;
        } finally {
            fault.left = Integer.MAX_VALUE;
        }
    }

    private static WarehouseBuilder builder(IcebergTables tables, DuckDb duck, TestLake lake, Fault fault) {
        return TestWarehouse.builder(tables, duck, lake, new BuildListener() {
            @Override
            public void committed(String table) {
                fault.point();
            }
        });
    }

    /** Runs are on two days, so that entities are seen again on the same day and on another one. */
    private void change(TestLake lake) {
        var number = random.nextInt(RUNS);
        var day = number < RUNS / 2 ? 23 : 24;
        var run = "202611%dT02%02d00Z-daily-aaaa".formatted(day, number);
        var slice = "s" + random.nextInt(2);
        List<String> concerts = new ArrayList<>();
        List<String> artists = new ArrayList<>();
        for (var id = 0; id < 4; id++) {
            if (random.nextInt(3) > 0) {
                var time = "2026-11-%dT02:%02d:0%dZ".formatted(day, number + random.nextInt(3), random.nextInt(3));
                concerts.add(concert("c" + id, time, run, slice, random.nextInt(3)));
                artists.add(artist("a" + id, time, run, slice, random.nextInt(2)));
            }
        }
        var reprocessed = random.nextInt(4) == 0;
        var landed = lake.write("concerts", run, slice, concerts);
        if (random.nextInt(4) == 0) {
            lake.write("artists", run, slice, artists);
        }
        if (reprocessed) {
            lake.patch(run, "reprocessed-" + slice, List.of(landed));
        }
        lake.manifest(run);
    }
}
