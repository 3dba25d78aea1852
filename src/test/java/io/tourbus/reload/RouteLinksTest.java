package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteLinksTest {

    @TempDir
    private Path home;

    private Path routes;

    @BeforeEach
    void createRoutes() throws IOException {
        routes = Files.createDirectories(home.resolve("routes"));
    }

    @Test
    void linksOfAConfigMapStayInside() throws IOException {
        var version = Files.createDirectories(routes.resolve("..2026_11_28"));
        Files.writeString(version.resolve("a.camel.yaml"), "[]");
        Files.createSymbolicLink(routes.resolve("..data"), Path.of("..2026_11_28"));
        Files.createSymbolicLink(routes.resolve("a.camel.yaml"), Path.of("..data/a.camel.yaml"));
        var linked = Files.createSymbolicLink(home.resolve("linked"), routes);

        assertThat(RouteLinks.leaving(routes)).isEmpty();
        assertThat(RouteLinks.leaving(linked)).isEmpty();
        assertThat(new StableFiles(home.resolve("application.properties"), Map.of(routes, ".camel.yaml"), Set.of())
                        .begin())
                .hasSize(1);
    }

    @Test
    void aLinkToAnotherFolderIsRefused() throws IOException {
        var other = Files.writeString(home.resolve("other.yaml"), "[]");
        var link = Files.createSymbolicLink(routes.resolve("a.camel.yaml"), other);
        var sibling = Files.createDirectories(home.resolve("routes-2"));
        var folder = Files.createSymbolicLink(routes.resolve("..data"), sibling);
        var dangling = Files.createSymbolicLink(routes.resolve("b.camel.yaml"), Path.of("none"));

        assertThat(RouteLinks.leaving(routes)).containsExactly(folder, link).doesNotContain(dangling);
        assertThatThrownBy(new StableFiles(
                        home.resolve("application.properties"), Map.of(routes, ".camel.yaml"), Set.of())::begin)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("outside of its folder");
    }

    @Test
    void withoutRoutesThereAreNoLinks() throws IOException {
        assertThat(RouteLinks.leaving(home.resolve("none"))).isEmpty();
    }
}
