package io.tourbus.testing;

import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.RequestPacer;
import io.tourbus.state.RunRepository.RunFingerprint;
import io.tourbus.state.State;
import io.tourbus.state.limit.SharedRate;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A state in memory. Each is a separate database. */
public final class TestState {

    /** The options of a run, for tests that do not depend on them. */
    public static final RunFingerprint FINGERPRINT = new RunFingerprint("start/PT8760H", "the rest");

    /** Creates the tables in a fraction of the time of the migrations. */
    private static final List<String> TABLES = tables();

    private TestState() {}

    public static State open() {
        var url = "jdbc:h2:mem:" + UUID.randomUUID();
        try (var connection = DriverManager.getConnection(url)) {
            for (var statement : TABLES) {
                connection.createStatement().execute(statement);
            }
            return State.open(url, "", "");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates all tables once. */
    private static List<String> tables() {
        var url = "jdbc:h2:mem:" + UUID.randomUUID();
        var migrated = State.open(url, "", "");
        try (migrated;
                var connection = DriverManager.getConnection(url);
                var script = connection.createStatement().executeQuery("SCRIPT")) {
            List<String> statements = new ArrayList<>();
            while (script.next()) {
                statements.add(script.getString(1));
            }
            return statements;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A quota without a limit. */
    public static DailyQuota quota(String source, Clock clock) {
        var state = open();
        return new DailyQuota(source, 0, state.usage(), state.blocks(), clock);
    }

    /** Paces requests that no other process sends. */
    public static RequestPacer pacer() {
        return new RequestPacer(() -> 1, SharedRate.local());
    }
}
