package io.tourbus.state;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that has begun and not ended: it is under way, or its process has died.
 *
 * @param events from when to when it wants them; empty for one that an earlier version began
 * @param asked what it was asked for; empty for one that an earlier version began
 */
public record UnfinishedRun(String runId, String job, Instant started, Optional<Span> events, Optional<Asked> asked) {

    /** Whether who asks for this asks for this run; of one of an earlier version that is taken for granted. */
    public boolean answers(Asked wanted) {
        return asked.map(wanted::equals).orElse(true);
    }
}
