package io.tourbus.admin.health;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A Camel health check of readiness. It is no liveness check, because a restart would not help. */
final class HealthStatus extends AbstractHealthCheck {

    /** @param message one line */
    record Status(boolean healthy, String message, Map<String, Object> details) {}

    private final Supplier<Status> check;

    /** @param check returns within milliseconds, and sends no requests to sources or sinks */
    HealthStatus(String part, Supplier<Status> check) {
        super("tourbus", part);
        this.check = check;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        try {
            var status = check.get();
            status.details().forEach(builder::detail);
            builder.message(status.message()).state(status.healthy() ? State.UP : State.DOWN);
        } catch (RuntimeException e) {
            builder.message(String.valueOf(e.getMessage())).down();
        }
    }
}
