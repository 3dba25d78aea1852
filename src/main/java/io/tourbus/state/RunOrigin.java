package io.tourbus.state;

import org.jdbi.v3.core.mapper.PropagateNull;

/**
 * How a run was started.
 *
 * @param initiator {@code schedule}, {@code cli}, {@code api}, {@code page}, {@code jmx} or {@code lambda}
 * @param options as a user would type them, such as {@code --since 2026-12-01}; blank if there are none
 */
@PropagateNull("initiator")
public record RunOrigin(String initiator, String options) {

    private static final int MAX_OPTIONS = 2_000;

    public static final RunOrigin SCHEDULE = new RunOrigin("schedule", "");

    public RunOrigin {
        options = options.length() > MAX_OPTIONS ? options.substring(0, MAX_OPTIONS - 1) + "…" : options;
    }
}
