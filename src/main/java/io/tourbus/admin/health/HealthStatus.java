package io.tourbus.admin.health;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether a part of Tourbus is ready. None of them is a reason to end the process: a new one would fare no better. */
final class HealthStatus extends AbstractHealthCheck {

    /**
     * What is to be said of it now.
     *
     * @param healthy whether it is ready
     * @param message in a line
     */
    record Status(boolean healthy, String message, Map<String, Object> details) {}

    private final Supplier<Status> asked;

    /** @param asked answers within milliseconds, and asks no source and no sink */
    HealthStatus(String part, Supplier<Status> asked) {
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
            builder.message(said.message()).state(said.healthy() ? State.UP : State.DOWN);
        } catch (RuntimeException e) {
            builder.message(String.valueOf(e.getMessage())).down();
        }
    }
}
