package io.tourbus.state;

import org.jdbi.v3.core.mapper.PropagateNull;

/**
 * How a run was started.
 *
 * @param initiator {@code schedule}, {@code cli}, {@code api}, {@code page}, {@code jmx} or {@code lambda}
 * @param options as a user would type them, such as {@code --since 2026-12-01}; blank if there are none
 * @param settings that the run read at its start, one {@code key=value} per line
 */
@PropagateNull("initiator")
public record RunOrigin(String initiator, String options, String settings) {

    private static final int MAX_OPTIONS = 2_000;
    private static final int MAX_SETTINGS = 50_000;

    public static final RunOrigin SCHEDULE = of("schedule", "");

    public RunOrigin {
        options = options.length() > MAX_OPTIONS ? options.substring(0, MAX_OPTIONS - 1) + "…" : options;
        settings = settings.length() > MAX_SETTINGS ? settings.substring(0, MAX_SETTINGS) : settings;
    }

    public static RunOrigin of(String initiator, String options) {
        return new RunOrigin(initiator, options, "");
    }

    /** The same origin with other settings. */
    public RunOrigin with(String otherSettings) {
        return new RunOrigin(initiator, options, otherSettings);
    }
}
