package io.tourbus.bench;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An unpacked distribution of an older version, measured beside this one.
 *
 * @param jar its {@code lib/tourbus.jar}, next to its libraries
 */
record OlderVersion(Path jar) {

    private Path home() {
        return jar.toAbsolutePath().getParent().getParent();
    }

    /** Its own classes and libraries, and those of the benchmark. */
    String classPath() {
        try {
            var bench = Path.of(Bench.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return bench + File.pathSeparator + jar.toAbsolutePath().getParent().resolve("*");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The benchmark does not know where its classes are.", e);
        }
    }

    /** Removes the settings that it does not have, because it would refuse them. */
    void retainKnown(Map<String, String> environment) throws IOException {
        var settings = Files.readString(home().resolve("application.properties"))
                .lines()
                .map(line -> line.split("=")[0].replaceFirst("^#", "").strip())
                .map(TourbusCrawler::variable)
                .collect(Collectors.toSet());
        environment.keySet().removeIf(name -> name.startsWith("TOURBUS_") && !settings.contains(name));
    }

    /** Its own Java flags, and its folder for the routes. */
    List<String> options(List<String> otherwise) throws IOException {
        var own = home().resolve("jvm.options");
        var flags = new ArrayList<>(Files.isReadable(own) ? JavaFlags.read(own) : otherwise);
        flags.add("-Dtourbus.home=" + home());
        return flags;
    }
}
