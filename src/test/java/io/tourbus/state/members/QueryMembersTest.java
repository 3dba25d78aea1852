package io.tourbus.state.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.StoreTest;
import io.tourbus.state.members.QueryMembers.Members;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class QueryMembersTest extends StoreTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Map<String, String> TWO =
            Map.of("ticketmaster_1", "2026-12-01T19:00:00Z", "ticketmaster_2", "");

    @Test
    void theLastMembersOfEachQueryAreStored() {
        save("events GB", TWO, "run-1");
        assertThat(found("events GB")).isEqualTo(TWO);

        save("events GB", Map.of("ticketmaster_2", "2026-12-02"), "run-2");

        assertThat(found("events GB")).isEqualTo(Map.of("ticketmaster_2", "2026-12-02"));
        assertThat(state.queryMembers().find("events IE")).isEmpty();
    }

    @Test
    void theSameMembersInAnotherOrderAreNotWrittenAgain() throws SQLException {
        save("events GB", new TreeMap<>(TWO), "run-1");
        var twice = new MemberList();
        new TreeMap<>(TWO).descendingMap().forEach(twice::add);
        TWO.forEach(twice::add);

        state.queryMembers().save("events GB", members(twice), before -> false, "run-2", NOW);
        assertThat(text("SELECT run_id FROM query_members")).isEqualTo("run-1");
        save("events GB", Map.of("ticketmaster_1", "2026-12-01T19:00:00Z", "ticketmaster_2", "2026-12-02"), "run-3");
        assertThat(text("SELECT run_id FROM query_members")).isEqualTo("run-3");
    }

    @Test
    void membersAreKeptOnRequest() throws SQLException {
        save("events GB", TWO, "run-1");

        state.queryMembers()
                .save(
                        "events GB",
                        members(new MemberList()),
                        before -> before.until().equals(NOW.plusSeconds(3_600)),
                        "run-2",
                        NOW);

        assertThat(text("SELECT run_id FROM query_members")).isEqualTo("run-1");
        assertThat(found("events GB")).isEqualTo(TWO);
    }

    @Test
    void manyMembersAreStoredInAFewBytesEach() throws SQLException {
        Map<String, String> starts = new HashMap<>();
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            starts.put(
                    "ticketmaster_%016x".formatted(random.nextLong()),
                    "2026-12-%02dT19:00:00Z".formatted(1 + random.nextInt(31)));
        }

        save("events US", starts, "run-1");

        assertThat(found("events US")).isEqualTo(starts);
        assertThat(Integer.parseInt(text("SELECT OCTET_LENGTH(members) FROM query_members")))
                .isLessThan(25 * starts.size());
    }

    @Test
    void membersOfAnEarlierVersionAreRead() throws Exception {
        save("events GB", Map.of(), "run-1");
        try (var connection = DriverManager.getConnection(url, "tourbus", "");
                var update = connection.prepareStatement("UPDATE query_members SET members = ?")) {
            update.setBytes(1, firstVersion());
            update.executeUpdate();
        }

        assertThat(found("events GB")).isEqualTo(TWO);
        save("events GB", TWO, "run-2");
        assertThat(found("events GB")).isEqualTo(TWO);
    }

    @Test
    void damagedMembersAreIgnored() throws Exception {
        save("events GB", TWO, "run-1");
        try (var connection = DriverManager.getConnection(url, "tourbus", "");
                var update = connection.prepareStatement("UPDATE query_members SET members = ?")) {
            var bytes = firstVersion();
            update.setBytes(1, Arrays.copyOf(bytes, bytes.length - 6));
            update.executeUpdate();
        }

        assertThat(state.queryMembers().find("events GB")).isEmpty();
    }

    private static byte[] firstVersion() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(1);
        try (var data = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            data.writeUTF("options");
            data.writeLong(NOW.getEpochSecond());
            data.writeLong(NOW.plusSeconds(3_600).getEpochSecond());
            data.writeInt(TWO.size());
            for (var member : new TreeMap<>(TWO).entrySet()) {
                data.writeUTF(member.getKey());
                data.writeUTF(member.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private void save(String query, Map<String, String> starts, String run) {
        var list = new MemberList();
        starts.forEach(list::add);
        state.queryMembers().save(query, members(list), before -> false, run, NOW);
    }

    private Map<String, String> found(String query) {
        var members = state.queryMembers().find(query).orElseThrow();
        assertThat(members.options()).isEqualTo("options");
        assertThat(members.from()).isEqualTo(NOW);
        assertThat(members.until()).isEqualTo(NOW.plusSeconds(3_600));
        Map<String, String> starts = new HashMap<>();
        members.entities().forEach(starts::put);
        return starts;
    }

    private static Members members(MemberList entities) {
        return new Members("options", NOW, NOW.plusSeconds(3_600), entities);
    }

    private String text(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, "tourbus", "");
                var rows = connection.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
