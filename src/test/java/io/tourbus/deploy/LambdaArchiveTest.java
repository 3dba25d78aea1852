package io.tourbus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The archives for AWS Lambda do not depend on the platform of the build: one contains no native code, the other DuckDB for both
 * processors.
 */
class LambdaArchiveTest {

    private static final Pattern EXCLUDED = Pattern.compile("<exclude>([^<:]+):([^<]+)</exclude>");
    private static final Pattern CLASSIFIER = Pattern.compile(
            "<groupId>([^<]+)</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*<version>[^<]+</version>\\s*<classifier>");

    @Test
    void theArchiveContainsNoLibraryOfAPlatform() throws IOException {
        var excluded = groups(EXCLUDED, Path.of("src/main/assembly/lambda.xml"));
        var platform = groups(CLASSIFIER, Path.of("pom.xml"));

        assertThat(platform).contains("org.duckdb", "software.amazon.cryptools");
        assertThat(excluded).containsAll(platform);
    }

    @Test
    void theArchiveDoesNotContainTheLibrariesOfTheWarehouse() throws IOException {
        assertThat(groups(EXCLUDED, Path.of("src/main/assembly/lambda.xml")))
                .contains("org.apache.iceberg", "org.apache.avro", "org.roaringbitmap");
    }

    @Test
    void theArchiveOfTheWarehouseContainsDuckDbForBothProcessors() throws IOException {
        var descriptor = Path.of("src/main/assembly/warehouse-lambda.xml");
        var copied = Files.readString(Path.of("pom.xml"))
                .replaceAll("(?s).*<id>duckdb-of-lambda</id>(.*?)</execution>.*", "$1");

        assertThat(groups(EXCLUDED, descriptor))
                .containsAll(groups(CLASSIFIER, Path.of("pom.xml")))
                .doesNotContain("org.apache.iceberg", "org.apache.avro", "org.roaringbitmap");
        assertThat(copied)
                .contains("<classifier>linux_amd64</classifier>", "<classifier>linux_arm64</classifier>")
                .contains("<outputDirectory>${project.build.directory}/duckdb</outputDirectory>");
        assertThat(Files.readString(descriptor)).contains("<directory>${project.build.directory}/duckdb</directory>");
    }

    private static List<String> groups(Pattern pattern, Path file) throws IOException {
        return Stream.of(Files.readString(file))
                .flatMap(text -> pattern.matcher(text).results())
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }
}
