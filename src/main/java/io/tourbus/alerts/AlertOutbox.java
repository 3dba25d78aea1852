package io.tourbus.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.job.Job;
import io.tourbus.state.KeyValueStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts to send and the open problems of each job. They are stored in the state, so that each alert is sent once, also
 * after a restart and by several processes.
 */
public final class AlertOutbox {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.alerts");

    private final ObjectMapper mapper = new ObjectMapper();
    private final KeyValueStore store;
    private final Duration lease;
    private final Clock clock;

    /** @param lease how long a process may take to send an alert before another one sends it again */
    public AlertOutbox(KeyValueStore store, Duration lease, Clock clock) {
        this.store = store;
        this.lease = lease;
        this.clock = clock;
    }

    JobState stateOf(Job job) {
        return parse(store.get(key(job.label())));
    }

    /** Changes the state of a job atomically. If another process changes it first, applies the change to the new state. */
    void change(String job, UnaryOperator<JobState> change) {
        boolean done;
        do {
            var stored = store.get(key(job));
            var before = parse(stored);
            var after = change.apply(before);
            done = after.equals(before) || replace(job, stored, after);
        } while (!done);
    }

    /**
     * The alerts to send now. This process has claimed them until it reports the result with {@link #delivered} or {@link
     * #deliveryFailed}, or until the lease expires.
     */
    public List<Alert> due() {
        return senders().flatMap(job -> claim(job).stream()).toList();
    }

    private static Stream<String> senders() {
        return Stream.concat(
                Arrays.stream(Job.values()).map(Job::label), Stream.of(QualityAlerts.SENDER, LoadAlerts.SENDER));
    }

    /** Whether an alert can be sent now. */
    public boolean hasDue() {
        return senders().anyMatch(job -> parse(store.get(key(job))).isDue(clock.instant()));
    }

    private List<Alert> claim(String job) {
        var now = clock.instant();
        var stored = store.get(key(job));
        var state = parse(stored);
        return state.isDue(now) && replace(job, stored, state.claim(now.plus(lease))) ? state.pending() : List.of();
    }

    /** Removes an alert that the endpoint accepted. */
    public void delivered(@Variable("alert") Alert alert) {
        change(alert.job(), state -> state.delivered(alert));
    }

    /**
     * Schedules a retry of an alert that the endpoint did not accept.
     *
     * @throws Exception always the given failure, so that the route does not try the remaining alerts
     */
    public void deliveryFailed(
            @Variable("alert") Alert alert, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
            throws Exception {
        change(alert.job(), state -> state.deliveryFailed(clock.instant()));
        LOG.warn(
                "alert not delivered, will be retried job={} cause={} reason={}",
                alert.job(),
                alert.alert(),
                failure.getMessage());
        throw failure;
    }

    private static String key(String job) {
        return "alerts of " + job;
    }

    private boolean replace(String job, Optional<String> stored, JobState state) {
        return store.replace(key(job), stored, mapper.valueToTree(state).toString(), clock.instant());
    }

    private JobState parse(Optional<String> stored) {
        try {
            return stored.isPresent() ? mapper.readValue(stored.get(), JobState.class) : JobState.EMPTY;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The stored state of alerts is not valid: " + stored.get(), e);
        }
    }

    /**
     * The alert state of one job, stored as JSON.
     *
     * @param causes the problems that are not resolved
     * @param pending the alerts that are not delivered, oldest first
     * @param tries failed deliveries of the first pending alert
     * @param notBefore earliest time of the next delivery, in UTC
     */
    record JobState(
            @JsonProperty("causes") Map<Alert.Cause, OpenCause> causes,
            @JsonProperty("untold") List<Alert> pending,
            @JsonProperty("tries") int tries,
            @JsonProperty("not_before") String notBefore) {

        /**
         * A problem that is not resolved.
         *
         * @param since in UTC
         * @param baselineRunId the run to compare a shrunk catalogue with; {@code null} for other causes
         * @param entities what it concerns, each as source and entity, separated by a space; if it is empty, any complete run
         *     resolves the problem
         */
        record OpenCause(
                @JsonProperty("since") String since,
                @JsonProperty("measure") String baselineRunId,
                @JsonProperty("entities") Set<String> entities) {

            OpenCause {
                entities = entities == null ? Set.of() : new TreeSet<>(entities);
            }

            private OpenCause with(Set<String> others) {
                return new OpenCause(since, baselineRunId, others);
            }
        }

        private static final JobState EMPTY = new JobState(Map.of(), List.of(), 0, Instant.EPOCH.toString());

        /** If the endpoint is down for long, the oldest alerts are discarded. */
        private static final int MAX_PENDING = 50;

        private static final Duration MAX_BACKOFF = Duration.ofHours(1);

        /**
         * Adds an alert, unless its cause is already open; then it concerns more entities.
         *
         * @param entities what it concerns
         */
        JobState raise(Alert.Cause cause, Alert alert, String baselineRunId, Set<String> entities) {
            var known = causes.get(cause);
            if (known == null) {
                return with(
                        open -> open.put(cause, new OpenCause(alert.since(), baselineRunId, entities)),
                        pendingWith(alert));
            }
            var all = new TreeSet<>(known.entities());
            return all.isEmpty() || !all.addAll(entities)
                    ? this
                    : with(open -> open.put(cause, known.with(all)), pending);
        }

        /**
         * Closes causes as far as a run has covered what they concern, and adds a recovery alert if that closes any of them.
         *
         * @param covered whether the run has covered a source and an entity
         */
        JobState resolve(Collection<Alert.Cause> resolved, Predicate<String> covered, Alert recovery) {
            var changed = new TreeMap<>(causes);
            for (var cause : resolved) {
                changed.computeIfPresent(cause, (same, open) -> {
                    var left = open.entities().stream().filter(covered.negate()).collect(Collectors.toSet());
                    return left.isEmpty() ? null : open.with(left);
                });
            }
            var alerts = changed.size() < causes.size() ? pendingWith(recovery) : pending;
            return new JobState(changed, alerts, tries, notBefore);
        }

        /** Closes a cause without a recovery alert. */
        JobState drop(Alert.Cause cause) {
            return with(open -> open.remove(cause), pending);
        }

        private JobState with(Consumer<Map<Alert.Cause, OpenCause>> change, List<Alert> alerts) {
            var changed = new TreeMap<>(causes);
            change.accept(changed);
            return new JobState(changed, alerts, tries, notBefore);
        }

        private List<Alert> pendingWith(Alert alert) {
            var all = Stream.concat(pending.stream(), Stream.of(alert)).toList();
            return all.subList(Math.max(0, all.size() - MAX_PENDING), all.size());
        }

        private boolean isDue(Instant now) {
            return !pending.isEmpty() && !Instant.parse(notBefore).isAfter(now);
        }

        /** Reserves the pending alerts for one process. */
        private JobState claim(Instant until) {
            return new JobState(causes, pending, tries, until.toString());
        }

        private JobState delivered(Alert alert) {
            var others = pending.stream().filter(other -> !other.equals(alert)).toList();
            return new JobState(causes, others, 0, others.isEmpty() ? EMPTY.notBefore() : notBefore);
        }

        /** Schedules a retry after 1 minute, then 2, 4 and so on, up to 1 hour. */
        private JobState deliveryFailed(Instant now) {
            var backoff = Duration.ofMinutes(1L << Math.min(tries, 6));
            var until = now.plus(backoff.compareTo(MAX_BACKOFF) < 0 ? backoff : MAX_BACKOFF);
            return new JobState(causes, pending, tries + 1, until.toString());
        }
    }
}
