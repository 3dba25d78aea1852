package io.tourbus.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Makes a JSON text one line for every reader: those that split lines at U+0085, U+2028 or U+2029 as well, and those that refuse
 * half of a surrogate pair.
 */
public final class JsonLine {

    private static final byte[] NEXT_LINE = "\\u0085".getBytes(US_ASCII);
    private static final byte[] LINE_SEPARATOR = "\\u2028".getBytes(US_ASCII);
    private static final byte[] PARAGRAPH_SEPARATOR = "\\u2029".getBytes(US_ASCII);
    private static final byte[] REPLACEMENT = "\\ufffd".getBytes(US_ASCII);
    private static final int ESCAPE = 6;

    private static final boolean[] SPECIAL = new boolean[256];

    static {
        for (var value : new int[] {'\n', '\r', '\\', 0xC2, 0xE2}) {
            SPECIAL[value] = true;
        }
    }

    private final byte[] json;
    private final int end;
    private final ByteArrayOutputStream line;

    private JsonLine(byte[] json, int from, int end) {
        this.json = json;
        this.end = end;
        this.line = new ByteArrayOutputStream(end - from + ESCAPE);
    }

    /**
     * Removes line breaks between tokens and escapes separators. The JSON values stay the same, except that half of a surrogate
     * pair becomes U+FFFD.
     *
     * @param json valid JSON in UTF-8, which contains line breaks between tokens only
     * @return the bytes from {@code from} to {@code end}, copied; the array itself if the range is the whole array and needs no
     *     change
     */
    public static byte[] format(byte[] json, int from, int end) {
        for (var at = from; at < end; at++) {
            if (isSpecial(json[at])) {
                if (changes(json, at, end)) {
                    return new JsonLine(json, from, end).from(from, at);
                }
                at += json[at] == '\\' ? 1 : 0;
            }
        }
        return from == 0 && end == json.length ? json : Arrays.copyOfRange(json, from, end);
    }

    public static byte[] format(byte[] json) {
        return format(json, 0, json.length);
    }

    private static boolean isSpecial(byte value) {
        return SPECIAL[value & 0xFF];
    }

    /** Whether the special byte begins something to change; escapes of surrogates count, even those of whole pairs. */
    private static boolean changes(byte[] json, int at, int end) {
        return switch (json[at]) {
            case '\\' -> surrogate(json, at, end) != 0;
            case (byte) 0xC2, (byte) 0xE2 -> separator(json, at, end) != null;
            default -> true;
        };
    }

    private byte[] from(int from, int firstChange) {
        line.write(json, from, firstChange - from);
        for (var at = firstChange; at < end; ) {
            at = isSpecial(json[at]) ? special(at) : copy(at, 1);
        }
        return line.toByteArray();
    }

    private int copy(int at, int length) {
        line.write(json, at, length);
        return at + length;
    }

    private int replace(int at, int length, byte[] replacement) {
        line.write(replacement, 0, replacement.length);
        return at + length;
    }

    private int special(int at) {
        if (json[at] == '\\') {
            return escape(at);
        }
        if (json[at] == '\n' || json[at] == '\r') {
            return at + 1;
        }
        var escaped = separator(json, at, end);
        return escaped == null ? copy(at, 1) : replace(at, json[at] == (byte) 0xC2 ? 2 : 3, escaped);
    }

    private int escape(int at) {
        return switch (surrogate(json, at, end)) {
            case 0 -> copy(at, Math.min(2, end - at));
            case 1 -> surrogate(json, at + ESCAPE, end) == 2 ? copy(at, 2 * ESCAPE) : replace(at, ESCAPE, REPLACEMENT);
            default -> replace(at, ESCAPE, REPLACEMENT);
        };
    }

    private static byte[] separator(byte[] json, int at, int end) {
        if (json[at] == (byte) 0xC2) {
            return at + 1 < end && json[at + 1] == (byte) 0x85 ? NEXT_LINE : null;
        }
        if (at + 2 >= end || json[at + 1] != (byte) 0x80) {
            return null;
        }
        return json[at + 2] == (byte) 0xA8 ? LINE_SEPARATOR : json[at + 2] == (byte) 0xA9 ? PARAGRAPH_SEPARATOR : null;
    }

    /** Whether an escape sequence begins here, of the first (1) or second (2) half of a surrogate pair, or none (0). */
    private static int surrogate(byte[] json, int at, int end) {
        if (at + ESCAPE > end || json[at] != '\\' || json[at + 1] != 'u' || (json[at + 2] | 0x20) != 'd') {
            return 0;
        }
        return switch (json[at + 3] | 0x20) {
            case '8' | 0x20, '9' | 0x20, 'a', 'b' -> 1;
            case 'c', 'd', 'e', 'f' -> 2;
            default -> 0;
        };
    }
}
