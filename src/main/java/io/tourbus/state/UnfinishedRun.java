package io.tourbus.state;

import java.time.Instant;

/** A run that has begun and not ended: it is under way, or its process has died. */
public record UnfinishedRun(String runId, String job, Instant started) {}
