package io.tourbus.warehouse.query;

import java.util.regex.Pattern;

/** A column of a result. */
public record ResultColumn(String name, Kind kind) {

    /** How a value is written. */
    public enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        /** A list, map or struct, as JSON. */
        NESTED
    }

    private static final Pattern NUMBER =
            Pattern.compile("U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*");
    private static final Pattern NESTED = Pattern.compile("(?:STRUCT|MAP|UNION).*|.*\\[\\d*]|JSON", Pattern.DOTALL);

    static ResultColumn of(String name, String type) {
        return new ResultColumn(name, kind(type));
    }

    private static Kind kind(String type) {
        if (NESTED.matcher(type).matches()) {
            return Kind.NESTED;
        }
        if (NUMBER.matcher(type).matches()) {
            return Kind.NUMBER;
        }
        return type.equals("BOOLEAN") ? Kind.BOOLEAN : Kind.TEXT;
    }
}
