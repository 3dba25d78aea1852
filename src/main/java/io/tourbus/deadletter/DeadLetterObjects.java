package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.lake.LakeObject;
import io.tourbus.lake.LakeObjects;
import io.tourbus.run.ErrorMessages;
import io.tourbus.state.DeadLetter;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds lake objects with copies of dead letters, for inspection with other tools. */
public final class DeadLetterObjects {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final String bucket;

    public DeadLetterObjects(String bucket) {
        this.bucket = bucket;
    }

    /** One object with the dead letters of a slice. Later dead letters of the same slice go to an object with another key. */
    public LakeObject build(@Variable("deadLetters") List<DeadLetter> letters) {
        var first = letters.get(0);
        var name = "%s_%s_%s"
                .formatted(
                        first.slice(),
                        first.stage().label(),
                        first.fingerprint().substring(0, 8));
        return LakeObjects.letters(
                bucket,
                first.runId(),
                name,
                letters.stream()
                        .map(letter -> DeadLetterFile.line(letter).getBytes(UTF_8))
                        .toList());
    }

    /** Logs that the bucket did not accept the object. */
    public void storeFailed(
            @Variable("deadLetters") List<DeadLetter> letters,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        LOG.warn(
                "dead letters go to the file, not to the bucket run={} count={} reason={}",
                letters.get(0).runId(),
                letters.size(),
                ErrorMessages.describe(failure));
    }
}
