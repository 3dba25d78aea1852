package io.tourbus.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.QueryMembers.Members;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueryMembersTest extends StoreTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void theLastMembersOfEachQueryAreStored() {
        var first = members(Map.of("ticketmaster_1", "2026-12-01T19:00:00Z", "ticketmaster_2", ""));
        var second = members(Map.of("ticketmaster_2", "2026-12-02"));
        state.queryMembers().save("events GB", first, "run-1", NOW);
        assertThat(state.queryMembers().find("events GB")).contains(first);

        state.queryMembers().save("events GB", second, "run-2", NOW);

        assertThat(state.queryMembers().find("events GB")).contains(second);
        assertThat(state.queryMembers().find("events IE")).isEmpty();
    }

    @Test
    void manyMembersAreStored() {
        Map<String, String> starts = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            starts.put("ticketmaster_" + UUID.randomUUID(), "2026-12-01T19:00:00Z");
        }

        state.queryMembers().save("events US", members(starts), "run-1", NOW);

        assertThat(state.queryMembers().find("events US")).contains(members(starts));
    }

    private static Members members(Map<String, String> starts) {
        return new Members("options", NOW, NOW.plusSeconds(3_600), starts);
    }
}
