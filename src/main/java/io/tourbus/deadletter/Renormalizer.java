package io.tourbus.deadletter;

import io.tourbus.hook.Hook;
import io.tourbus.hook.HookDeadLetters;
import io.tourbus.hook.RecordHooks;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.model.Reject;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.io.IOException;
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

    private final BiFunction<String, Entity, SliceReader> normalizers;
    private final RecordHooks hooks;

    /** @param normalizers by the name of a source and an entity of it */
    public Renormalizer(BiFunction<String, Entity, SliceReader> normalizers, RecordHooks hooks) {
        this.normalizers = normalizers;
        this.hooks = hooks;
    }

    /**
     * What a single dead letter becomes: a batch with its record, after those with the records of the entities that it contains.
     * Normalizes an entity again. Calls the hook again if that failed; a hook that changes no records leaves nothing to deliver.
     * The batches belong to the original run; their slice name is derived from the dead letter, so that repeated attempts
     * overwrite the same objects.
     *
     * @throws io.tourbus.source.error.RejectedException if the entity is rejected again
     * @throws io.tourbus.hook.HookException if the hook fails again
     */
    public List<Batch> batches(@Variable("chunk") List<StoredDeadLetter> chunk) {
        var letter = chunk.get(0).letter();
        var hook = Hook.named(letter.stage().label()).orElse(Hook.BEFORE_NORMALIZE);
        if (!hook.changesRecords()) {
            hooks.repeat(hook, letter);
            return List.of();
        }
        if (hook.isOfSink()) {
            return List.of(batch(chunk.get(0), List.of(record(letter))));
        }
        var batches = hook == Hook.AFTER_NORMALIZE
                ? List.of(batch(chunk.get(0), List.of(record(letter))))
                : renormalized(chunk.get(0));
        return batches.stream()
                .map(batch -> hooks.afterNormalize(null, batch, chunk))
                .toList();
    }

    private List<Batch> renormalized(StoredDeadLetter stored) {
        var letter = stored.letter();
        var entity = Entity.of(letter.entity());
        var again =
                normalizers.apply(letter.source(), entity).renormalize(reject(letter), entity, origin(letter), hooks);
        var batch = batch(stored, again.record().stream().toList());
        var embedded = again.embedded().entrySet().stream()
                .map(found -> batch.ofEmbedded(
                        batch.slice(),
                        found.getKey(),
                        List.copyOf(found.getValue().values())));
        return Stream.concat(embedded, Stream.of(batch)).toList();
    }

    private static Batch batch(StoredDeadLetter stored, List<Normalized> records) {
        var letter = stored.letter();
        return new Batch(
                letter.runId(),
                runStarted(letter),
                letter.source(),
                Entity.of(letter.entity()),
                "%s-letter-%d".formatted(letter.slice(), stored.id()),
                records,
                List.of(),
                Map.of());
    }

    private static Normalized record(DeadLetter letter) {
        try {
            return Redelivery.normalized(letter.payload());
        } catch (IOException e) {
            throw new RejectedException("not JSON");
        }
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
        headers.put(HookDeadLetters.RUN_STARTED, batch.runStarted().toString());
        return headers;
    }

    /** The start of the run that read the entity. */
    private static Instant runStarted(DeadLetter letter) {
        return Optional.ofNullable(letter.headers().get(HookDeadLetters.RUN_STARTED))
                .map(Instant::parse)
                .orElse(letter.at());
    }
}
