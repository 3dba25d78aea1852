package io.tourbus.operate;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether a part of Tourbus is ready. None of them is a reason to end the process: a new one would fare no better. */
final class Condition extends AbstractHealthCheck {

    /**
     * What is to be said of it now.
     *
     * @param well whether it is ready
     * @param said in a line
     */
    record Said(boolean well, String said, Map<String, Object> details) {}

    private final Supplier<Said> asked;

    /** @param asked answers within milliseconds, and asks no source and no sink */
    Condition(String part, Supplier<Said> asked) {
        super("tourbus", part);
        this.asked = asked;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            var said = asked.get();
            said.details().forEach(builder::detail);
            builder.message(said.said()).state(said.well() ? State.UP : State.DOWN);
        } catch (RuntimeException e) {
            builder.message(String.valueOf(e.getMessage())).down();
        }
    }
}
