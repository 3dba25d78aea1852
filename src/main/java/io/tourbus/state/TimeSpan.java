package io.tourbus.state;

import java.time.Instant;

/** A half-open interval. @param from inclusive @param until exclusive */
public record TimeSpan(Instant from, Instant until) {}
