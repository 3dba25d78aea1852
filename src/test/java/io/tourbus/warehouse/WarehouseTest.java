package io.tourbus.warehouse;

import static io.tourbus.warehouse.TestLake.concert;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with an empty lake and an empty warehouse. */
abstract class WarehouseTest {

    static final String MONDAY = "20261123T020000Z-daily-aaaa";
    static final String TUESDAY = "20261124T020000Z-daily-bbbb";
    static final String WEDNESDAY = "20261125T020000Z-daily-cccc";

    @TempDir
    Path folder;

    TestLake lake;
    TestWarehouse warehouse;

    @BeforeEach
    void open() {
        lake = new TestLake(folder.resolve("lake"));
        warehouse = new TestWarehouse(folder.resolve("warehouse"));
    }

    /** A run that delivers one concert. */
    void concertAt(String run, String day, int price) {
        lake.write("concerts", run, "us", List.of(concert("c1", day + "T02:00:01Z", run, "us", price)));
        lake.manifest(run);
    }
}
