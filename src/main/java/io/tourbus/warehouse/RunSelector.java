package io.tourbus.warehouse;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * Which runs are applied.
 *
 * @param prefix of the run ID; it can be empty
 * @param exact whether the prefix is a whole run ID
 * @param since the first UTC day, as in a run ID; it can be empty
 */
public record RunSelector(String prefix, boolean exact, String since) {

    /** Selects all runs. */
    public static final RunSelector ALL = new RunSelector("", false, "");

    public static RunSelector run(String runId) {
        return new RunSelector(runId, true, "");
    }

    /** Selects the runs that began on a UTC day. */
    public static RunSelector day(LocalDate day) {
        return new RunSelector(day.format(DateTimeFormatter.BASIC_ISO_DATE), false, "");
    }

    /** Selects the runs that began on a UTC day or later. */
    public static RunSelector since(LocalDate day) {
        return new RunSelector("", false, day.format(DateTimeFormatter.BASIC_ISO_DATE));
    }

    boolean selects(String runId) {
        return (!exact || runId.equals(prefix)) && runId.compareTo(since) >= 0;
    }
}
