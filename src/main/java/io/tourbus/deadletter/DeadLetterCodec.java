package io.tourbus.deadletter;

import io.tourbus.model.Batch;
import io.tourbus.model.Reject;
import io.tourbus.state.DeadLetter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Converts rejected entities to dead letters and back: the JSON is the payload, everything else is in the headers. */
final class DeadLetterCodec {

    private static final String RUN_STARTED = "run-started";

    private DeadLetterCodec() {}

    static Map<String, String> encode(Batch batch, Reject reject) {
        Map<String, String> headers = new HashMap<>(reject.place());
        headers.put(RUN_STARTED, batch.runStarted().toString());
        return headers;
    }

    /** The entity in a dead letter. */
    static Reject reject(DeadLetter letter) {
        return new Reject(letter.reason(), letter.payload(), letter.headers());
    }

    /** The start of the run that read the entity. */
    static Instant runStarted(DeadLetter letter) {
        return Optional.ofNullable(letter.headers().get(RUN_STARTED))
                .map(Instant::parse)
                .orElse(letter.at());
    }
}
