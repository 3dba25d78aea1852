package io.tourbus.run;

import io.tourbus.lake.LakeObject;
import io.tourbus.lake.LakeObjects;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.source.RejectedException;
import io.tourbus.source.SliceReader;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetters;
import io.tourbus.state.StoredLetter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Normalises entities again that could not become records: a newer Tourbus may know better. What becomes a record then waits
 * for both sinks, as letters for them in the place of its own, so that nothing is lost or put twice whenever the process dies.
 */
public final class Renormalizer {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");
    private static final int PAGE = 100;

    private final DeadLetters letters;
    private final Map<Entity, SliceReader> readers;
    private final LakeObjects lake;
    private final Clock clock;

    /** @param readers of the entities that say all of a record by themselves */
    public Renormalizer(DeadLetters letters, Map<Entity, SliceReader> readers, LakeObjects lake, Clock clock) {
        this.letters = letters;
        this.readers = Map.copyOf(readers);
        this.lake = lake;
        this.clock = clock;
    }

    /** Tries all entities that were told to be tried again. */
    public void renormalize() {
        for (var page = letters.passing(Stage.NORMALIZE, 0, PAGE);
                !page.isEmpty();
                page = letters.passing(Stage.NORMALIZE, 0, PAGE)) {
            page.forEach(this::renormalize);
        }
    }

    private void renormalize(StoredLetter stored) {
        try {
            letters.replace(stored.id(), forTheSinks(stored));
            LOG.info("dead letter normalized letter={}", stored.id());
        } catch (RejectedException e) {
            letters.failedAgain(List.of(stored.id()), e.getMessage(), false);
        }
    }

    private List<DeadLetter> forTheSinks(StoredLetter stored) {
        var letter = stored.letter();
        var reader = Optional.ofNullable(readers.get(Slices.entity(letter.entity())))
                .orElseThrow(() -> new RejectedException(letter.reason()));
        var normalized = reader.again(letter.payload(), letter.source(), letter.runId());
        var slice = letter.slice() + "-letter-" + stored.id();
        return Stream.concat(
                        objects(letter, slice, normalized)
                                .map(object -> letter(
                                        letter,
                                        Stage.LAKE,
                                        slice,
                                        object.bucket() + "/" + object.key(),
                                        LetterHeaders.of(object),
                                        object.content())),
                        Stream.of(letter(
                                letter,
                                Stage.STREAM,
                                slice,
                                normalized.line().id(),
                                Map.of(),
                                normalized.line().json())))
                .toList();
    }

    /** What the API said is in the lake since the slice was delivered. */
    private Stream<LakeObject> objects(DeadLetter letter, String slice, Normalized normalized) {
        var batch = new Batch(
                letter.runId(),
                Jobs.started(letter.runId()),
                letter.source(),
                Slices.entity(letter.entity()),
                slice,
                List.of(normalized),
                List.of(),
                Set.of());
        return lake.of(batch).stream().filter(object -> object.zone() == LakeObject.Zone.NORMALIZED);
    }

    private DeadLetter letter(
            DeadLetter was, Stage stage, String slice, String target, Map<String, String> headers, byte[] payload) {
        return new DeadLetter(
                stage,
                was.runId(),
                slice,
                was.source(),
                was.entity(),
                target,
                headers,
                payload,
                "normalized by a replay",
                true,
                was.attempts(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
