package io.tourbus.admin.jmx;

import io.tourbus.admin.AdminApi;
import io.tourbus.run.RunProgress;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The MBean of the active run of a job, or else of its last run. */
public record RunControl(String job, AdminApi api) implements RunControlMXBean {

    @Override
    public String getId() {
        return active().map(RunProgress::runId).orElseGet(() -> last(AdminApi.RunLine::runId));
    }

    @Override
    public String getStatus() {
        return active().map(run -> "running").orElseGet(() -> last(AdminApi.RunLine::status));
    }

    @Override
    public String getStarted() {
        return last(AdminApi.RunLine::startedAt);
    }

    @Override
    public long getCame() {
        return counter(RunProgress::received);
    }

    @Override
    public long getExpected() {
        return counter(RunProgress::expected);
    }

    @Override
    public long getRequests() {
        return counter(RunProgress::requests);
    }

    @Override
    public long getRequestsLeft() {
        return counter(RunProgress::left);
    }

    private long counter(ToLongFunction<RunProgress> value) {
        return active().map(value::applyAsLong).orElse(-1L);
    }

    /** The state lists a run from its beginning, so that the last run is the active one if there is one. */
    private String last(Function<AdminApi.RunLine, String> text) {
        return api.runs(job, 1).stream().findFirst().map(text).orElse("");
    }

    private Optional<RunProgress> active() {
        return api.running(job);
    }
}
