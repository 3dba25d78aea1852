package io.tourbus.admin.jmx;

import io.tourbus.admin.AdminApi;
import io.tourbus.operations.RunLine;
import io.tourbus.run.RunProgress;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;

/** The MBean {@code io.tourbus:type=Job,name=<job>}, and that of the run of the job. */
@ManagedResource(description = "A scheduled job. Times are in ISO 8601 and UTC. Texts are blank if there is no value.")
public record JobControl(String job, AdminApi api, CamelContext camel) {

    /** Registers the MBeans of the job and of its run. */
    public void register() {
        MBeanRegistrar.register("Job", job, this, camel);
        MBeanRegistrar.register("Run", job, new RunControl(job, api), camel);
    }

    public static void unregister(String job) {
        MBeanRegistrar.unregister("Job", job);
        MBeanRegistrar.unregister("Run", job);
    }

    @ManagedAttribute(description = "Cron expression of the schedule, in the syntax of Quartz")
    public String getCron() {
        return api.job(job).cron();
    }

    @ManagedAttribute(description = "Whether the schedule is paused")
    public boolean isPaused() {
        return api.job(job).paused();
    }

    @ManagedAttribute(description = "Next start; blank while the job is paused")
    public String getNext() {
        return Objects.requireNonNullElse(api.job(job).next(), "");
    }

    @ManagedAttribute(description = "ID of the active run")
    public String getRunning() {
        return api.running(job).map(RunProgress::runId).orElse("");
    }

    @ManagedAttribute(
            description = "Active run: received entities, entities that the sources reported so far, and requests")
    public String getProgress() {
        return api.running(job)
                .map(run -> "%d of %d, %d requests".formatted(run.received(), run.expected(), run.requests()))
                .orElse("");
    }

    @ManagedAttribute(description = "ID and status of the last run, which may be active")
    public String getLastRun() {
        return api.latest(job, 1).stream()
                .findFirst()
                .map(run -> "%s: %s".formatted(run.runId(), run.status()))
                .orElse("");
    }

    @ManagedAttribute(description = "Last report of the job, as JSON")
    public String getLastReport() {
        return api.lastReport(job).orElse("");
    }

    /** @throws IllegalStateException if the job is running already */
    @ManagedOperation(description = "Starts a run without waiting for its end, and returns its ID")
    public String trigger() {
        try (var template = camel.createProducerTemplate()) {
            var body = template.requestBodyAndHeaders(
                    "direct:trigger-job", "", Map.of("job", job, AdminApi.INITIATOR, "jmx"));
            if (body instanceof AdminApi.Accepted accepted) {
                return accepted.runId();
            }
            throw new IllegalStateException(camel.getTypeConverter().convertTo(String.class, body));
        } catch (IOException e) {
            throw new IllegalStateException("a producer template can be closed", e);
        }
    }

    @ManagedOperation(description = "Stops the schedule until it is resumed, even across restarts")
    public void pause() {
        api.pause(job);
    }

    @ManagedOperation(description = "Resumes the schedule")
    public void resume() {
        api.resume(job);
    }

    /** The MBean {@code io.tourbus:type=Run,name=<job>}. */
    @ManagedResource(
            description =
                    "The active run of a job. If the job is not running, texts describe its last run, and are blank"
                            + " if there is none; numbers are -1.")
    public record RunControl(String job, AdminApi api) {

        @ManagedAttribute(description = "ID of the run")
        public String getId() {
            return active().map(RunProgress::runId).orElseGet(() -> last(RunLine::runId));
        }

        @ManagedAttribute(
                description =
                        "running, stopping, complete, partial, failed, cancelled, unfinished if it was stopped, or died")
        public String getStatus() {
            return active().map(RunProgress::status).orElseGet(() -> last(RunLine::status));
        }

        @ManagedAttribute(description = "Start of the run in ISO 8601 and UTC")
        public String getStarted() {
            return last(RunLine::startedAt);
        }

        @ManagedAttribute(description = "Received entities, including repeated ones")
        @Unit("entities")
        public long getCame() {
            return number(RunProgress::received);
        }

        @ManagedAttribute(description = "Entities that the sources have reported so far")
        @Unit("entities")
        public long getExpected() {
            return number(RunProgress::expected);
        }

        @ManagedAttribute(description = "Requests so far")
        @Unit("requests")
        public long getRequests() {
            return number(RunProgress::requests);
        }

        @ManagedAttribute(
                description = "Requests left today for the source with the fewest; -1 also if no source has a limit")
        @Unit("requests")
        public long getRequestsLeft() {
            return number(RunProgress::left);
        }

        @ManagedAttribute(
                description = "Progress in percent, based on the plan, the last complete run and the reported totals")
        @Unit("percent")
        public double getPercent() {
            return active().map(RunProgress::percent).orElse(-1.0);
        }

        @ManagedAttribute(description = "Received entities per second")
        @Unit("entities per second")
        public double getPerSecond() {
            return active().map(RunProgress::perSecond).orElse(-1.0);
        }

        @ManagedAttribute(description = "Estimated time left in seconds; -1 also if nothing has been received yet")
        @Unit("seconds")
        public long getSecondsLeft() {
            return number(RunProgress::secondsLeft);
        }

        @ManagedAttribute(description = "What the run does now, by source; blank if the job is not running")
        public String getActivity() {
            return active().map(RunProgress::activity).orElse("");
        }

        /** @throws IllegalStateException if the job is not running */
        @ManagedOperation(
                description = "Cancels the active run, which finishes the slices in progress, and returns its ID")
        public String cancel() {
            var run = active().orElseThrow(() -> new IllegalStateException(job + " is not running in this process."));
            return api.cancel(run.runId(), "JMX").runId();
        }

        private long number(ToLongFunction<RunProgress> value) {
            return active().map(value::applyAsLong).orElse(-1L);
        }

        /** The state lists a run from its beginning, so the last run is the active one if there is one. */
        private String last(Function<RunLine, String> text) {
            return api.latest(job, 1).stream().findFirst().map(text).orElse("");
        }

        private Optional<RunProgress> active() {
            return api.running(job);
        }
    }
}
