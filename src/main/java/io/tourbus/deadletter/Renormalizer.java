package io.tourbus.deadletter;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Origin;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.camel.Variable;

/** Puts entities that could not become records through the normaliser once more. */
public final class Renormalizer {

    private final BiFunction<String, Entity, SliceReader> normalizers;

    /** @param normalizers by the name of a source and an entity of it */
    public Renormalizer(BiFunction<String, Entity, SliceReader> normalizers) {
        this.normalizers = normalizers;
    }

    /**
     * The entity of the only one of the letters as a batch of the run it came with, under a name of its own, which is the
     * same each time.
     *
     * @throws io.tourbus.source.error.RejectedException when it still cannot become a record
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
