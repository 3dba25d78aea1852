package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventCountHistoryTest extends StoreTest {

    private final Instant evening = Instant.parse("2026-11-23T19:30:00Z");

    @Test
    void aQueryWithoutCrawlHasNoCounts() {
        assertThat(state.eventCounts().find("events GB")).isEmpty();
    }

    @Test
    void countsAreStoredByQuery() {
        var british = new TreeMap<>(Map.of(evening, 3, evening.plusSeconds(1_800), 1, Instant.EPOCH, 2));
        state.eventCounts().save("events GB", british);
        state.eventCounts().save("events IE", new TreeMap<>(Map.of(evening, 300_000)));

        assertThat(state.eventCounts().find("events GB")).isEqualTo(british);
        assertThat(state.eventCounts().find("events IE")).containsExactly(Map.entry(evening, 300_000));
    }

    @Test
    void theLastCrawlCounts() {
        state.eventCounts().save("events GB", new TreeMap<>(Map.of(evening, 3)));
        state.eventCounts().save("events GB", new TreeMap<>(Map.of(evening.plusSeconds(60), 4)));

        assertThat(state.eventCounts().find("events GB")).containsExactly(Map.entry(evening.plusSeconds(60), 4));
    }

    @Test
    void aHundredThousandCountsAreStored() {
        var starts = new TreeMap<Instant, Integer>();
        for (var i = 0; i < 100_000; i++) {
            starts.put(evening.plusSeconds(i * 317L), i % 9 + 1);
        }

        state.eventCounts().save("q".repeat(300), starts);

        assertThat(state.eventCounts().find("q".repeat(300))).isEqualTo(starts);
    }
}
