package io.tourbus.model;

import java.time.Instant;

/**
 * Where and when a record came in: the part of a record that is not said by the API.
 *
 * @param source {@code spotify} or {@code ticketmaster}
 * @param runId the run that read it
 * @param slice the name of the slice that it was read for
 * @param ingestedAt when its page was read
 */
public record Origin(String source, String runId, String slice, Instant ingestedAt) {}
