package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.PerformerMatches.PerformerMatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PerformerMatchesTest extends StoreTest {

    private final Instant now = clock.instant();
    private final PerformerMatch found = new PerformerMatch("K8vZ9171", Optional.of("4Z8W4fKeB5YxbusRsdQVPb"), "link");
    private final PerformerMatch notFound = new PerformerMatch("K8vZ9172", Optional.empty(), "name");

    @Test
    void aPerformerThatIsNotOnSpotifyIsStored() {
        state.matches().put(found, now);
        state.matches().put(notFound, now);

        assertThat(state.matches().findAll(List.of("K8vZ9171", "K8vZ9172", "K8vZ9173")))
                .isEqualTo(Map.of("K8vZ9171", found, "K8vZ9172", notFound));
        assertThat(state.matches().count()).isEqualTo(2);
    }

    @Test
    void theLastMatchCounts() {
        var foundLater = new PerformerMatch(notFound.attractionId(), Optional.of("0OdUWJ0sBjDrqHygGUXeCF"), "related");

        state.matches().put(notFound, now);
        state.matches().put(foundLater, now);

        assertThat(state.matches().findAll(List.of("K8vZ9172"))).containsValue(foundLater);
        assertThat(state.matches().count()).isEqualTo(1);
    }
}
