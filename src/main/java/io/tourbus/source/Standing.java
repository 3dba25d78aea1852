package io.tourbus.source;

/** What a slice is read for. */
public enum Standing {
    /** For itself. */
    ALONE,
    /** It has more than its API hands out: narrower ones are read as well. */
    WIDE,
    /** In place of a wider one. */
    PART
}
