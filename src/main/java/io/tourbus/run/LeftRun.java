package io.tourbus.run;

/**
 * A run that has not ended, because its process died.
 *
 * @param resumable whether the settings still ask for what it was asked for
 */
public record LeftRun(String runId, String job, boolean resumable) {}
