package io.tourbus.warehouse.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * SQL text, divided into statements.
 *
 * @param statements the statements that end with a semicolon, without it, in their lines and columns
 * @param rest the text after the last semicolon, in its line and column
 */
public record SqlText(List<String> statements, String rest) {

    /** A text, a quoted name, a text between dollar signs, a comment, or a semicolon. The first four can be open at the end. */
    private static final Pattern TOKEN = Pattern.compile(
            "'[^']*(?:'|$)|\"[^\"]*(?:\"|$)|(\\$\\w*\\$)[\\s\\S]*?(?:\\1|$)" + "|--[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)|;");

    private static final Pattern IGNORED = Pattern.compile("(?:\\s+|--[^\\n]*(?:\\n|$)|/\\*[\\s\\S]*?\\*/)*+");

    public static SqlText split(String text) {
        List<String> statements = new ArrayList<>();
        var start = 0;
        var token = TOKEN.matcher(text);
        while (token.find()) {
            if (token.group().equals(";")) {
                add(statements, part(text, start, token.start()));
                start = token.end();
            }
        }
        return new SqlText(statements, part(text, start, text.length()));
    }

    /** Spaces and empty lines replace what is before the part, so that errors name the position in the text. */
    private static String part(String text, int start, int end) {
        var line = text.lastIndexOf('\n', start - 1) + 1;
        var lines = (int)
                text.chars().limit(line).filter(character -> character == '\n').count();
        return "\n".repeat(lines) + " ".repeat(start - line) + text.substring(start, end);
    }

    private static void add(List<String> statements, String statement) {
        if (!isBlank(statement)) {
            statements.add(statement);
        }
    }

    /** Returns all statements; the last one needs no semicolon. */
    public List<String> all() {
        List<String> all = new ArrayList<>(statements);
        add(all, rest);
        return all;
    }

    /** Whether a text contains only spaces and comments. */
    public static boolean isBlank(String text) {
        return IGNORED.matcher(text).matches();
    }
}
