package io.tourbus.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The anchors and links of a Markdown file, without those in code.
 *
 * @param anchors of its headings, as GitHub derives them
 * @param links the targets as they are written
 */
record MarkdownPage(List<String> anchors, List<String> links) {

    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
    private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)(?: +\"[^\"]*\")?\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK_TEXT = Pattern.compile("!?\\[([^]]*)]\\([^)]*\\)");

    static MarkdownPage read(Path file) throws IOException {
        List<String> anchors = new ArrayList<>();
        List<String> links = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (var line : prose(Files.readAllLines(file))) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                anchors.add(anchor(heading.group(1), seen));
            }
            LINK.matcher(CODE.matcher(line).replaceAll("`code`"))
                    .results()
                    .map((MatchResult link) -> link.group(1))
                    .forEach(links::add);
        }
        return new MarkdownPage(List.copyOf(anchors), List.copyOf(links));
    }

    /** The lines outside code blocks: fenced ones, and indented ones after a blank line. */
    private static List<String> prose(List<String> lines) {
        List<String> prose = new ArrayList<>();
        var fenced = false;
        var indented = false;
        var afterBlank = true;
        for (var line : lines) {
            var fence = line.strip().startsWith("```");
            fenced ^= fence;
            indented = line.startsWith("    ") && (indented || afterBlank) || indented && line.isBlank();
            if (!fence && !fenced && !indented) {
                prose.add(line);
            }
            afterBlank = line.isBlank();
        }
        return prose;
    }

    private static String anchor(String heading, Map<String, Integer> seen) {
        var text = LINK_TEXT.matcher(heading).replaceAll("$1").toLowerCase(Locale.ROOT);
        var anchor = text.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
        var times = seen.merge(anchor, 1, Integer::sum);
        return times == 1 ? anchor : anchor + "-" + (times - 1);
    }
}
