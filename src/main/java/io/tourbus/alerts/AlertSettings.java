package io.tourbus.alerts;

import io.tourbus.settings.Settings;
import java.time.Duration;
import java.util.Set;

/** The settings {@code tourbus.alerts.*}, with the format resolved if it is {@code auto}. */
public record AlertSettings(
        Set<AlertCause> on, String to, AlertFormat format, Duration late, int shrunkPercent, Duration timeout) {

    /** Attempts to send an alert at once, as in {@code routes/failures.camel.yaml}. */
    private static final int TRIES = 3;

    public static AlertSettings read(Settings settings) {
        var to = settings.required("tourbus.alerts.to");
        return new AlertSettings(
                Set.copyOf(settings.choices("tourbus.alerts.on", AlertCause.class)),
                to,
                AlertFormat.read(settings, to),
                Duration.ofMinutes(settings.number("tourbus.alerts.late-minutes")),
                settings.number("tourbus.alerts.shrunk-percent"),
                settings.seconds("tourbus.alerts.timeout-seconds"));
    }

    /** After this time, no process is still sending an alert that it started to send. */
    public Duration lease() {
        return timeout.multipliedBy(TRIES).plusMinutes(1);
    }
}
