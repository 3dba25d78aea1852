package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.LandedObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LandedObjectsTest extends StoreTest {

    private final LandedObject object = new LandedObject("raw", "raw/b.gz", 3, 40, "ab");
    private final LandedObject other = new LandedObject("processed", "normalized/a.gz", 2, 30, "cd");

    @Test
    void objectsAreSortedByKeyAndTheLastOneOfAKeyCounts() {
        var objects = state.landedObjects();
        objects.put("run-1", new LandedObject("raw", "raw/b.gz", 1, 20, "aa"), clock.instant());
        objects.put("run-1", object, clock.instant());
        objects.put("run-1", other, clock.instant());
        objects.put("run-2", other, clock.instant());

        assertThat(objects.find("run-1")).containsExactly(other, object);
    }

    @Test
    void anObjectIsIdentifiedByRunAndKey() {
        var objects = state.landedObjects();
        objects.put("run-1", object, clock.instant());

        assertThat(objects.contains("run-1", new LandedObject(object.bucket(), object.key(), 0, 0, "")))
                .isTrue();
        assertThat(objects.contains("run-1", other)).isFalse();
        assertThat(objects.contains("run-2", object)).isFalse();
    }

    @Test
    void deleteRemovesTheObjectsOfTheRunAndOfExpiredRuns() {
        var objects = state.landedObjects();
        objects.put("run-1", object, clock.instant().minus(Duration.ofDays(31)));
        objects.put("run-2", object, clock.instant().minus(Duration.ofDays(29)));
        objects.put("run-3", object, clock.instant());

        objects.delete("run-3", clock.instant());

        assertThat(objects.find("run-1")).isEmpty();
        assertThat(objects.find("run-2")).containsExactly(object);
        assertThat(objects.find("run-3")).isEmpty();
    }
}
