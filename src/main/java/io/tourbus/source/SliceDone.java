package io.tourbus.source;

/**
 * A slice that an earlier part of the run has read.
 *
 * @param said how many entities its API said there are
 * @param received how many came, repeated ones included
 * @param came how many different ones came
 */
public record SliceDone(Slice slice, long said, long received, long came) {}
