package io.tourbus.run.slice;

import static io.tourbus.model.Entity.ARTISTS;
import static io.tourbus.model.Entity.VENUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Batches of concurrent slices that contain the same record. */
class ClaimedRecordsTest {

    private final ClaimedRecords claims = new ClaimedRecords();

    @Test
    void aRecordBelongsToOneBatchUntilItIsDelivered() {
        assertThat(claims.claim(ARTISTS, "a")).isTrue();
        assertThat(claims.claim(ARTISTS, "a")).isFalse();
        assertThat(claims.claim(VENUES, "a")).isTrue();
        assertThat(claims.claimEmbedded(ARTISTS, "a")).isFalse();

        claims.release(ARTISTS, Set.of("a"), false);

        assertThat(claims.claimEmbedded(ARTISTS, "a")).isTrue();
    }

    @Test
    void aQueriedRecordIsDeliveredAfterTheEmbeddedOne() {
        assertThat(claims.claimEmbedded(ARTISTS, "a")).isTrue();
        var waiting = new AtomicReference<Thread>();

        var queried = CompletableFuture.supplyAsync(() -> {
            waiting.set(Thread.currentThread());
            return claims.claim(ARTISTS, "a");
        });
        await().until(() -> waiting.get() != null && waiting.get().getState() == Thread.State.TIMED_WAITING);
        assertThat(queried).isNotDone();
        claims.release(ARTISTS, Set.of("a"), true);

        assertThat(queried.join()).isTrue();
        assertThat(claims.claimEmbedded(ARTISTS, "a")).isFalse();
    }
}
