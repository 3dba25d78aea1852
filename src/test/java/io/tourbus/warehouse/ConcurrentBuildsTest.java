package io.tourbus.warehouse;

import static io.tourbus.warehouse.TestLake.concert;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tourbus.state.PostgresCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two builds that change the same tables at the same time. */
class ConcurrentBuildsTest extends WarehouseTest {

    /** The catalog is a file that both processes open. */
    @Test
    void concurrentBuildsLoseNothing() throws Exception {
        warehouse = TestWarehouse.onDisk(folder.resolve("warehouse"));
        buildTwiceAtTheSameTime();
        warehouse.assertSameAsCleanBuild(lake);
    }

    @Test
    void concurrentBuildsWithACatalogInPostgresLoseNothing() throws Exception {
        var server = PostgresCluster.start();
        assumeTrue(server.isPresent(), "PostgreSQL is not installed: install the package postgresql");
        try (var postgres = server.get()) {
            warehouse = new TestWarehouse(folder.resolve("warehouse"), postgres.url("postgres"), PostgresCluster.USER);
            buildTwiceAtTheSameTime();
            warehouse.assertSameAsCleanBuild(lake);
        }
    }

    private void buildTwiceAtTheSameTime() throws Exception {
        for (var minute = 0; minute < 6; minute++) {
            var run = "20261123T02%02d00Z-daily-aaaa".formatted(minute);
            lake.write(
                    "concerts",
                    run,
                    "us",
                    List.of(concert("c" + minute % 2, "2026-11-23T02:0%d:01Z".formatted(minute), run, "us", minute)));
            lake.manifest(run);
        }
        var together = new CyclicBarrier(2);
        var other = CompletableFuture.runAsync(() -> {
            await(together);
            warehouse.build(lake);
        });
        await(together);
        warehouse.build(lake);
        other.get(1, TimeUnit.MINUTES);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
