package io.tourbus.admin.jmx;

import io.tourbus.admin.AdminApi;
import io.tourbus.run.RunProgress;
import io.tourbus.schedule.Schedules;
import java.io.IOException;
import java.util.Objects;
import org.apache.camel.CamelContext;

/** The MBean of a job. */
public record JobControl(String job, AdminApi api, CamelContext camel) implements JobControlMXBean {

    @Override
    public String getCron() {
        return line().cron();
    }

    @Override
    public boolean isPaused() {
        return line().paused();
    }

    @Override
    public String getNext() {
        return Objects.requireNonNullElse(line().next(), "");
    }

    @Override
    public String getRunning() {
        return api.running(job).map(RunProgress::runId).orElse("");
    }

    @Override
    public String getProgress() {
        return api.running(job)
                .map(run -> "%d of %d, %d requests".formatted(run.received(), run.expected(), run.requests()))
                .orElse("");
    }

    @Override
    public String getLastRun() {
        return api.runs(job, 1).stream()
                .findFirst()
                .map(run -> "%s: %s".formatted(run.runId(), run.status()))
                .orElse("");
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

    private Schedules.Line line() {
        return api.job(job);
    }
}
