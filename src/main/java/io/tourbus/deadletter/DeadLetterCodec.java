package io.tourbus.deadletter;

import io.tourbus.lake.LakeObject;
import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.model.Batch;
import io.tourbus.model.Reject;
import io.tourbus.state.DeadLetter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Objects and rejected entities as dead letters hold them: the content as payload, all else as headers. */
final class DeadLetterCodec {

    private static final String ZONE = "zone";
    private static final String LINES = "lines";
    private static final String METADATA = "metadata.";
    private static final String RUN_STARTED = "run-started";

    private DeadLetterCodec() {}

    static Map<String, String> encode(LakeObject object) {
        Map<String, String> headers = new HashMap<>();
        object.metadata().forEach((name, value) -> headers.put(METADATA + name, value));
        headers.put(ZONE, object.zone().name());
        headers.put(LINES, String.valueOf(object.lines()));
        return headers;
    }

    static Map<String, String> encode(Batch batch, Reject reject) {
        Map<String, String> headers = new HashMap<>(reject.place());
        headers.put(RUN_STARTED, batch.runStarted().toString());
        return headers;
    }

    /** The entity that a letter holds. */
    static Reject reject(DeadLetter letter) {
        return new Reject(letter.reason(), letter.payload(), letter.headers());
    }

    /** When the run of an entity started. */
    static Instant runStarted(DeadLetter letter) {
        return Optional.ofNullable(letter.headers().get(RUN_STARTED))
                .map(Instant::parse)
                .orElse(letter.at());
    }

    /** The object that a letter holds. */
    static LakeObject object(DeadLetter letter) {
        Map<String, String> metadata = new HashMap<>();
        letter.headers().forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), value);
            }
        });
        var slash = letter.target().indexOf('/');
        return new LakeObject(
                Zone.valueOf(letter.headers().get(ZONE)),
                letter.target().substring(0, slash),
                letter.target().substring(slash + 1),
                metadata,
                Integer.parseInt(letter.headers().get(LINES)),
                letter.payload());
    }
}
