package io.tourbus.deadletter;

import static io.tourbus.run.RunCounters.Count.DEAD_LETTERS;

import io.tourbus.hook.HookDeadLetters;
import io.tourbus.model.Batch;
import io.tourbus.run.Run;
import io.tourbus.sink.Sink.Part;
import io.tourbus.sink.Sinks;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Stores what could not be normalized, and what a sink did not accept but can accept later. A failure that no retry fixes, such
 * as a missing bucket, fails the slice instead.
 */
public final class DeadLetterQueue {

    private final HookDeadLetters letters;
    private final Sinks sinks;
    private final Clock clock;

    public DeadLetterQueue(HookDeadLetters letters, Sinks sinks, Clock clock) {
        this.letters = letters;
        this.sinks = sinks;
        this.clock = clock;
    }

    /**
     * Stores what a sink did not accept of the batch in the exchange.
     *
     * @return the dead letters that were not stored before
     * @throws RuntimeException if no later attempt can succeed
     */
    public List<DeadLetter> keep(String sink, Exchange exchange) {
        var run = exchange.getVariable("run", Run.class);
        var batch = exchange.getVariable("batch", Batch.class);
        var counters = run.counters(batch.source(), batch.entity());
        var failures = sink + "_failures";
        if (sinks.counts(failures)) {
            counters.add(failures, 1);
        }
        var failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var undelivered = sinks.get(sink).undelivered(exchange, failure);
        var added = letters.add(undelivered.parts().stream()
                .map(part -> deadLetter(batch, Stage.of(sink), part))
                .toList());
        counters.add(DEAD_LETTERS, undelivered.parts().size());
        run.note("%s: kept as dead letters: %s".formatted(batch.source(), undelivered.cause()));
        return added;
    }

    /** Stores the rejected entities of a batch. @return the dead letters that were not stored before */
    public List<DeadLetter> keepRejects(@Variable("batch") Batch batch) {
        return letters.add(batch.rejects().stream()
                .filter(reject -> !reject.empty())
                .map(reject -> deadLetter(
                        batch,
                        Stage.of(reject.stage()),
                        new Part("", Renormalizer.headers(batch, reject), reject.json(), reject.reason(), false, 1)))
                .toList());
    }

    private DeadLetter deadLetter(Batch batch, Stage stage, Part part) {
        return new DeadLetter(
                stage,
                batch.runId(),
                batch.slice(),
                batch.source(),
                batch.entity().label(),
                part.target(),
                part.headers(),
                part.payload(),
                part.reason(),
                part.retryable(),
                part.attempts(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
