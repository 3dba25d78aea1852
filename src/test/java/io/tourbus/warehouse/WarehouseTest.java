package io.tourbus.warehouse;

import java.nio.file.Path;
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
}
