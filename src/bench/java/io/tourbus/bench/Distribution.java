package io.tourbus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The unpacked distribution of Tourbus, started like a user starts it. */
final class Distribution {

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /**
     * Unpacks the distribution.
     *
     * @param target the folder with the ZIP file of the build
     * @param folder the folder to unpack it in
     */
    static Distribution unpack(Path target, Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(target, "tourbus-*-dist.zip");
                var zip = new ZipFile(only(files).toFile())) {
            for (var entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                var file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file);
            }
            return new Distribution(folder.resolve(
                    zip.stream().findFirst().orElseThrow().getName().split("/")[0]));
        }
    }

    private static Path only(Iterable<Path> files) throws IOException {
        var all = new ArrayList<Path>();
        files.forEach(all::add);
        if (all.size() != 1) {
            throw new IOException(
                    "Found %d distributions. Run ./mvnw -B clean -DskipTests package.".formatted(all.size()));
        }
        return all.get(0);
    }

    /** The files that `share-classes` creates with the Java of this process. */
    List<Path> archives() {
        var extension = Runtime.version().feature() < 25 ? "jsa" : "aot";
        return Stream.of("tourbus", "warehouse")
                .map(name -> home.resolve("lib/%s.%s".formatted(name, extension)))
                .toList();
    }

    /** Creates the archives for class data sharing. */
    void shareClasses() throws IOException, InterruptedException {
        var process = start(Map.of(), home.resolve("output.txt"), "share-classes");
        if (process.waitFor() != 0) {
            throw new IOException("share-classes failed: " + Files.readString(home.resolve("output.txt")));
        }
    }

    void deleteArchives() throws IOException {
        for (var archive : archives()) {
            Files.deleteIfExists(archive);
        }
    }

    /** @param output the file for the output of the process */
    Process start(Map<String, String> environment, Path output, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", home.resolve("bin/tourbus").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(Processes.INHERITED_VARIABLES);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
