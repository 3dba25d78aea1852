package io.tourbus.check;

import com.fasterxml.jackson.annotation.JsonValue;
import io.tourbus.alerts.AlertSender;
import io.tourbus.app.CommandOperations;
import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StartException;
import io.tourbus.app.settings.StateInUseException;
import io.tourbus.aws.AwsClients;
import io.tourbus.aws.NetworkFailure;
import io.tourbus.preview.Preview;
import io.tourbus.schedule.Schedule;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.sink.Sink;
import io.tourbus.sink.Sinks;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelExecutionException;

/** Tests everything that a run needs, for {@code tourbus check}: settings, state, routes, sources, sinks and schedules. */
public final class PreflightCheck {

    /** The result of one test. */
    public enum Outcome {
        OK,
        /** A run would work, but with a limitation. */
        WARNING,
        WRONG;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param found the result, or what is wrong and what to do, on one line */
    public record Finding(String what, Outcome outcome, String found) {}

    private record Findings(List<Finding> all) implements Sink.CheckReport {

        @Override
        public void ok(String what, String found) {
            all.add(new Finding(what, Outcome.OK, found));
        }

        @Override
        public void warning(String what, String found) {
            all.add(new Finding(what, Outcome.WARNING, found));
        }

        @Override
        public void error(String what, String found) {
            all.add(new Finding(what, Outcome.WRONG, found.strip().replaceAll("\\s+", " ")));
        }
    }

    private final Modules modules;
    private final SettingsOverrides overrides;
    private final Clock clock;
    private final Findings findings = new Findings(new ArrayList<>());

    private PreflightCheck(Modules modules, SettingsOverrides overrides, Clock clock) {
        this.modules = modules;
        this.overrides = overrides;
        this.clock = clock;
    }

    /**
     * Runs all tests. If settings are not valid, returns only their problems.
     *
     * @param alert whether to send a test alert
     */
    public static List<Finding> run(Modules modules, SettingsOverrides overrides, Clock clock, boolean alert) {
        var check = new PreflightCheck(modules, overrides, clock);
        if (check.context(alert)) {
            check.sources();
            check.sinks();
            check.schedules();
        }
        return List.copyOf(check.findings.all());
    }

    /**
     * Loads the settings, the state and all routes, without starting them.
     *
     * @return whether the other tests can run
     */
    private boolean context(boolean alert) {
        try (var tourbus =
                TourbusContext.withoutAutoStartup(modules, overrides, clock).start()) {
            findings.ok("settings", "valid");
            findings.ok("state", "can be opened");
            findings.ok("routes", "%d, all valid".formatted(tourbus.routes()));
            queue(tourbus);
            if (alert) {
                alert(tourbus.bean("alertSender", AlertSender.class));
            }
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> findings.error("settings", problem));
            return false;
        } catch (StateInUseException e) {
            if (CommandOperations.isServed(overrides)) {
                findings.ok("state", "in use by `tourbus serve`, which accepts commands");
            } else {
                findings.warning("state", e.getMessage());
            }
            if (alert) {
                findings.warning("alerts", "Not sent: the state is in use. Stop the other Tourbus process.");
            }
        } catch (RuntimeException e) {
            findings.error("routes", String.valueOf(e.getMessage()));
        }
        return true;
    }

    private void queue(TourbusContext tourbus) {
        try {
            if (tourbus.checkQueue()) {
                findings.ok("queue", "valid, without a test of the connection");
            }
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> findings.error("queue", problem));
        }
    }

    private void alert(AlertSender sender) {
        try {
            sender.sendTest(clock.instant());
            findings.ok("alerts", "test alert accepted, check that it has arrived");
        } catch (Exception e) {
            findings.error(
                    "alerts", "tourbus.alerts.to does not accept the test alert: " + StartException.messageOf(e));
        }
    }

    private void sources() {
        try (var preview = Preview.open(modules, overrides, clock)) {
            preview.sources().forEach(source -> source(preview, source));
        } catch (StartException e) {
            findings.error("sources", "not tested, because routes do not start: " + e.getMessage());
        }
    }

    /** Requests one page, and an access token if the source needs one. */
    private void source(Preview preview, String source) {
        try {
            var records = preview.probe(source).records().size();
            if (records == 0) {
                findings.warning(source, "responds, but without records for a query that always has results");
            } else {
                findings.ok(source, "responds, %,d records on one page".formatted(records));
            }
        } catch (CamelExecutionException e) {
            findings.error(
                    source,
                    NetworkFailure.describe(e).orElseGet(() -> "does not respond: " + StartException.messageOf(e)));
        } catch (RuntimeException e) {
            findings.error(source, String.valueOf(e.getMessage()));
        }
    }

    private void sinks() {
        SettingsFile.read(overrides, settings -> {
            var sinks = Sinks.read(modules.sinks(), settings);
            try (var aws = AwsClients.read(settings)) {
                settings.check();
                sinks.values().forEach(sink -> sink.check(aws, clock, findings));
            }
            return sinks;
        });
    }

    private void schedules() {
        var settings = SettingsFile.read(overrides, ScheduleSettings::read);
        settings.schedules().forEach(schedule -> schedule(schedule, settings.jitter()));
    }

    private void schedule(Schedule schedule, Duration jitter) {
        var job = schedule.job().label();
        var next = schedule.next(clock.instant());
        if (schedule.paused()) {
            findings.ok(job, "paused");
        } else if (next.isPresent()) {
            var delay = jitter.isZero() ? "" : ", plus up to %,d s of jitter".formatted(jitter.toSeconds());
            findings.ok(job, "next at " + next.get() + delay);
        } else {
            findings.warning(
                    job,
                    "tourbus.jobs.%s.cron never fires again: '%s'. Change it, or pause the job."
                            .formatted(job, schedule.cron()));
        }
    }
}
