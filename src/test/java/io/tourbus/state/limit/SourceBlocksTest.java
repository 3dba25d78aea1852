package io.tourbus.state.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.StoreTest;
import io.tourbus.state.limit.SourceBlocks.SourceBlock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SourceBlocksTest extends StoreTest {

    private final Instant now = clock.instant();
    private final SourceBlock anHour = new SourceBlock("spotify", now.plus(Duration.ofHours(1)), "Retry-After 3600");

    @Test
    void aSourceIsNotBlockedByDefault() {
        state.blocks().put(anHour);

        assertThat(state.blocks().find("ticketmaster", now)).isEmpty();
        assertThat(state.blocks().find("spotify", now)).contains(anHour);
    }

    @Test
    void aBlockExpires() {
        state.blocks().put(anHour);

        assertThat(state.blocks().find("spotify", anHour.until().minusMillis(1)))
                .contains(anHour);
        assertThat(state.blocks().find("spotify", anHour.until())).isEmpty();
    }

    @Test
    void aBlockWithALaterEndReplacesTheStoredOne() {
        var twoHours = new SourceBlock("spotify", now.plus(Duration.ofHours(2)), "quota");

        state.blocks().put(anHour);
        state.blocks().put(twoHours);

        assertThat(state.blocks().find("spotify", now)).contains(twoHours);
    }

    @Test
    void aBlockWithAnEarlierEndIsIgnored() {
        state.blocks().put(anHour);
        state.blocks().put(new SourceBlock("spotify", now.plus(Duration.ofMinutes(1)), "Retry-After 60"));

        assertThat(state.blocks().find("spotify", now)).contains(anHour);
    }

    @Test
    void aBlockCanBeCleared() {
        state.blocks().put(anHour);
        state.blocks().clear("spotify");

        assertThat(state.blocks().find("spotify", now)).isEmpty();
    }

    @Test
    void theLatestEndOfConcurrentBlocksWins() throws Exception {
        var seconds = new AtomicInteger();

        byEightThreads(() -> {
            for (var i = 0; i < 20; i++) {
                state.blocks()
                        .put(new SourceBlock("spotify", now.plusSeconds(seconds.incrementAndGet()), "Retry-After"));
            }
            return null;
        });

        assertThat(state.blocks().find("spotify", now)).map(SourceBlock::until).contains(now.plusSeconds(160));
    }
}
