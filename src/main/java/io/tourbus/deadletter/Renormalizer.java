package io.tourbus.deadletter;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.camel.Variable;

/** Normalizes rejected entities again. */
public final class Renormalizer {

    private final BiFunction<String, Entity, SliceReader> normalizers;

    /** @param normalizers by the name of a source and an entity of it */
    public Renormalizer(BiFunction<String, Entity, SliceReader> normalizers) {
        this.normalizers = normalizers;
    }

    /**
     * Normalizes the entity of a single dead letter. The batch belongs to the original run; its slice name is derived from the dead
     * letter, so that repeated attempts overwrite the same objects.
     *
     * @throws io.tourbus.source.error.RejectedException if the entity is rejected again
     */
    public Batch batch(@Variable("chunk") List<StoredDeadLetter> one) {
        var letter = one.get(0).letter();
        var entity = Entity.of(letter.entity());
        var origin = new Origin(letter.source(), letter.runId(), letter.slice(), letter.at());
        var normalizer = normalizers.apply(letter.source(), entity);
        var normalized = normalizer.renormalize(DeadLetterCodec.reject(letter), origin);
        return new Batch(
                letter.runId(),
                DeadLetterCodec.runStarted(letter),
                letter.source(),
                entity,
                "%s-letter-%d".formatted(letter.slice(), one.get(0).id()),
                List.of(normalized),
                List.of(),
                Set.of());
    }
}
