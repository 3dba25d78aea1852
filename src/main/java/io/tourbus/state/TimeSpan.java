package io.tourbus.state;

import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param until not part of it
 */
public record TimeSpan(Instant from, Instant until) {}
