package io.tourbus.state;

import io.tourbus.testing.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server for tests, started from installed binaries, with its data in a temporary directory. */
public final class PostgresCluster implements AutoCloseable {

    public static final String USER = "tourbus";

    private static final int TIMEOUT_SECONDS = 60;

    private final Path binaries;
    private final Path folder;
    private final int port;

    private PostgresCluster(Path binaries, Path folder, int port) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a server; empty if PostgreSQL is not installed. Fails if it is installed and does not start. */
    public static Optional<PostgresCluster> start() {
        return binaries().map(PostgresCluster::start);
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    @Override
    public void close() {
        run("pg_ctl", "stop", "-D", data(), "-m", "immediate", "-w");
        delete(folder);
    }

    private static PostgresCluster start(Path binaries) {
        try {
            var folder = Files.createTempDirectory("tourbus-postgres");
            if (isRoot()) {
                own(folder);
            }
            var cluster = new PostgresCluster(binaries, folder, FreePort.find());
            if (!cluster.start(cluster.port)) {
                throw new AssertionError("PostgreSQL in %s does not start: see %s".formatted(binaries, folder));
            }
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean start(int port) {
        var options = "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off".formatted(port);
        return run("initdb", "-D", data(), "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-sync")
                && run(
                        "pg_ctl",
                        "start",
                        "-D",
                        data(),
                        "-w",
                        "-l",
                        folder.resolve("log").toString(),
                        "-o",
                        options);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private boolean run(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "nobody", "--"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        return succeeds(command, folder);
    }

    private static boolean succeeds(List<String> command, Path folder) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<Path> binaries() {
        return Stream.concat(versions(), path())
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }

    private static Stream<Path> versions() {
        var versions = new File("/usr/lib/postgresql").listFiles();
        return versions == null
                ? Stream.empty()
                : Arrays.stream(versions)
                        .sorted(Comparator.reverseOrder())
                        .map(version -> version.toPath().resolve("bin"));
    }

    private static Stream<Path> path() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
    }

    /** Tests in containers often run as root, but PostgreSQL refuses to. */
    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void own(Path folder) throws IOException {
        var nobody = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(folder, nobody);
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            // The remaining files are in a temporary directory.
        }
    }
}
