package io.tourbus.state;

/**
 * How far a slice of a run has come that may have reached a sink.
 *
 * @param done whether both sinks have all of it
 * @param said how many entities its API said there are
 * @param received how many came, repeated ones included
 * @param came how many different ones came
 */
public record SliceProgress(StoredSlice slice, boolean done, long said, long received, long came) {}
