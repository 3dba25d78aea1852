package io.tourbus.share;

import static io.tourbus.model.Entity.ARTISTS;
import static io.tourbus.model.Entity.VENUES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.state.State;
import io.tourbus.state.StoreTest;
import io.tourbus.state.queue.HeldSlice;
import io.tourbus.state.queue.SharedSlices.NewSlice;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimsOfAllProcessesTest extends StoreTest {

    private ClaimsOfAllProcesses one;
    private ClaimsOfAllProcesses two;

    @BeforeEach
    void share() {
        assumeThat(State.isShared(url)).isTrue();
        one = slice("one");
        two = slice("two");
    }

    private ClaimsOfAllProcesses slice(String name) {
        var id = state.sharedSlices().add(new NewSlice("run", "gigs", name, "{}", "{}", false), "owner");
        return new ClaimsOfAllProcesses(state.sharedRecords(), new HeldSlice(id, "run", "process " + name));
    }

    @Test
    void aRecordIsClaimedByOneSlice() {
        assertThat(one.claimAll(VENUES, List.of("a", "b"))).containsExactlyInAnyOrder("a", "b");
        assertThat(two.claimAll(VENUES, List.of("b", "c"))).containsExactly("c");
        assertThat(two.claimAllEmbedded(VENUES, List.of("a", "d"))).containsExactly("d");
        assertThat(two.claimAll(ARTISTS, List.of("a"))).containsExactly("a");

        one.release(VENUES, List.of("a"), false);

        assertThat(two.claimAll(VENUES, List.of("a", "b"))).containsExactly("a");
    }

    @Test
    void aRecordOfAQueryWaitsForTheOneThatAnotherEntityContains() {
        assertThat(one.claimAllEmbedded(VENUES, List.of("a"))).containsExactly("a");

        var claimed = CompletableFuture.supplyAsync(() -> two.claimAll(VENUES, List.of("a", "b")));
        await().until(() -> one.claimAllEmbedded(VENUES, List.of("b")).isEmpty());
        assertThat(claimed).isNotDone();
        one.release(VENUES, List.of("a", "b"), true);

        assertThat(claimed)
                .succeedsWithin(10, SECONDS)
                .satisfies(found -> assertThat(found).containsExactlyInAnyOrder("a", "b"));
    }
}
