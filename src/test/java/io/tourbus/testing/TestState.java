package io.tourbus.testing;

import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.RequestPacer;
import io.tourbus.state.RunRepository.RunFingerprint;
import io.tourbus.state.SharedRate;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.UUID;

/** A state in memory, for tests; each is a database of its own. */
public final class TestState {

    /** What a run was asked for, where that is of no matter. */
    public static final RunFingerprint ASKED = new RunFingerprint("start/PT8760H", "the rest");

    private TestState() {}

    public static State open() {
        return State.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "");
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
