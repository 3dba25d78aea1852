package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher {@code ./tourbus} of a built clone, with a fake Java that prints its arguments. */
class LauncherTest {

    private static final String OUT_OF_MEMORY =
            "-XX:OnOutOfMemoryError=(kill -USR1 %p && sleep 9 && kill -KILL %p) > /dev/null 2>&1 &";

    @TempDir
    private Path folder;

    private Path clone;

    @BeforeEach
    void createClone() throws IOException {
        clone = Files.createDirectories(folder.toRealPath().resolve("a clone"));
        Files.copy(Path.of("tourbus"), clone.resolve("tourbus"));
        Files.createFile(clone.resolve("pom.xml"));
        for (var root : List.of("main", "sandbox", "bench")) {
            Files.createDirectories(clone.resolve("src").resolve(root));
        }
        var target = Files.createDirectories(clone.resolve("target"));
        for (var list : List.of("runtime", "sandbox", "bench")) {
            Files.writeString(target.resolve("classpath-" + list), "/lib/" + list + ".jar");
        }
        Files.createFile(target.resolve("built"));
        var java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private List<String> start(Path launcher, String... arguments) throws IOException, InterruptedException {
        return start(launcher, Map.of(), arguments);
    }

    private List<String> start(Path launcher, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, "output", ".txt");
        var builder = new ProcessBuilder(Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "TOURBUS_HOME"));
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        var process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(output);
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of(
                        List.of("run", "daily"),
                        List.of("classes"),
                        List.of("runtime"),
                        List.of("io.tourbus.Tourbus", "run", "daily")),
                Arguments.of(
                        List.of("sandbox", "--events", "5"),
                        List.of("sandbox-classes", "classes"),
                        List.of("runtime", "sandbox"),
                        List.of("io.tourbus.sandbox.Sandbox", "--events", "5")),
                Arguments.of(
                        List.of("bench", "start"),
                        List.of("bench-classes", "classes"),
                        List.of("runtime", "sandbox", "bench"),
                        List.of("io.tourbus.bench.Bench", "start")),
                Arguments.of(
                        List.of("bench", "micro", "-f", "3"),
                        List.of("bench-classes", "classes"),
                        List.of("runtime", "sandbox", "bench"),
                        List.of("io.tourbus.bench.MicroBenchmarks", "-f", "3")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void aCommandGetsOnlyItsClassPath(
            List<String> arguments, List<String> classes, List<String> libraries, List<String> program)
            throws IOException, InterruptedException {
        var classPath = String.join(
                ":",
                Stream.concat(
                                classes.stream().map(one -> clone + "/target/" + one),
                                libraries.stream().map(one -> "/lib/" + one + ".jar"))
                        .toList());

        assertThat(start(clone.resolve("tourbus"), arguments.toArray(String[]::new)))
                .isEqualTo(Stream.concat(
                                Stream.of(
                                        OUT_OF_MEMORY,
                                        "@" + clone + "/jvm.options",
                                        "-Dtourbus.home=" + clone,
                                        "-Dtourbus.terminal=false",
                                        "-cp",
                                        classPath),
                                program.stream())
                        .toList());
    }

    @Test
    void theLauncherFollowsSymbolicLinks() throws IOException, InterruptedException {
        var bin = Files.createDirectories(folder.resolve("home/bin"));
        var absolute = Files.createSymbolicLink(bin.resolve("tourbus-main"), clone.resolve("tourbus"));
        var relative = Files.createSymbolicLink(bin.resolve("tourbus"), absolute.getFileName());
        var folderLink = Files.createSymbolicLink(folder.resolve("linked"), Path.of("home/bin"));

        for (var launcher : List.of(absolute, relative, folderLink.resolve("tourbus"), Path.of("linked/tourbus"))) {
            assertThat(start(launcher, "--version"))
                    .as(launcher.toString())
                    .contains("-Dtourbus.home=" + clone, "@" + clone + "/jvm.options");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tourbus", "src/main/assembly/bin/tourbus"})
    void withoutALocaleJavaGetsOneWithUtf8(String launcher) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("jdk/bin/java"), "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\n");
        var installed = Files.createDirectories(clone.resolve("bin")).resolve("tourbus");
        Files.copy(Path.of(launcher), installed);
        Files.createFile(Files.createDirectories(clone.resolve("lib")).resolve("tourbus.jar"));
        var path = launcher.equals("tourbus") ? clone.resolve("tourbus") : installed;

        assertThat(start(path, Map.of("LC_ALL", "C"))).containsExactly("LC_ALL=C.UTF-8");
        assertThat(start(path, Map.of("LC_ALL", "no_SUCH.UTF-8"))).contains("LC_ALL=C.UTF-8");
        assertThat(start(path, locale("UTF-8"))).as("another UTF-8 locale").containsExactly("LC_ALL=xx_XX");
        assertThat(start(path, locale("ISO-8859-1")))
                .as("arguments in another character set")
                .containsExactly("LC_ALL=xx_XX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tourbus", "src/main/assembly/bin/tourbus"})
    void jarsThatAnInstallationAddsAreOnTheClassPath(String launcher) throws IOException, InterruptedException {
        var bin = Files.createDirectories(clone.resolve("bin")).resolve("tourbus");
        Files.copy(Path.of(launcher), bin);
        var path = launcher.equals("tourbus") ? clone.resolve("tourbus") : bin;
        var extra = Files.createDirectories(clone.resolve("lib/extra"));
        Files.createFile(clone.resolve("lib/tourbus.jar"));

        assertThat(start(path, "--version")).noneMatch(line -> line.contains("extra"));

        Files.createFile(extra.resolve("camel-kafka.jar"));
        Files.createFile(extra.resolve("kafka-clients.jar"));
        assertThat(start(path, "--version"))
                .filteredOn(line -> line.contains("extra"))
                .singleElement()
                .asString()
                .contains(".jar:" + extra.resolve("camel-kafka.jar") + ":" + extra.resolve("kafka-clients.jar"))
                .doesNotContain("*");
    }

    /** A locale with this character set, and a fake {@code locale} that knows it. */
    private Map<String, String> locale(String charset) throws IOException {
        var program = Files.createDirectories(folder.resolve(charset)).resolve("locale");
        Files.writeString(program, "#!/bin/sh\necho " + charset + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return Map.of("LC_ALL", "xx_XX", "PATH", program.getParent() + ":" + System.getenv("PATH"));
    }

    @Test
    void theLauncherBuildsChangedSources() throws IOException, InterruptedException {
        var wrapper = clone.resolve("mvnw");
        Files.writeString(wrapper, "#!/bin/sh\necho \"built with $*\"\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        Files.delete(clone.resolve("target/built"));

        assertThat(start(clone.resolve("tourbus"), "--version")).anyMatch(line -> line.startsWith("built with "));
        assertThat(start(clone.resolve("tourbus"), "--version")).noneMatch(line -> line.startsWith("built with "));
    }
}
