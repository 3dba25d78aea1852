package io.tourbus.state;

import java.time.Instant;
import java.util.Optional;

/**
 * When a job has run last.
 *
 * @param began whoever started it, and however it went
 * @param complete when the last one ended that was complete; empty when none was
 */
public record LastRun(Instant began, Optional<Instant> complete) {}
