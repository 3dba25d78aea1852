package io.tourbus.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.job.Job;
import io.tourbus.state.KeyValueStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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

    JobAlertState stateOf(Job job) {
        return parse(store.get(key(job.label())));
    }

    /** Changes the state of a job atomically. If another process changes it first, applies the change to the new state. */
    void change(String job, UnaryOperator<JobAlertState> change) {
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
        return Arrays.stream(Job.values()).flatMap(job -> claim(job).stream()).toList();
    }

    private List<Alert> claim(Job job) {
        var now = clock.instant();
        var stored = store.get(key(job.label()));
        var state = parse(stored);
        return state.isDue(now) && replace(job.label(), stored, state.claim(now.plus(lease)))
                ? state.pending()
                : List.of();
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

    private boolean replace(String job, Optional<String> stored, JobAlertState state) {
        return store.replace(key(job), stored, mapper.valueToTree(state).toString(), clock.instant());
    }

    private JobAlertState parse(Optional<String> stored) {
        try {
            return stored.isPresent() ? mapper.readValue(stored.get(), JobAlertState.class) : JobAlertState.EMPTY;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The stored state of alerts is not valid: " + stored.get(), e);
        }
    }
}
