package io.tourbus.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.StateInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/** A lock with an expiry time, stored as a JSON object in S3. */
final class S3Lease {

    /** How much the clocks of two instances can differ. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(5);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @param until when the lock expires, in UTC */
    private record Lock(
            @JsonProperty("holder") String holder,
            @JsonProperty("until") String until) {

        boolean isHeld() {
            return Instant.parse(until).isAfter(Instant.now());
        }
    }

    private final ConditionalS3Object object;
    private Optional<String> etag = Optional.empty();

    S3Lease(ConditionalS3Object object) {
        this.object = object;
    }

    /** @throws StateInUseException if another holder has the lock */
    void acquire(String holder, Instant until) {
        var stored = new Lock[1];
        try {
            etag = object.get(content -> stored[0] = MAPPER.readValue(content, Lock.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (stored[0] != null && stored[0].isHeld()) {
            throw new StateInUseException("The state at %s is in use by %s, until %s at the latest. Try again later."
                    .formatted(object.uri(), stored[0].holder(), stored[0].until()));
        }
        put(new Lock(holder, until.plus(MAX_CLOCK_SKEW).toString()));
        if (etag.isEmpty()) {
            throw new StateInUseException(
                    "Another instance has just locked the state at %s. Try again later.".formatted(object.uri()));
        }
    }

    /** Does nothing if the lock has expired and another holder has it. */
    void release() {
        if (etag.isPresent()) {
            put(new Lock("nobody", Instant.EPOCH.toString()));
        }
    }

    private void put(Lock lock) {
        try {
            etag = object.replace(etag, RequestBody.fromBytes(MAPPER.writeValueAsBytes(lock)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
