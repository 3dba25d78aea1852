package io.tourbus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The archive for AWS Lambda runs on every platform, so it contains no native code. */
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

    private static List<String> groups(Pattern pattern, Path file) throws IOException {
        return Stream.of(Files.readString(file))
                .flatMap(text -> pattern.matcher(text).results())
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }
}
