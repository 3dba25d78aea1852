package io.tourbus.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tourbus.alerts.TestAlert;
import io.tourbus.app.Modules;
import io.tourbus.app.SettingsFile;
import io.tourbus.app.StartException;
import io.tourbus.app.StateInUseException;
import io.tourbus.app.TourbusContext;
import io.tourbus.aws.AwsClients;
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
    public record Finding(
            @JsonProperty("what") String what,
            @JsonProperty("outcome") Outcome outcome,
            @JsonProperty("found") String found) {

        static Finding ok(String what, String found) {
            return new Finding(what, Outcome.OK, found);
        }

        static Finding warning(String what, String found) {
            return new Finding(what, Outcome.WARNING, found);
        }

        static Finding wrong(String what, String found) {
            return new Finding(what, Outcome.WRONG, found.strip().replaceAll("\\s+", " "));
        }
    }

    private final Modules modules;
    private final SettingsOverrides overrides;
    private final Clock clock;
    private final boolean alert;
    private final List<Finding> findings = new ArrayList<>();

    private PreflightCheck(Modules modules, SettingsOverrides overrides, Clock clock, boolean alert) {
        this.modules = modules;
        this.overrides = overrides;
        this.clock = clock;
        this.alert = alert;
    }

    /** Runs all tests. If settings are not valid, returns only their problems. */
    public static List<Finding> run(Modules modules, SettingsOverrides overrides, Clock clock) {
        return new PreflightCheck(modules, overrides, clock, false).findings();
    }

    /** Runs all tests, and sends a test alert. */
    public static List<Finding> runWithAlert(Modules modules, SettingsOverrides overrides, Clock clock) {
        return new PreflightCheck(modules, overrides, clock, true).findings();
    }

    private List<Finding> findings() {
        if (context()) {
            sources();
            sinks();
            schedules();
        }
        return List.copyOf(findings);
    }

    /**
     * Loads the settings, the state and all routes, without starting them.
     *
     * @return whether the other tests can run
     */
    private boolean context() {
        try (var tourbus =
                TourbusContext.withoutAutoStartup(modules, overrides, clock).start()) {
            findings.add(Finding.ok("settings", "valid"));
            findings.add(Finding.ok("state", "can be opened"));
            findings.add(Finding.ok("routes", "%d, all valid".formatted(tourbus.routes())));
            if (alert) {
                findings.add(alert(tourbus.bean("testAlert", TestAlert.class)));
            }
            return true;
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> findings.add(Finding.wrong("settings", problem)));
            return false;
        } catch (StateInUseException e) {
            findings.add(Finding.warning("state", e.getMessage()));
            if (alert) {
                findings.add(
                        Finding.warning("alerts", "Not sent: the state is in use. Stop the other Tourbus process."));
            }
            return true;
        } catch (RuntimeException e) {
            findings.add(Finding.wrong("routes", String.valueOf(e.getMessage())));
            return true;
        }
    }

    private Finding alert(TestAlert test) {
        try {
            test.send(clock.instant());
            return Finding.ok("alerts", "test alert accepted, check that it has arrived");
        } catch (Exception e) {
            return Finding.wrong(
                    "alerts", "tourbus.alerts.to does not accept the test alert: " + StartException.messageOf(e));
        }
    }

    private void sources() {
        try (var preview = Preview.open(modules, overrides, clock)) {
            for (var source : preview.sources()) {
                findings.add(source(preview, source));
            }
        } catch (StartException e) {
            findings.add(Finding.wrong("sources", "not tested, because routes do not start: " + e.getMessage()));
        }
    }

    /** Requests one page, and an access token if the source needs one. */
    private static Finding source(Preview preview, String source) {
        try {
            var records = preview.probe(source).records().size();
            return records == 0
                    ? Finding.warning(source, "responds, but without records for a query that always has results")
                    : Finding.ok(source, "responds, %,d records on one page".formatted(records));
        } catch (CamelExecutionException e) {
            return Finding.wrong(source, "does not respond: " + StartException.messageOf(e));
        } catch (RuntimeException e) {
            return Finding.wrong(source, String.valueOf(e.getMessage()));
        }
    }

    private void sinks() {
        SettingsFile.read(overrides, settings -> {
            var sinks = Sinks.read(modules.sinks(), settings);
            try (var aws = AwsClients.read(settings)) {
                settings.check();
                sinks.values().forEach(sink -> sink.check(aws, clock, new SinkReport(findings)));
            }
            return sinks;
        });
    }

    private record SinkReport(List<Finding> findings) implements Sink.CheckReport {

        @Override
        public void ok(String subject, String result) {
            findings.add(Finding.ok(subject, result));
        }

        @Override
        public void warning(String subject, String problem) {
            findings.add(Finding.warning(subject, problem));
        }

        @Override
        public void error(String subject, String problem) {
            findings.add(Finding.wrong(subject, problem));
        }
    }

    private void schedules() {
        var settings = SettingsFile.read(overrides, ScheduleSettings::read);
        settings.schedules().forEach(schedule -> findings.add(schedule(schedule, settings.jitter())));
    }

    private Finding schedule(Schedule schedule, Duration jitter) {
        var job = schedule.job().label();
        if (schedule.paused()) {
            return Finding.ok(job, "paused");
        }
        return schedule.next(clock.instant())
                .map(next -> Finding.ok(job, "next at " + next + delay(jitter)))
                .orElseGet(() -> Finding.warning(
                        job,
                        "tourbus.jobs.%s.cron never fires again: '%s'. Change it, or pause the job."
                                .formatted(job, schedule.cron())));
    }

    private static String delay(Duration jitter) {
        return jitter.isZero() ? "" : ", plus up to %,d s of jitter".formatted(jitter.toSeconds());
    }
}
