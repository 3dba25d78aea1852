package io.tourbus;

import io.tourbus.source.Quota;
import io.tourbus.state.Asked;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.UUID;

/** A state in memory, for tests; each is a database of its own. */
public final class TestState {

    /** What a run was asked for, where that is of no matter. */
    public static final Asked ASKED = new Asked("start/PT8760H", "the rest");

    private TestState() {}

    public static State open() {
        return State.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "");
    }

    /** A quota without a limit. */
    public static Quota quota(String source, Clock clock) {
        var state = open();
        return new Quota(source, 0, state.usage(), state.blocks(), clock);
    }
}
