package io.tourbus.admin;

import io.tourbus.operations.InvalidOptionException;
import io.tourbus.settings.Setting;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads query parameters of the HTTP API. Methods throw {@link InvalidOptionException} if a value is not valid. */
public final class RequestParameters {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    private RequestParameters() {}

    static Instant instant(String name, String value) {
        try {
            return Setting.instant(value);
        } catch (DateTimeException e) {
            throw new InvalidOptionException(
                    "The parameter %s is not valid. Use a date such as 2026-12-31 or a time such as 2026-12-31T18:00:00Z."
                            .formatted(name));
        }
    }

    static boolean flag(String name, String value) {
        if (value != null && !value.matches("true|false")) {
            throw new InvalidOptionException("The parameter %s is not valid. Use true or false.".formatted(name));
        }
        return Boolean.parseBoolean(value);
    }

    static int limit(String value) {
        return limit(value, DEFAULT_LIMIT, MAX_LIMIT);
    }

    static int limit(String value, int byDefault, int max) {
        return value == null ? byDefault : (int) Math.max(1, Math.min(number("limit", value), max));
    }

    static long number(String name, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new InvalidOptionException("The parameter %s is not a number.%s"
                    .formatted(name, name.equals("limit") ? " Use 1 to %d.".formatted(MAX_LIMIT) : ""));
        }
        return Long.parseLong(value);
    }
}
