package io.tourbus.deadletter;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.model.Reject;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/**
 * Stores rejected entities in dead letters, and normalizes them again. The JSON is the payload of the dead letter; everything else
 * is in its headers.
 */
public final class Renormalizer {

    private static final String RUN_STARTED = "run-started";

    private final BiFunction<String, Entity, SliceReader> normalizers;

    /** @param normalizers by the name of a source and an entity of it */
    public Renormalizer(BiFunction<String, Entity, SliceReader> normalizers) {
        this.normalizers = normalizers;
    }

    /**
     * Normalizes the entity of a single dead letter: a batch with its record, after those with the records of the entities that it
     * contains. The batches belong to the original run; their slice name is derived from the dead letter, so that repeated attempts
     * overwrite the same objects.
     *
     * @throws io.tourbus.source.error.RejectedException if the entity is rejected again
     */
    public List<Batch> batches(@Variable("chunk") List<StoredDeadLetter> chunk) {
        var letter = chunk.get(0).letter();
        var entity = Entity.of(letter.entity());
        var again = normalizers.apply(letter.source(), entity).renormalize(reject(letter), origin(letter));
        var batch = new Batch(
                letter.runId(),
                runStarted(letter),
                letter.source(),
                entity,
                "%s-letter-%d".formatted(letter.slice(), chunk.get(0).id()),
                List.of(again.record()),
                List.of(),
                Map.of());
        var embedded = again.embedded().entrySet().stream()
                .map(found -> batch.ofEmbedded(
                        batch.slice(),
                        found.getKey(),
                        List.copyOf(found.getValue().values())));
        return Stream.concat(embedded, Stream.of(batch)).toList();
    }

    private static Origin origin(DeadLetter letter) {
        return new Origin(letter.source(), letter.runId(), letter.slice(), letter.at());
    }

    private static Reject reject(DeadLetter letter) {
        return new Reject(letter.reason(), letter.payload(), letter.headers());
    }

    /** The headers of the dead letter of a rejected entity. */
    static Map<String, String> headers(Batch batch, Reject reject) {
        Map<String, String> headers = new HashMap<>(reject.place());
        headers.put(RUN_STARTED, batch.runStarted().toString());
        return headers;
    }

    /** The start of the run that read the entity. */
    private static Instant runStarted(DeadLetter letter) {
        return Optional.ofNullable(letter.headers().get(RUN_STARTED))
                .map(Instant::parse)
                .orElse(letter.at());
    }
}
