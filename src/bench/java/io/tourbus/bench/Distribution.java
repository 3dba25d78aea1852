package io.tourbus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** What the packaging made, unpacked as its users unpack it. */
final class Distribution {

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /**
     * @param target where the packaging left it
     * @param folder to be unpacked in
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
            throw new IOException("there is no distribution, or more than one: ./mvnw -B clean -DskipTests package");
        }
        return all.get(0);
    }

    private Path archive() {
        return home.resolve("lib/tourbus.jsa");
    }

    /** Makes the archive of classes, as users do. */
    void shareClasses() throws IOException, InterruptedException {
        var process = start(Map.of(), home.resolve("said.txt"), "share-classes");
        if (process.waitFor() != 0) {
            throw new IOException("no archive: " + Files.readString(home.resolve("said.txt")));
        }
    }

    void forgetClasses() throws IOException {
        Files.deleteIfExists(archive());
    }

    /** @param said what it prints goes there */
    Process start(Map<String, String> environment, Path said, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", home.resolve("bin/tourbus").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().keySet().retainAll(Processes.HANDED_ON);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
