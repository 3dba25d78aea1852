package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The size of the web page, without compression. */
class PageSizeTest {

    private static final Path PAGE = Path.of("src", "main", "resources", "io", "tourbus", "page");
    private static final int BUDGET = 150_000;

    @Test
    void thePageIsSmall() throws IOException {
        List<Path> files;
        try (var all = Files.list(PAGE)) {
            files = all.filter(file -> file.toString().matches(".*\\.(html|css|js|svg)"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(5);
        long bytes = 0;
        for (var file : files) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(BUDGET);
    }

    /** Otherwise the browser finds modules one after the other, and the first view is late. */
    @Test
    void allModulesAreLoadedAtOnce() throws IOException {
        var index = Files.readString(PAGE.resolve("index.html"));
        List<String> modules;
        try (var all = Files.list(PAGE)) {
            modules = all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".js") && !name.equals("app.js"))
                    .toList();
        }
        assertThat(modules)
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(index).contains("<link rel=\"modulepreload\" href=\"%s\" />".formatted(name)));
    }
}
