package io.tourbus.warehouse.quality;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a failing rule causes. */
public enum Severity {
    /** The rule is not evaluated. */
    OFF,
    /** It is reported and raises an alert. */
    WARNING,
    /** It also sets the exit code. */
    ERROR;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
