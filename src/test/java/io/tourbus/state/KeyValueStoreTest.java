package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyValueStoreTest extends StoreTest {

    @Test
    void theLastValueOfAKeyCounts() {
        state.keyValues().put("spotify.genres", "absent", clock.instant());
        state.keyValues().put("spotify.genres", "present", clock.instant());

        assertThat(state.keyValues().get("spotify.genres")).contains("present");
        assertThat(state.keyValues().get("spotify.popularity")).isEmpty();
    }

    @Test
    void replaceFailsIfTheValueHasChanged() {
        assertThat(state.keyValues().replace("alerts", Optional.empty(), "one", clock.instant()))
                .isTrue();
        assertThat(state.keyValues().replace("alerts", Optional.empty(), "two", clock.instant()))
                .isFalse();
        assertThat(state.keyValues().replace("alerts", Optional.of("one"), "three", clock.instant()))
                .isTrue();
        assertThat(state.keyValues().replace("alerts", Optional.of("one"), "four", clock.instant()))
                .isFalse();
        assertThat(state.keyValues().get("alerts")).contains("three");
    }

    @Test
    void onlyOneOfEightConcurrentReplacesSucceeds() throws Exception {
        var first = new AtomicInteger();
        var second = new AtomicInteger();

        byEightThreads(() -> counted(first, Optional.empty()));
        var before = state.keyValues().get("alerts");
        byEightThreads(() -> counted(second, before));

        assertThat(first).hasValue(1);
        assertThat(second).hasValue(1);
    }

    private Void counted(AtomicInteger replaced, Optional<String> before) {
        if (state.keyValues().replace("alerts", before, UUID.randomUUID().toString(), clock.instant())) {
            replaced.incrementAndGet();
        }
        return null;
    }
}
