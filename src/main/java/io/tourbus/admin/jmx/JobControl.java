package io.tourbus.admin.jmx;

import io.tourbus.admin.AdminApi;
import io.tourbus.admin.AdminApi.RunLine;
import io.tourbus.run.RunProgress;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import javax.management.MXBean;
import org.apache.camel.CamelContext;

/** The MBeans of a scheduled job and of its run, while Tourbus serves. */
public record JobControl(String job, AdminApi api, CamelContext camel) {

    /** A scheduled job over JMX, as {@code io.tourbus:type=Job,name=<job>}. */
    @MXBean
    public interface JobAttributes {

        /** The cron expression of its schedule, in the syntax of Quartz. */
        String getCron();

        boolean isPaused();

        /** The next start in ISO 8601 and UTC; blank while the job is paused. */
        String getNext();

        /** The ID of the active run; blank if there is none. */
        String getRunning();

        /** The progress of the active run: received entities, entities that the sources reported so far, and requests; blank if there is none. */
        String getProgress();

        /** The ID and status of the last run, which may be active; blank if there is none. */
        String getLastRun();

        /** The last report of the job, as JSON; blank if there is none. */
        String getLastReport();

        /**
         * Starts a run without waiting for its end.
         *
         * @return the ID of the run
         * @throws IllegalStateException if the job is running already
         */
        String trigger();

        /** Stops its schedule until it is resumed, even across restarts of Tourbus. */
        void pause();

        void resume();
    }

    /**
     * The active run of a job over JMX, as {@code io.tourbus:type=Run,name=<job>}. If the job is not running, the texts describe
     * its last run, and the numbers are -1.
     */
    @MXBean
    public interface RunAttributes {

        /** Blank if there is no run. */
        String getId();

        /** {@code running}, {@code complete}, {@code partial}, {@code failed}, or {@code unfinished} if its process died; blank if there is no run. */
        String getStatus();

        /** ISO 8601 in UTC; blank if there is no run. */
        String getStarted();

        /** Received entities, including repeated ones. */
        long getCame();

        /** Entities that the sources have reported so far. */
        long getExpected();

        /** Requests so far. */
        long getRequests();

        /** Requests left today for the source with the fewest; -1 also if no source has a limit. */
        long getRequestsLeft();
    }

    public void register() {
        MBeanRegistrar.register("Job", job, new JobBean());
        MBeanRegistrar.register("Run", job, new RunBean());
    }

    public static void unregister(String job) {
        MBeanRegistrar.unregister("Job", job);
        MBeanRegistrar.unregister("Run", job);
    }

    private Optional<RunProgress> active() {
        return api.running(job);
    }

    /** The state lists a run from its beginning, so that the last run is the active one if there is one. */
    private String last(Function<RunLine, String> text) {
        return api.runs(job, 1).stream().findFirst().map(text).orElse("");
    }

    private final class JobBean implements JobAttributes {

        @Override
        public String getCron() {
            return api.job(job).cron();
        }

        @Override
        public boolean isPaused() {
            return api.job(job).paused();
        }

        @Override
        public String getNext() {
            return Objects.requireNonNullElse(api.job(job).next(), "");
        }

        @Override
        public String getRunning() {
            return active().map(RunProgress::runId).orElse("");
        }

        @Override
        public String getProgress() {
            return active().map(run -> "%d of %d, %d requests".formatted(run.received(), run.expected(), run.requests()))
                    .orElse("");
        }

        @Override
        public String getLastRun() {
            return last(run -> "%s: %s".formatted(run.runId(), run.status()));
        }

        @Override
        public String getLastReport() {
            return api.lastReport(job).orElse("");
        }

        @Override
        public String trigger() {
            try (var template = camel.createProducerTemplate()) {
                var body = template.requestBodyAndHeader("direct:trigger-job", "", "job", job);
                if (body instanceof AdminApi.Accepted accepted) {
                    return accepted.runId();
                }
                throw new IllegalStateException(camel.getTypeConverter().convertTo(String.class, body));
            } catch (IOException e) {
                throw new IllegalStateException("a producer template can be closed", e);
            }
        }

        @Override
        public void pause() {
            api.pause(job);
        }

        @Override
        public void resume() {
            api.resume(job);
        }
    }

    private final class RunBean implements RunAttributes {

        @Override
        public String getId() {
            return active().map(RunProgress::runId).orElseGet(() -> last(RunLine::runId));
        }

        @Override
        public String getStatus() {
            return active().map(run -> "running").orElseGet(() -> last(RunLine::status));
        }

        @Override
        public String getStarted() {
            return last(RunLine::startedAt);
        }

        @Override
        public long getCame() {
            return number(RunProgress::received);
        }

        @Override
        public long getExpected() {
            return number(RunProgress::expected);
        }

        @Override
        public long getRequests() {
            return number(RunProgress::requests);
        }

        @Override
        public long getRequestsLeft() {
            return number(RunProgress::left);
        }

        private long number(ToLongFunction<RunProgress> value) {
            return active().map(value::applyAsLong).orElse(-1L);
        }
    }
}
