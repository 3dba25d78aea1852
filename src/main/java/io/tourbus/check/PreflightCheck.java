package io.tourbus.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tourbus.alerts.TestAlert;
import io.tourbus.app.Modules;
import io.tourbus.app.SettingsFile;
import io.tourbus.app.StartException;
import io.tourbus.app.StateInUseException;
import io.tourbus.app.TourbusContext;
import io.tourbus.preview.Preview;
import io.tourbus.schedule.Schedule;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelExecutionException;

/** Tries out all that a run needs, as it would be used. */
public final class PreflightCheck {

    /** How it went. */
    public enum Outcome {
        OK,
        /** A run would do, but not as well as it might. */
        WARNING,
        WRONG;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param found what there is, or what is wrong and what to do, on one line */
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
    private final SettingsOverrides overlay;
    private final Clock clock;
    private final boolean alert;
    private final List<Finding> findings = new ArrayList<>();

    private PreflightCheck(Modules modules, SettingsOverrides overlay, Clock clock, boolean alert) {
        this.modules = modules;
        this.overlay = overlay;
        this.clock = clock;
        this.alert = alert;
    }

    /** All findings: those of the settings alone where they are wrong. */
    public static List<Finding> run(Modules modules, SettingsOverrides overlay, Clock clock) {
        return new PreflightCheck(modules, overlay, clock, false).findings();
    }

    /** The same, and sends an alert that says that it is a trial. */
    public static List<Finding> runWithAlert(Modules modules, SettingsOverrides overlay, Clock clock) {
        return new PreflightCheck(modules, overlay, clock, true).findings();
    }

    private List<Finding> findings() {
        if (routes()) {
            sources();
            findings.addAll(SinkCheck.findings(overlay, clock));
            schedules();
        }
        return List.copyOf(findings);
    }

    /** The settings, the state and all routes, which are read and not started. @return whether anything else can be tried */
    private boolean routes() {
        try (var bus = TourbusContext.notStarted(modules, overlay, clock).start()) {
            findings.add(Finding.ok("settings", "nothing wrong"));
            findings.add(Finding.ok("state", "opens"));
            findings.add(Finding.ok("routes", "%d, all can be read".formatted(bus.routes())));
            if (alert) {
                findings.add(alert(bus.bean("testAlert", TestAlert.class)));
            }
            return true;
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> findings.add(Finding.wrong("settings", problem)));
            return false;
        } catch (StateInUseException e) {
            findings.add(Finding.warning("state", e.getMessage()));
            if (alert) {
                findings.add(
                        Finding.warning("alerts", "none was sent, as the state is in use: stop the other Tourbus"));
            }
            return true;
        } catch (RuntimeException e) {
            findings.add(Finding.wrong("routes", String.valueOf(e.getMessage())));
            return true;
        }
    }

    private Finding alert(TestAlert trial) {
        try {
            trial.send(clock.instant());
            return Finding.ok("alerts", "a trial was taken, see whether it has arrived");
        } catch (Exception e) {
            return Finding.wrong("alerts", "tourbus.alerts.to takes none: " + StartException.messageOf(e));
        }
    }

    private void sources() {
        try (var preview = Preview.open(modules, overlay, clock)) {
            for (var source : preview.sources()) {
                findings.add(source(preview, source));
            }
        } catch (StartException e) {
            findings.add(Finding.wrong("sources", "cannot be asked, their routes do not start: " + e.getMessage()));
        }
    }

    /** A token where one is needed, and a page. */
    private static Finding source(Preview preview, String source) {
        try {
            var found = preview.probe(source);
            return found.records().isEmpty()
                    ? Finding.warning(source, "answers, and has nothing for a query that anything answers to")
                    : Finding.ok(
                            source,
                            "answers, %,d records on a page"
                                    .formatted(found.records().size()));
        } catch (CamelExecutionException e) {
            return Finding.wrong(source, "does not answer: " + StartException.messageOf(e));
        } catch (RuntimeException e) {
            return Finding.wrong(source, String.valueOf(e.getMessage()));
        }
    }

    private void schedules() {
        var settings = SettingsFile.read(overlay, ScheduleSettings::read);
        settings.schedules().forEach(schedule -> findings.add(schedule(schedule, settings.jitter())));
    }

    private Finding schedule(Schedule schedule, Duration jitter) {
        var job = schedule.job().label();
        if (schedule.paused()) {
            return Finding.ok(job, "paused");
        }
        return schedule.next(clock.instant())
                .map(next -> Finding.ok(job, "next at " + next + putOff(jitter)))
                .orElseGet(() -> Finding.warning(
                        job, "tourbus.jobs.%s.cron is '%s': it never fires again".formatted(job, schedule.cron())));
    }

    private static String putOff(Duration jitter) {
        return jitter.isZero() ? "" : ", or up to %,d s later".formatted(jitter.toSeconds());
    }
}
