package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The distribution that this build has made. */
@Tag("distribution")
class DistributionIT {

    /** One of them can be a variant for a platform, such as {@code duckdb_jdbc-1.5.5.1-linux_amd64.jar}. */
    private static String jar(String name, String version) {
        return "%s-%s(-[a-z0-9_-]+)?\\.jar".formatted(name.replace(".", "\\."), version.replace(".", "\\."));
    }

    private static ZipFile distribution() throws IOException {
        try (var files = Files.newDirectoryStream(Path.of("target"), "tourbus-*-dist.zip")) {
            return new ZipFile(files.iterator().next().toFile());
        }
    }

    @Test
    void theBillOfMaterialsListsAllLibrariesWithTheirVersions() throws IOException {
        try (var zip = distribution()) {
            var names = zip.stream().map(entry -> entry.getName()).toList();
            var bom = new ObjectMapper()
                    .readTree(zip.getInputStream(zip.getEntry(names.stream()
                            .filter(name -> name.endsWith("/bom.json"))
                            .findFirst()
                            .orElseThrow())));
            var listed = StreamSupport.stream(bom.path("components").spliterator(), false)
                    .map(library -> jar(
                            library.path("name").asText(),
                            library.path("version").asText()))
                    .toList();
            List<String> jars = names.stream()
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .filter(name -> !name.equals("tourbus.jar"))
                    .toList();

            assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
            assertThat(jars)
                    .hasSizeGreaterThan(100)
                    .allSatisfy(name -> assertThat(listed)
                            .filteredOn(name::matches)
                            .as(name)
                            .hasSize(1));
            assertThat(listed).hasSameSizeAs(jars);
        }
    }
}
