package io.tourbus.redshift;

import java.util.List;

/** Messages about statements that failed. */
final class Failures {

    private static final int SHOWN = 60;

    private Failures() {}

    /** @param number of the statement that failed, from 1; 0 if it is unknown */
    static String message(String name, int number, List<String> statements, String reason) {
        if (number < 1) {
            return "Redshift: %s failed: %s".formatted(name, reason);
        }
        return "Redshift: %s failed in statement %d of %d (%s): %s"
                .formatted(name, number, statements.size(), shortened(statements.get(number - 1)), reason);
    }

    private static String shortened(String sql) {
        var line = sql.lines().findFirst().orElse("").replaceFirst("\\s*\\($", "");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
