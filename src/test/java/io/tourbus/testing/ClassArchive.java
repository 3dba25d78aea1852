package io.tourbus.testing;

import io.tourbus.Tourbus;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * A class archive for {@link TourbusProcess}, which makes a start take half of the time. It is written once per build, next to
 * the compiled classes, by the first test process that needs it. Test processes that start meanwhile do without.
 */
final class ClassArchive {

    private static final List<String> CLASS_PATH =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    private final Path classes;
    private final Path jar;
    private final Path archive;

    private ClassArchive(Path classes, Path folder, long version) {
        this.classes = classes;
        this.jar = folder.resolve("tourbus-%d.jar".formatted(version));
        this.archive = folder.resolve("tourbus-%d.jsa".formatted(version));
    }

    /** Options of Java: the class path, and the archive if there is one. */
    static List<String> options() throws IOException {
        var found = find();
        found.writeIfMissing();
        return Files.exists(found.archive) && Files.size(found.archive) > 0
                ? List.of("-XX:SharedArchiveFile=" + found.archive, "-cp", found.jarsBeforeFolders())
                : List.of("-cp", String.join(File.pathSeparator, CLASS_PATH));
    }

    private static ClassArchive find() throws IOException {
        try {
            var classes = Path.of(Tourbus.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            var folder = Files.createDirectories(classes.resolveSibling("class-archive"));
            return new ClassArchive(classes, folder, newest(classes));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static long newest(Path classes) throws IOException {
        try (var files = Files.walk(classes)) {
            return files.mapToLong(file -> file.toFile().lastModified()).max().orElseThrow();
        }
    }

    /** Java archives only classes of jars, and ignores an archive unless the class path begins with these jars. */
    private String jarsBeforeFolders() {
        var folders = CLASS_PATH.stream().filter(entry -> !entry.endsWith(".jar"));
        return Stream.concat(Stream.of(jars()), folders).collect(Collectors.joining(File.pathSeparator));
    }

    private String jars() {
        var others = CLASS_PATH.stream().filter(entry -> entry.endsWith(".jar"));
        return Stream.concat(Stream.of(jar.toString()), others).collect(Collectors.joining(File.pathSeparator));
    }

    private void writeIfMissing() throws IOException {
        try (var lock = FileChannel.open(
                        jar.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.tryLock()) {
            if (held != null && Files.notExists(archive)) {
                deleteOlder();
                writeJar();
                writeArchive();
            }
        }
    }

    private void deleteOlder() throws IOException {
        try (var files = Files.newDirectoryStream(jar.getParent(), "tourbus-*")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }

    private void writeJar() throws IOException {
        try (var files = Files.walk(classes);
                var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (var file : files.filter(file -> !file.equals(classes)).toList()) {
                var name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                if (Files.isDirectory(file)) {
                    // Flyway lists its migrations by the entry of their folder.
                    out.putNextEntry(new ZipEntry(name + "/"));
                } else {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(file, out);
                }
            }
        }
    }

    /** Runs a job in a process that writes the classes it has loaded. */
    private void writeArchive() throws IOException {
        var folder = Files.createTempDirectory(jar.getParent(), "run");
        var written = folder.resolve("tourbus.jsa");
        var size = new Catalogue.Size(1, 10, 10, 10, LocalDate.now(ZoneOffset.UTC));
        try (var servers = new SandboxServers(new Catalogue(size), folder.resolve("lake"), 0)) {
            List<String> command = new ArrayList<>(TourbusProcess.javaWithoutClasses());
            command.addAll(List.of(
                    "-XX:ArchiveClassesAtExit=" + written,
                    // Java 17 fails to write the classes of the native library.
                    "-Dtourbus.native-crypto=false",
                    "-cp",
                    jars(),
                    "-Dtourbus.home=" + Path.of("").toAbsolutePath(),
                    Tourbus.class.getName(),
                    "run",
                    "daily"));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.txt").toFile());
            builder.environment().putAll(servers.environment());
            // Each country adds requests, but no classes.
            builder.environment().put("TOURBUS_TICKETMASTER_COUNTRIES", "US");
            builder.environment()
                    .put("TOURBUS_STATE_FOLDER", folder.resolve("state").toString());
            builder.start().onExit().join();
        }
        if (Files.exists(written)) {
            Files.move(written, archive);
        } else {
            // This Java cannot write one. No other process tries again.
            Files.createFile(archive);
        }
    }
}
