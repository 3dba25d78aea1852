package io.tourbus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation, the routes, the settings and the texts in the code have none of the phrases in {@code rejected-phrases.txt}. */
class PlainEnglishTest {

    private static final int CONTEXT = 40;

    /** Texts and comments of Java; of a text that is put together of several, all of them. */
    private static final Pattern TEXTS = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\"|'(?:\\\\.|[^'\\\\])'|/\\*[\\s\\S]*?\\*/|//[^\n]*");

    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

    /** A phrase and what to write instead. */
    private record Rejected(Pattern phrase, String better) {

        static Rejected parse(String line) {
            var parts = line.split(" => ");
            return new Rejected(
                    Pattern.compile(parts[0].replace(" ", "\\s+"), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
                    parts[1]);
        }
    }

    private final List<Rejected> rejected =
            lines("rejected-phrases.txt").map(Rejected::parse).toList();

    @Test
    void noTextHasARejectedPhrase() throws IOException {
        List<String> found = new ArrayList<>();
        for (var file : files()) {
            found.addAll(found(file));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void aPhraseIsFoundInTextsAndCommentsOfJavaAlone() {
        var source = """
                /** Sends what is out
                 * of reach. */
                var outOfReach = "made" + " anew" + 'x'; // save where
                String whoever = "letters";
                """;

        assertThat(phrases(textsOf(source)))
                .containsExactlyInAnyOrder("out of reach", "made anew", "anew", "save where");
    }

    @Test
    void aPhraseIsFoundAcrossLines() {
        assertThat(phrases("the store is out\n  of reach")).containsExactly("out of reach");
        assertThat(phrases("dead letters, dead-letters, 22 letters and digits, letters, digits or lower case letters"))
                .isEmpty();
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (var file : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "application.properties")) {
            files.add(Path.of(file));
        }
        files.addAll(walk("docs", ".md"));
        files.addAll(walk("routes", ".yaml"));
        files.addAll(walk("routes", ".md"));
        files.addAll(walk("src/main/assembly", ".md"));
        for (var root : List.of("src/main/java", "src/sandbox/java", "src/bench/java", "warehouse/spark/src")) {
            files.addAll(walk(root, ".java"));
        }
        files.addAll(walk("src/main/resources/io/tourbus/model", ".json"));
        return files;
    }

    private static List<Path> walk(String folder, String ending) throws IOException {
        try (var files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private List<String> found(Path file) throws IOException {
        var text = Files.readString(file);
        var shown = file.toString().endsWith(".java") ? textsOf(text) : text;
        List<String> found = new ArrayList<>();
        for (var one : rejected) {
            one.phrase().matcher(shown).results().forEach(match -> {
                var context = shown.substring(
                        Math.max(0, match.start() - CONTEXT), Math.min(shown.length(), match.end() + CONTEXT));
                found.add("%s: '%s' (write: %s) in: %s"
                        .formatted(file, match.group(), one.better(), context.replaceAll("\\s+", " ")));
            });
        }
        return found;
    }

    private List<String> phrases(String text) {
        return rejected.stream()
                .flatMap(one -> one.phrase().matcher(text).results())
                .map(match -> match.group().replaceAll("\\s+", " "))
                .toList();
    }

    /** Comments, and literals of more than one word: a single word is a name in JSON or a bean. */
    private static String textsOf(String source) {
        return TEXTS.matcher(CONCATENATION.matcher(source).replaceAll(""))
                .results()
                .map(match -> match.group().replaceAll("(?m)^\\s*/?\\*+", " "))
                .filter(text -> text.strip().contains(" "))
                .collect(Collectors.joining("\n\n"));
    }

    private static Stream<String> lines(String resource) {
        try (var stream = PlainEnglishTest.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new IllegalStateException("a resource of the tests can be read", e);
        }
    }
}
