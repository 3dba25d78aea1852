package io.tourbus.state;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that is known, whether it has ended or not.
 *
 * @param status how it ended; {@code unfinished} where it has not, or its process died
 * @param report as JSON; empty while it has none
 */
public record KnownRun(String runId, String job, Instant started, String status, Optional<String> report) {}
