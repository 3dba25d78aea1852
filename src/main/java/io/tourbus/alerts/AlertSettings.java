package io.tourbus.alerts;

import io.tourbus.settings.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who is told of what.
 *
 * @param to where alerts go, an endpoint of Camel: a secret
 * @param format never {@code null}: what fits the endpoint unless the settings say otherwise
 * @param late how long a job may be overdue before that is told
 * @param shrunkPercent how much fewer entities are told of
 * @param timeout the longest wait for the endpoint to take one
 */
public record AlertSettings(
        Set<Cause> on, String to, Format format, Duration late, int shrunkPercent, Duration timeout) {

    /** How often an alert is tried before it is left for later; {@code routes/failures.camel.yaml} says so, too. */
    private static final int TRIES = 3;

    public static AlertSettings read(Settings settings) {
        var to = settings.required("tourbus.alerts.to");
        return new AlertSettings(
                causes(settings),
                to,
                Format.read(settings, to),
                Duration.ofMinutes(settings.number("tourbus.alerts.late-minutes", 1, 100_000)),
                settings.number("tourbus.alerts.shrunk-percent", 1, 100),
                settings.seconds("tourbus.alerts.timeout-seconds"));
    }

    /** After which time nobody is sending an alert any more that somebody has begun to send. */
    public Duration lease() {
        return timeout.multipliedBy(TRIES).plusMinutes(1);
    }

    private static Set<Cause> causes(Settings settings) {
        var labels = Arrays.stream(Cause.values()).map(Cause::label).toList();
        var causes = EnumSet.noneOf(Cause.class);
        for (var label : settings.list("tourbus.alerts.on")) {
            settings.oneOf("tourbus.alerts.on", label, labels);
            Arrays.stream(Cause.values())
                    .filter(cause -> cause.label().equals(label))
                    .forEach(causes::add);
        }
        return Set.copyOf(causes);
    }
}
