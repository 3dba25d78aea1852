package io.tourbus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every relative link and anchor of the documentation leads somewhere, in the repository and in the distribution. */
class LinksTest {

    @Test
    void noLinkIsDeadInTheRepository() throws IOException {
        var files = repository();

        assertThat(files.keySet()).contains(Path.of("docs/alerts.md"), Path.of("CONTRIBUTING.md"));
        assertThat(deadLinks(files)).isEmpty();
    }

    @Test
    void noLinkIsDeadInTheDistribution() throws Exception {
        var files = Distribution.files();

        assertThat(files).containsEntry(Path.of("README.md"), Path.of("src/main/assembly/README.md"));
        assertThat(deadLinks(files)).isEmpty();
    }

    @Test
    void deadLinksAndAnchorsAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.md"), """
                # One `thing`: two
                See [b](b.md), [two](b.md#two), [here](#one-thing-two), [web](https://example.com/x.md).

                    [code](code.md)

                - `[code](code.md)`, [gone](gone.md), [three](b.md#three)
                  ![image](image.png)
                """);
        Files.writeString(folder.resolve("b.md"), "## Two\n\n## Two\n[up](a.md#two), [second](#two-1)\n");
        Map<Path, Path> files = new TreeMap<>();
        for (var name : List.of("a.md", "b.md")) {
            files.put(Path.of(name), folder.resolve(name));
        }

        assertThat(deadLinks(files))
                .containsExactlyInAnyOrder("a.md: gone.md", "a.md: b.md#three", "a.md: image.png", "b.md: a.md#two");
    }

    private static Map<Path, Path> repository() throws IOException {
        Map<Path, Path> files = new TreeMap<>();
        try (var found = Files.walk(Path.of(""))) {
            found.filter(file -> !file.startsWith("target") && !file.startsWith(".git") && !file.startsWith("data"))
                    .filter(Files::isRegularFile)
                    .forEach(file -> files.put(file, file));
        }
        return files;
    }

    /** @param files by their paths, which links are relative to */
    private static List<String> deadLinks(Map<Path, Path> files) throws IOException {
        List<String> dead = new ArrayList<>();
        for (var entry : files.entrySet()) {
            var page = entry.getKey();
            if (isPage(page)) {
                for (var link : MarkdownPage.read(entry.getValue()).links()) {
                    if (!leadsSomewhere(page, link, files)) {
                        dead.add("%s: %s".formatted(page, link));
                    }
                }
            }
        }
        return dead;
    }

    /** The README of the distribution is checked where it lies there. */
    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md") && !file.startsWith("src");
    }

    private static boolean leadsSomewhere(Path page, String link, Map<Path, Path> files) throws IOException {
        if (link.matches("[a-z]+:.*")) {
            return true;
        }
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (parts.length == 1) {
            return files.keySet().stream().anyMatch(file -> file.startsWith(target));
        }
        return files.containsKey(target)
                && MarkdownPage.read(files.get(target)).anchors().contains(parts[1]);
    }
}
