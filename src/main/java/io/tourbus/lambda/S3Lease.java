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

/** An object that says who works with what lies beside it, and until when at most. */
final class S3Lease {

    /** By how much the clocks of two instances may differ. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private record Holding(
            @JsonProperty("holder") String holder,
            @JsonProperty("until") String until) {

        boolean lasts() {
            return Instant.parse(until).isAfter(Instant.now());
        }
    }

    private final ConditionalS3Object object;
    private Optional<String> etag = Optional.empty();

    S3Lease(ConditionalS3Object object) {
        this.object = object;
    }

    /** @throws StateInUseException when somebody else has it */
    void take(String holder, Instant until) {
        var found = new Holding[1];
        try {
            etag = object.get(content -> found[0] = MAPPER.readValue(content, Holding.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (found[0] != null && found[0].lasts()) {
            throw new StateInUseException("the state beside %s is in use by %s, until %s at most: try later"
                    .formatted(object.address(), found[0].holder(), found[0].until()));
        }
        put(new Holding(holder, until.plus(SKEW).toString()));
        if (etag.isEmpty()) {
            throw new StateInUseException("the state beside %s has just been taken by another instance: try later"
                    .formatted(object.address()));
        }
    }

    /** A lock that is somebody else's by now stays. */
    void release() {
        if (etag.isPresent()) {
            put(new Holding("nobody", Instant.EPOCH.toString()));
        }
    }

    private void put(Holding holding) {
        try {
            etag = object.replace(etag, RequestBody.fromBytes(MAPPER.writeValueAsBytes(holding)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
