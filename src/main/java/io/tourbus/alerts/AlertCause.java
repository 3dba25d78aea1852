package io.tourbus.alerts;

import java.util.Locale;

/** The problems with a job that raise an alert. */
public enum AlertCause {
    /** A run failed and delivered nothing. */
    FAILED("failed"),
    /** A run ended, but data is missing. */
    PARTIAL("is incomplete"),
    /** The job did not start at its scheduled time. */
    LATE("is late"),
    /** A complete run found far fewer entities than the baseline run. */
    SHRUNK("found fewer entities than before");

    private final String predicate;

    AlertCause(String predicate) {
        this.predicate = predicate;
    }

    /** The name in settings and JSON. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Follows the name of the job in the subject of an alert. */
    String predicate() {
        return predicate;
    }
}
