package io.tourbus.alerts;

import java.util.Locale;

/** Why somebody is told of a job. */
public enum AlertCause {
    /** A run went wrong and delivered nothing. */
    FAILED("failed"),
    /** Something is missing of what a run was to get. */
    PARTIAL("is partial"),
    /** It should have begun by its schedule and has not. */
    LATE("is late"),
    /** A complete run found far fewer entities than the one before it. */
    SHRUNK("found less than before");

    private final String summary;

    AlertCause(String told) {
        this.summary = told;
    }

    /** As settings and JSON have it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is said of the job. */
    String summary() {
        return summary;
    }
}
