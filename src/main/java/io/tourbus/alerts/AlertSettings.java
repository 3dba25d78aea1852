package io.tourbus.alerts;

import io.tourbus.settings.Settings;
import java.time.Duration;
import java.util.Set;

/** The settings {@code tourbus.alerts.*}. The format {@code auto} is already resolved. */
public record AlertSettings(
        Set<Alert.Cause> on, String to, Alert.Format format, Duration late, int shrunkPercent, Duration timeout) {

    /** Attempts per delivery, as configured in {@code routes/failures.camel.yaml}. */
    private static final int ATTEMPTS = 3;

    public static AlertSettings read(Settings settings) {
        var to = settings.required("tourbus.alerts.to");
        return new AlertSettings(
                Set.copyOf(settings.choices("tourbus.alerts.on", Alert.Cause.class)),
                to,
                settings.choiceOrAuto("tourbus.alerts.format", Alert.Format.class)
                        .orElseGet(() -> formatFor(to)),
                Duration.ofMinutes(settings.number("tourbus.alerts.late-minutes")),
                settings.number("tourbus.alerts.shrunk-percent"),
                settings.seconds("tourbus.alerts.timeout-seconds"));
    }

    /** The longest time that a process can take to send an alert, including retries. */
    public Duration lease() {
        return timeout.multipliedBy(ATTEMPTS).plusMinutes(1);
    }

    private static Alert.Format formatFor(String endpointUri) {
        return switch (endpointUri.replaceFirst(":.*", "")) {
            case "http", "https" ->
                endpointUri.contains("://hooks.slack.com/") ? Alert.Format.SLACK : Alert.Format.JSON;
            case "log" -> Alert.Format.LINE;
            default -> Alert.Format.TEXT;
        };
    }
}
