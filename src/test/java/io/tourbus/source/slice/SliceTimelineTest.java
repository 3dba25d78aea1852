package io.tourbus.source.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.SliceTimeline.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceTimelineTest {

    private static final Instant NOW = Instant.parse("2026-11-29T02:00:00Z");

    private final SliceTimeline timeline = new SliceTimeline(NOW);

    @Test
    void slicesHaveTimesAndOutcomes() {
        var slices = IntStream.range(0, 4).mapToObj(SliceTimelineTest::slice).toList();
        slices.forEach(timeline::began);
        timeline.failed(slices.get(1));
        timeline.skipped(slices.get(2));
        slices.subList(0, 3).forEach(slice -> timeline.ended(slice, 7));
        var entries = timeline.entries();
        assertThat(entries)
                .extracting(SliceTimeline.Entry::outcome)
                .containsExactly(Outcome.DELIVERED, Outcome.FAILED, Outcome.SKIPPED, Outcome.ACTIVE);
        assertThat(entries.get(0).received()).isEqualTo(7);
        assertThat(entries.get(0).started()).isBetween(NOW, NOW.plusSeconds(60));
        assertThat(entries.get(0).ended()).isBetween(entries.get(0).started(), NOW.plusSeconds(60));
        assertThat(entries.get(3).ended()).isNull();
    }

    @Test
    void theNumberOfSlicesIsLimited() {
        IntStream.range(0, 1_001).mapToObj(SliceTimelineTest::slice).forEach(timeline::began);
        timeline.ended(slice(1_000), 1);
        assertThat(timeline.entries()).hasSize(1_000);
    }

    private static Slice slice(int number) {
        return Slice.of(
                new Query("spotify", Entity.ARTISTS, "search"), "search", "search " + number, Map.of(), List.of());
    }
}
