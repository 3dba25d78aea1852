package io.tourbus.state.queue;

/**
 * A slice that a process reads for the owner of its run.
 *
 * @param holder the process
 */
public record HeldSlice(long id, String runId, String holder) {}
