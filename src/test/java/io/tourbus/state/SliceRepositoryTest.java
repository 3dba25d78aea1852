package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.testing.TestState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SliceRepositoryTest extends StoreTest {

    private final Instant now = clock.instant();
    private final TimeSpan events = new TimeSpan(now, now.plusSeconds(60));
    private final StoredSlice monday = slice("monday");
    private final StoredSlice tuesday = slice("tuesday");

    @Test
    void deliveredSlicesDifferFromSlicesBeingDelivered() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        state.slices().delivering("run1", monday);
        state.slices().delivering("run1", tuesday);
        state.slices().delivering("run1", tuesday);

        var progress = new SliceProgress(tuesday, true, 3, 4, 2);
        state.slices()
                .done(
                        new Delivery("run1", tuesday.name()),
                        progress,
                        Map.of("a", hash(1), "b", hash(2)),
                        now,
                        Optional.empty());

        assertThat(state.slices().ofRun("run1")).containsExactly(new SliceProgress(monday, false, 0, 0, 0), progress);
        assertThat(state.hashes().findAll(List.of("a", "b")))
                .hasSize(2)
                .allSatisfy((id, known) -> assertThat(known.deliveredByOtherSlice(new Delivery("run1", tuesday.name())))
                        .isFalse())
                .allSatisfy((id, known) -> assertThat(known.deliveredByOtherSlice(new Delivery("run1", monday.name())))
                        .isTrue());
    }

    @Test
    void aSliceThatIsDeliveredAgainStaysDone() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        state.slices().delivering("run1", monday);
        state.slices()
                .done(
                        new Delivery("run1", monday.name()),
                        new SliceProgress(monday, true, 1, 1, 1),
                        Map.of(),
                        now,
                        Optional.empty());
        state.slices().delivering("run1", monday);

        assertThat(state.slices().ofRun("run1")).allMatch(SliceProgress::done);
    }

    @Test
    void endingARunDeletesTheSlicesOfAllEndedRunsOfTheJob() {
        state.runs().begin("died", "daily", now, events, TestState.FINGERPRINT);
        state.slices().delivering("died", monday);
        state.runs().begin("other", "hourly", now, events, TestState.FINGERPRINT);
        state.slices().delivering("other", monday);
        state.runs().begin("run1", "daily", now.plusSeconds(1), events, TestState.FINGERPRINT);
        state.slices().delivering("run1", tuesday);

        state.runs().end("run1", "complete", "{}", now.plusSeconds(9));

        assertThat(state.slices().ofRun("died")).isEmpty();
        assertThat(state.slices().ofRun("run1")).isEmpty();
        assertThat(state.slices().ofRun("other")).hasSize(1);
    }

    @Test
    void theSlicesOfACancelledRunStayUntilTheNextRunEnds() {
        state.runs().begin("run1", "daily", now, events, TestState.FINGERPRINT);
        state.slices().delivering("run1", monday);
        state.runs().cancel("run1", new Cancellation("page", now));
        state.runs().end("run1", "cancelled", "{}", now);
        assertThat(state.slices().ofRun("run1")).hasSize(1);

        state.runs().reopen("run1");
        state.runs().cancel("run1", new Cancellation("page", now));
        state.runs().begin("run2", "daily", now.plusSeconds(1), events, TestState.FINGERPRINT);
        assertThat(state.slices().ofRun("run1")).hasSize(1);

        state.runs().end("run2", "complete", "{}", now.plusSeconds(9));
        assertThat(state.slices().ofRun("run1")).isEmpty();
    }

    private static StoredSlice slice(String name) {
        return new StoredSlice(
                "ticketmaster", "events", "GB", "ticketmaster-events", name, Map.of("countryCode", "GB"), List.of("x"));
    }
}
