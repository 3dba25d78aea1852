package io.tourbus.model;

import java.time.Instant;

/**
 * Where and when Tourbus read an entity: the metadata of a record that the API does not provide.
 *
 * @param source the source that returned the entity
 * @param runId the run that read it
 * @param slice the name of the slice that it belongs to
 * @param ingestedAt when its page was read
 */
public record Origin(String source, String runId, String slice, Instant ingestedAt) {}
