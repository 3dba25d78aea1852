package io.tourbus.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How it stands with one job.
 *
 * @param causes what is not over yet, by cause
 * @param pending what nobody has taken so far, the first one first
 * @param tries how often the first of them was tried in vain
 * @param notBefore when it may be tried again, in UTC
 */
record JobAlertState(
        @JsonProperty("causes") Map<AlertCause, Open> causes,
        @JsonProperty("untold") List<Alert> pending,
        @JsonProperty("tries") int tries,
        @JsonProperty("not_before") String notBefore) {

    /**
     * A cause that is not over yet.
     *
     * @param since in UTC
     * @param measure the run that a shrunk catalogue is compared with; {@code null} for other causes
     */
    record Open(
            @JsonProperty("since") String since,
            @JsonProperty("measure") String measure) {}

    static final JobAlertState WELL = new JobAlertState(Map.of(), List.of(), 0, Instant.EPOCH.toString());

    /** What waits longer for an endpoint that takes nothing is not waited for by anybody any more. */
    private static final int MOST_UNTOLD = 50;

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Something is told unless its cause has been told and is not over yet. */
    JobAlertState raised(AlertCause cause, Open open, Alert alert) {
        if (causes.containsKey(cause)) {
            return this;
        }
        var more = new EnumMap<AlertCause, Open>(AlertCause.class);
        more.putAll(causes);
        more.put(cause, open);
        return new JobAlertState(more, and(alert), tries, notBefore);
    }

    /** Some causes are over, which is told if any of them had been. */
    JobAlertState over(Collection<AlertCause> some, Alert well) {
        return causes.keySet().stream().anyMatch(some::contains)
                ? new JobAlertState(without(some), and(well), tries, notBefore)
                : this;
    }

    /** Some causes are none any more, of which nobody is told. */
    JobAlertState dropped(Collection<AlertCause> some) {
        return new JobAlertState(without(some), pending, tries, notBefore);
    }

    boolean due(Instant now) {
        return !pending.isEmpty() && !Instant.parse(notBefore).isAfter(now);
    }

    /** Somebody is about to tell what is untold. */
    JobAlertState claimed(Instant until) {
        return new JobAlertState(causes, pending, tries, until.toString());
    }

    JobAlertState delivered(Alert alert) {
        var others = pending.stream().filter(one -> !one.equals(alert)).toList();
        return new JobAlertState(causes, others, 0, others.isEmpty() ? WELL.notBefore() : notBefore);
    }

    /** The endpoint did not take the first alert: it is tried again after a minute, then two, up to an hour. */
    JobAlertState deliveryFailed(Instant now) {
        var wait = Duration.ofMinutes(1L << Math.min(tries, 6));
        var until = now.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        return new JobAlertState(causes, pending, tries + 1, until.toString());
    }

    private List<Alert> and(Alert alert) {
        var all = Stream.concat(pending.stream(), Stream.of(alert)).toList();
        return all.subList(Math.max(0, all.size() - MOST_UNTOLD), all.size());
    }

    private Map<AlertCause, Open> without(Collection<AlertCause> some) {
        var others = new EnumMap<AlertCause, Open>(AlertCause.class);
        others.putAll(causes);
        others.keySet().removeAll(some);
        return others;
    }
}
