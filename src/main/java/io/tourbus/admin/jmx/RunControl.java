package io.tourbus.admin.jmx;

import io.tourbus.admin.AdminApi;
import io.tourbus.run.RunProgress;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The run of a job, over JMX. */
public record RunControl(String job, AdminApi desk) implements RunControlMXBean {

    @Override
    public String getId() {
        return underWay().map(RunProgress::runId).orElseGet(() -> last(AdminApi.RunLine::runId));
    }

    @Override
    public String getStatus() {
        return underWay().map(run -> "running").orElseGet(() -> last(AdminApi.RunLine::status));
    }

    @Override
    public String getStarted() {
        return last(AdminApi.RunLine::startedAt);
    }

    @Override
    public long getCame() {
        return now(RunProgress::came);
    }

    @Override
    public long getExpected() {
        return now(RunProgress::expected);
    }

    @Override
    public long getRequests() {
        return now(RunProgress::requests);
    }

    @Override
    public long getRequestsLeft() {
        return now(RunProgress::left);
    }

    private long now(ToLongFunction<RunProgress> number) {
        return underWay().map(number::applyAsLong).orElse(-1L);
    }

    /** A run is known as soon as it has begun, so that the last one is the one under way where there is one. */
    private String last(Function<AdminApi.RunLine, String> text) {
        return desk.runs(job, 1).stream().findFirst().map(text).orElse("");
    }

    private Optional<RunProgress> underWay() {
        return desk.running(job);
    }
}
