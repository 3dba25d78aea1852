package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an older version is started. */
class OlderVersionTest {

    @TempDir
    private Path folder;

    private OlderVersion older;

    @BeforeEach
    void unpack() throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        Files.writeString(folder.resolve("application.properties"), "# Settings\ntourbus.stream.cbor = auto\n");
        older = new OlderVersion(folder.resolve("lib/tourbus.jar"));
    }

    @Test
    void settingsThatItDoesNotHaveAreLeftOut() throws IOException {
        Map<String, String> environment =
                new HashMap<>(Map.of("TOURBUS_STREAM_CBOR", "true", "TOURBUS_NEWER", "1", "AWS_REGION", "us-east-1"));
        older.retainKnown(environment);

        assertThat(environment).containsOnlyKeys("TOURBUS_STREAM_CBOR", "AWS_REGION");
    }

    @Test
    void itHasItsOwnJavaFlagsAndLibraries() throws IOException {
        assertThat(older.options(List.of("-Xmx9m"))).containsExactly("-Xmx9m", "-Dtourbus.home=" + folder);
        Files.writeString(folder.resolve("jvm.options"), "# why\n-Xmx1g\n\n-Xms1m\n");

        assertThat(older.options(List.of("-Xmx9m"))).containsExactly("-Xmx1g", "-Xms1m", "-Dtourbus.home=" + folder);
        assertThat(older.classPath())
                .endsWith(File.pathSeparator + folder.resolve("lib").resolve("*"));
    }
}
