package io.tourbus.source.slice;

import io.tourbus.model.Entity;

/**
 * Something that a run wants to have whole, however many slices it takes; the report says of each whether it is complete.
 *
 * @param title what a person would call it, unique within its source: {@code events US New York}
 */
public record Query(String source, Entity entity, String title) {}
