package io.tourbus.run;

import io.tourbus.model.Batch;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordLine;
import io.tourbus.state.Hashes;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/** Tells records that have changed from those that both sinks have had already, by the hash of their content. */
public final class Changes {

    private final Hashes hashes;
    private final Clock clock;

    public Changes(Hashes hashes, Clock clock) {
        this.hashes = hashes;
        this.clock = clock;
    }

    /** The batch with what is known of the content of its records. */
    public Batch mark(@Body Batch batch) {
        var known = hashes.of(batch.identities());
        Set<String> unchanged = batch.normalized().stream()
                .map(Normalized::line)
                .filter(line -> known.containsKey(line.identity())
                        && line.hash().equals(known.get(line.identity()).hash()))
                .map(RecordLine::identity)
                .collect(Collectors.toSet());
        return batch.withUnchanged(unchanged);
    }

    /** Both sinks have the batch. */
    public void remember(@Body Batch batch) {
        hashes.put(
                batch.onlyChanged().normalized().stream()
                        .map(Normalized::line)
                        .collect(Collectors.toMap(RecordLine::identity, RecordLine::hash)),
                batch.runId(),
                clock.instant());
    }
}
