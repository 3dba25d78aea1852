package io.tourbus.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The alert state of one job, stored as JSON.
 *
 * @param causes the problems that are not resolved
 * @param pending the alerts that are not delivered, oldest first
 * @param tries failed deliveries of the first pending alert
 * @param notBefore earliest time of the next delivery, in UTC
 */
record JobAlertState(
        @JsonProperty("causes") Map<AlertCause, OpenCause> causes,
        @JsonProperty("untold") List<Alert> pending,
        @JsonProperty("tries") int tries,
        @JsonProperty("not_before") String notBefore) {

    /**
     * A problem that is not resolved.
     *
     * @param since in UTC
     * @param baselineRunId the run to compare a shrunk catalogue with; {@code null} for other causes
     */
    record OpenCause(
            @JsonProperty("since") String since,
            @JsonProperty("measure") String baselineRunId) {}

    static final JobAlertState EMPTY = new JobAlertState(Map.of(), List.of(), 0, Instant.EPOCH.toString());

    /** If the endpoint is down for long, the oldest alerts are discarded. */
    private static final int MAX_PENDING = 50;

    private static final Duration MAX_BACKOFF = Duration.ofHours(1);

    /** Adds an alert, unless its cause is already open. */
    JobAlertState raise(AlertCause cause, OpenCause open, Alert alert) {
        if (causes.containsKey(cause)) {
            return this;
        }
        var more = new EnumMap<AlertCause, OpenCause>(AlertCause.class);
        more.putAll(causes);
        more.put(cause, open);
        return new JobAlertState(more, pendingWith(alert), tries, notBefore);
    }

    /** Closes causes, and adds a recovery alert if any of them was open. */
    JobAlertState resolve(Collection<AlertCause> resolved, Alert recovery) {
        return causes.keySet().stream().anyMatch(resolved::contains)
                ? new JobAlertState(causesWithout(resolved), pendingWith(recovery), tries, notBefore)
                : this;
    }

    /** Closes a cause without a recovery alert. */
    JobAlertState drop(AlertCause cause) {
        return new JobAlertState(causesWithout(Set.of(cause)), pending, tries, notBefore);
    }

    boolean isDue(Instant now) {
        return !pending.isEmpty() && !Instant.parse(notBefore).isAfter(now);
    }

    /** Reserves the pending alerts for one process. */
    JobAlertState claim(Instant until) {
        return new JobAlertState(causes, pending, tries, until.toString());
    }

    JobAlertState delivered(Alert alert) {
        var others = pending.stream().filter(other -> !other.equals(alert)).toList();
        return new JobAlertState(causes, others, 0, others.isEmpty() ? EMPTY.notBefore() : notBefore);
    }

    /** Schedules a retry after 1 minute, then 2, 4 and so on, up to 1 hour. */
    JobAlertState deliveryFailed(Instant now) {
        var backoff = Duration.ofMinutes(1L << Math.min(tries, 6));
        var until = now.plus(backoff.compareTo(MAX_BACKOFF) < 0 ? backoff : MAX_BACKOFF);
        return new JobAlertState(causes, pending, tries + 1, until.toString());
    }

    private List<Alert> pendingWith(Alert alert) {
        var all = Stream.concat(pending.stream(), Stream.of(alert)).toList();
        return all.subList(Math.max(0, all.size() - MAX_PENDING), all.size());
    }

    private Map<AlertCause, OpenCause> causesWithout(Collection<AlertCause> removed) {
        var others = new EnumMap<AlertCause, OpenCause>(AlertCause.class);
        others.putAll(causes);
        others.keySet().removeAll(removed);
        return others;
    }
}
