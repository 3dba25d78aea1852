package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyValueStoreTest extends StoreTest {

    @Test
    void theLastValueOfAKeyCounts() {
        state.facts().put("spotify.genres", "absent", clock.instant());
        state.facts().put("spotify.genres", "present", clock.instant());

        assertThat(state.facts().get("spotify.genres")).contains("present");
        assertThat(state.facts().get("spotify.popularity")).isEmpty();
    }

    @Test
    void replaceFailsIfTheValueHasChanged() {
        assertThat(state.facts().replace("alerts", Optional.empty(), "one", clock.instant()))
                .isTrue();
        assertThat(state.facts().replace("alerts", Optional.empty(), "two", clock.instant()))
                .isFalse();
        assertThat(state.facts().replace("alerts", Optional.of("one"), "three", clock.instant()))
                .isTrue();
        assertThat(state.facts().replace("alerts", Optional.of("one"), "four", clock.instant()))
                .isFalse();
        assertThat(state.facts().get("alerts")).contains("three");
    }

    @Test
    void onlyOneOfEightConcurrentReplacesSucceeds() throws Exception {
        var first = new AtomicInteger();
        var second = new AtomicInteger();

        byEightThreads(() -> counted(first, Optional.empty()));
        var before = state.facts().get("alerts");
        byEightThreads(() -> counted(second, before));

        assertThat(first).hasValue(1);
        assertThat(second).hasValue(1);
    }

    private Void counted(AtomicInteger replaced, Optional<String> before) {
        if (state.facts().replace("alerts", before, UUID.randomUUID().toString(), clock.instant())) {
            replaced.incrementAndGet();
        }
        return null;
    }
}
