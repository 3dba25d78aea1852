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
 * What has been told of each job, and what is to be told. It is in the state, so that another process, or this one when it is
 * started again, does not tell it twice.
 */
public final class AlertOutbox {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.alerts");

    private final ObjectMapper mapper = new ObjectMapper();
    private final KeyValueStore facts;
    private final Duration lease;
    private final Clock clock;

    /** @param lease after which time who has begun to tell an alert must have died */
    public AlertOutbox(KeyValueStore facts, Duration lease, Clock clock) {
        this.facts = facts;
        this.lease = lease;
        this.clock = clock;
    }

    JobAlertState stateOf(Job job) {
        return read(facts.get(key(job.label())));
    }

    /** Changes how it stands with a job, from what it is by then. */
    void change(String job, UnaryOperator<JobAlertState> change) {
        var done = false;
        while (!done) {
            var before = facts.get(key(job));
            var standing = read(before);
            var after = change.apply(standing);
            done = after.equals(standing) || facts.replace(key(job), before, written(after), clock.instant());
        }
    }

    /** What is to be told now. Nobody else tells it, until it is said here what became of it, or the lease has ended. */
    public List<Alert> due() {
        return Arrays.stream(Job.values()).flatMap(job -> claim(job).stream()).toList();
    }

    private List<Alert> claim(Job job) {
        var now = clock.instant();
        var before = facts.get(key(job.label()));
        var standing = read(before);
        return standing.due(now)
                        && facts.replace(key(job.label()), before, written(standing.claimed(now.plus(lease))), now)
                ? standing.pending()
                : List.of();
    }

    /** The endpoint has taken it. */
    public void delivered(@Variable("alert") Alert alert) {
        change(alert.job(), standing -> standing.delivered(alert));
    }

    /**
     * The endpoint has not taken it: it is told later.
     *
     * @throws Exception the failure: it would take no other one either
     */
    public void deliveryFailed(
            @Variable("alert") Alert alert, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
            throws Exception {
        change(alert.job(), standing -> standing.deliveryFailed(clock.instant()));
        LOG.warn(
                "alert not delivered, tried again later job={} cause={} reason={}",
                alert.job(),
                alert.alert(),
                failure.getMessage());
        throw failure;
    }

    private static String key(String job) {
        return "alerts of " + job;
    }

    private JobAlertState read(Optional<String> content) {
        try {
            return content.isPresent() ? mapper.readValue(content.get(), JobAlertState.class) : JobAlertState.WELL;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not what was written: " + content, e);
        }
    }

    private String written(JobAlertState standing) {
        try {
            return mapper.writeValueAsString(standing);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }
}
