package io.tourbus.source.slice;

import io.tourbus.model.Entity;

/**
 * A set of entities that a run reads completely, in one or more slices. The report states for each query whether it is
 * complete.
 *
 * @param title readable and unique within the source: {@code events US New York}
 */
public record Query(String source, Entity entity, String title) {}
