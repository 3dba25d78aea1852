package io.tourbus.state;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that is known, whether it has ended or not.
 *
 * @param status how it ended; {@code unfinished} where it has not, or its process died
 * @param report as JSON; empty while it has none
 * @param events from when to when it wanted them; empty where an earlier version began it
 */
public record KnownRun(
        String runId, String job, Instant started, String status, Optional<String> report, Optional<Span> events) {}
