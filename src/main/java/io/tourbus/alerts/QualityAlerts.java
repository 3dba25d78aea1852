package io.tourbus.alerts;

import io.tourbus.alerts.Alert.Cause;
import io.tourbus.alerts.AlertOutbox.JobState;
import io.tourbus.warehouse.quality.QualityReport;
import io.tourbus.warehouse.quality.RuleResult;
import io.tourbus.warehouse.quality.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Raises an alert when rules of the warehouse begin to fail, and sends a recovery when none fails any more. */
public final class QualityAlerts {

    /** The job of these alerts. */
    static final String SENDER = "warehouse";

    private static final int MAX_RULES = 10;
    private static final Map<Cause, Severity> SEVERITIES =
            Map.of(Cause.QUALITY, Severity.ERROR, Cause.QUALITY_WARNING, Severity.WARNING);

    private final AlertSettings settings;
    private final AlertOutbox outbox;

    public QualityAlerts(AlertSettings settings, AlertOutbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
    }

    /** Whether a report raises an alert. */
    public static boolean raises(AlertSettings settings, QualityReport report) {
        return SEVERITIES.entrySet().stream()
                .anyMatch(cause -> settings.on().contains(cause.getKey())
                        && !report.failed(cause.getValue()).isEmpty());
    }

    /** Evaluates the results of all rules. */
    public void onChecked(QualityReport report, Instant now) {
        SEVERITIES.forEach((cause, severity) -> {
            var failed = settings.on().contains(cause) ? report.failed(severity) : List.<RuleResult>of();
            outbox.change(SENDER, state -> update(state, cause, failed, now));
        });
    }

    /** A rule that begins to fail raises another alert, even if others have failed before. */
    private static JobState update(JobState state, Cause cause, List<RuleResult> failed, Instant now) {
        if (failed.isEmpty()) {
            return state.resolve(List.of(cause), rule -> true, recovery(cause, now));
        }
        var open = state.causes().get(cause);
        var rules = failed.stream().map(RuleResult::rule).collect(Collectors.toSet());
        if (open == null) {
            return state.raise(cause, alert(cause, failed, now), null, rules);
        }
        Set<String> known = open.entities();
        return known.containsAll(rules)
                ? state
                : state.drop(cause).raise(cause, alert(cause, failed, now), null, rules);
    }

    private static Alert recovery(Cause cause, Instant now) {
        return Alert.recovery(
                SENDER,
                null,
                now,
                "No rule with severity %s fails."
                        .formatted(SEVERITIES.get(cause).label()));
    }

    private static Alert alert(Cause cause, List<RuleResult> failed, Instant now) {
        var details = failed.stream().limit(MAX_RULES).map(RuleResult::text).collect(Collectors.toList());
        if (failed.size() > MAX_RULES) {
            details.add("and %d more rules".formatted(failed.size() - MAX_RULES));
        }
        var action = List.of(
                "Run `tourbus warehouse --check` to evaluate the rules again.",
                "If the data is correct, change the rule in the file of tourbus.warehouse.rules-file.");
        return Alert.of(cause, SENDER, null, now, details, action);
    }
}
