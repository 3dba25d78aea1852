package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each source root runs with only the class path that the launcher gives it. {@link ArchitectureTest} checks the classes that each
 * uses, as it has read them.
 */
class SourceRootsTest {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** A source root, compiled into its own folder. */
    enum Root {
        MAIN(List.of("classes"), "runtime"),
        SANDBOX(List.of("sandbox-classes", "classes"), "runtime", "sandbox"),
        BENCH(List.of("bench-classes", "classes"), "runtime", "sandbox", "bench");

        private final List<String> folders;
        private final List<String> lists;

        Root(List<String> folders, String... lists) {
            this.folders = folders;
            this.lists = List.of(lists);
        }

        /** The class path that the launcher assembles. */
        List<Path> classPath() throws IOException {
            List<Path> entries =
                    new ArrayList<>(folders.stream().map(TARGET::resolve).toList());
            for (var list : lists) {
                Stream.of(Files.readString(TARGET.resolve("classpath-" + list)).split(File.pathSeparator))
                        .map(Path::of)
                        .forEach(entries::add);
            }
            return entries;
        }

        /** The class path without the libraries of these tests. */
        URLClassLoader loader() throws IOException {
            var urls = new ArrayList<URL>();
            for (var entry : classPath()) {
                urls.add(url(entry));
            }
            return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        }

        private static URL url(Path entry) throws MalformedURLException {
            return entry.toUri().toURL();
        }
    }

    @Test
    void theSandboxRunsWithoutTestLibraries() throws IOException {
        assertThat(Root.SANDBOX.classPath())
                .allSatisfy(entry -> assertThat(entry).exists())
                .extracting(entry -> entry.getFileName().toString())
                .anyMatch(name -> name.startsWith("s3proxy-"))
                .noneMatch(name -> name.matches(
                        "(junit|camel-test|selenium|jmh|archunit|assertj|awaitility|opentest4j|hamcrest).*"))
                .doesNotContain("test-classes", "bench-classes");
        try (var loader = Root.SANDBOX.loader()) {
            assertThat(List.of(
                            "org.junit.jupiter.api.Test",
                            "org.openqa.selenium.WebDriver",
                            "org.openjdk.jmh.annotations.Benchmark",
                            "com.tngtech.archunit.core.domain.JavaClass",
                            "org.assertj.core.api.Assertions"))
                    .allSatisfy(name -> {
                        assertThat(Class.forName(name)).isNotNull();
                        assertThat(loader.getResource(name.replace('.', '/') + ".class"))
                                .isNull();
                    });
        }
    }

    @Test
    void theJarContainsNeitherSandboxNorBenchmark() throws IOException {
        assertThat(Root.MAIN.classPath())
                .extracting(entry -> entry.getFileName().toString())
                .anyMatch(name -> name.startsWith("camel-main-"))
                .noneMatch(name -> name.matches("(s3proxy|jmh|jackson-dataformat-cbor).*"));
        try (var loader = Root.MAIN.loader()) {
            assertThat(loader.getResource("io/tourbus/Tourbus.class")).isNotNull();
            assertThat(loader.getResource("io/tourbus/sandbox/Sandbox.class")).isNull();
            assertThat(loader.getResource("io/tourbus/bench/Bench.class")).isNull();
        }
    }

    @Test
    void theSandboxRunsAJobWithItsClassPath(@TempDir Path folder) throws IOException, InterruptedException {
        var classPath = Root.SANDBOX.classPath().stream().map(Path::toString).toList();
        var output = folder.resolve("output.txt").toFile();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-Dtourbus.home=" + Path.of("").toAbsolutePath(),
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        "io.tourbus.sandbox.Sandbox",
                        "venue-refresh",
                        "--unlimited",
                        "--venues=10",
                        "--events=10",
                        "--artists=10",
                        "--folder=" + folder.resolve("sandbox"))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(output).content().contains("The stream accepted 10 records");
        assertThat(process.exitValue()).isZero();
    }
}
