package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.Tourbus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Starts the processes of the benchmark: the servers, and each measured candidate. */
final class Processes {

    private static final long TIMEOUT_MINUTES = 90;
    private static final long SERVERS_MEGABYTES = 512;
    private static final long SERVERS_BYTES_PER_EVENT = 4_000;
    static final List<String> INHERITED_VARIABLES = List.of("PATH", "HOME", "LANG", "TZ");

    private final Path folder;
    private final List<String> flags;
    private final Optional<PythonPeer> python;
    private final Optional<OlderVersion> older;

    /**
     * @param folder for state and output, which are kept after a failure
     * @param flags Java flags for all candidates in Java
     */
    Processes(Path folder, List<String> flags, Optional<PythonPeer> python, Optional<OlderVersion> older) {
        this.folder = folder;
        this.flags = List.copyOf(flags);
        this.python = python;
        this.older = older;
    }

    /** The process with the servers. */
    static final class ServerProcess implements AutoCloseable {

        private final Process process;
        private final BenchServers.Addresses addresses;

        private ServerProcess(Process process, Path errors) throws IOException, InterruptedException {
            this.process = process;
            var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            var line = out.readLine();
            if (line == null) {
                throw new IOException("The servers of the benchmark do not start (exit code %d): %s"
                        .formatted(process.waitFor(), Files.readString(errors).strip()));
            }
            this.addresses = Measurement.addresses(line);
        }

        BenchServers.Addresses addresses() {
            return addresses;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** Starts the servers. */
    ServerProcess servers(BenchServers.Offer offer) throws IOException, InterruptedException {
        var megabytes = SERVERS_MEGABYTES + offer.entities() * SERVERS_BYTES_PER_EVENT / 1_000_000;
        return servers(offer, List.of("-Xmx%dm".formatted(megabytes)));
    }

    ServerProcess servers(BenchServers.Offer offer, List<String> options) throws IOException, InterruptedException {
        var command = new ArrayList<>(java(options, System.getProperty("java.class.path")));
        command.addAll(List.of(BenchServers.class.getName(), new ObjectMapper().writeValueAsString(offer)));
        var errors = Files.createTempFile(folder, "servers", ".txt");
        var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new ServerProcess(process, errors);
    }

    /** Whether a candidate can be measured here. */
    boolean has(Candidate candidate) {
        return candidate.inPython() ? python.isPresent() : candidate != Candidate.OLD || older.isPresent();
    }

    /**
     * Measures a candidate in a new process, with an empty state.
     *
     * @param rounds the number of entities of each round
     * @throws IOException if the process fails or does not end; the message names the file with its output
     */
    Measurement measurement(Candidate candidate, BenchServers.Addresses servers, List<Integer> rounds)
            throws IOException, InterruptedException {
        var directory = Files.createTempDirectory(folder, candidate.label());
        var environment = candidate == Candidate.TOURBUS ? OpenCrawler.FULL : Map.<String, String>of();
        var measurement = measurement(candidate, servers, rounds, directory, environment);
        delete(directory);
        return measurement;
    }

    /** @param directory for output and the state, which remain @param environment further variables */
    Measurement measurement(
            Candidate candidate,
            BenchServers.Addresses servers,
            List<Integer> rounds,
            Path directory,
            Map<String, String> environment)
            throws IOException, InterruptedException {
        var measured = directory.resolve("measured.json");
        var output = directory.resolve("output.txt");
        var builder = new ProcessBuilder(command(candidate, servers, rounds, measured))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(INHERITED_VARIABLES);
        builder.environment().putAll(environment(servers, directory.resolve("state")));
        builder.environment().putAll(environment);
        if (candidate == Candidate.OLD) {
            older.orElseThrow().retainKnown(builder.environment());
        }
        var process = builder.start();
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("%s does not end. See %s.".formatted(candidate.title(), output));
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "%s fails with exit code %d. See %s.".formatted(candidate.title(), process.exitValue(), output));
        }
        return Measurement.read(measured);
    }

    private List<String> command(
            Candidate candidate, BenchServers.Addresses servers, List<Integer> rounds, Path measured)
            throws IOException {
        var entities = rounds.stream().map(String::valueOf).collect(Collectors.joining(","));
        if (candidate.inPython()) {
            return python.orElseThrow().command(candidate, entities, measured);
        }
        var old = candidate == Candidate.OLD;
        List<String> options = new ArrayList<>(old ? older.orElseThrow().options(flags) : flags);
        servers.certificate().map(ServerCertificate::javaOptions).ifPresent(options::addAll);
        var command = new ArrayList<>(
                java(options, old ? older.orElseThrow().classPath() : System.getProperty("java.class.path")));
        command.addAll(List.of(Measurement.class.getName(), candidate.label(), entities, measured.toString()));
        return command;
    }

    /** Starts Tourbus from the classes of the clone. @param directory with the state of a measurement */
    Process start(BenchServers.Addresses servers, Path directory, Path output, String... arguments) throws IOException {
        List<String> options = new ArrayList<>(flags);
        servers.certificate().map(ServerCertificate::javaOptions).ifPresent(options::addAll);
        var command = new ArrayList<>(java(options, System.getProperty("java.class.path")));
        command.add(Tourbus.class.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(INHERITED_VARIABLES);
        builder.environment().putAll(environment(servers, directory.resolve("state")));
        builder.environment().putAll(ServedRuns.create().environment());
        return builder.start();
    }

    /** Deletes the state, which is large for a million records. */
    static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static Map<String, String> environment(BenchServers.Addresses servers, Path state) throws IOException {
        var environment = TourbusCrawler.environment(servers, state);
        environment.put(Measurement.STAGE, Measurement.line(servers));
        servers.certificate()
                .ifPresent(
                        used -> environment.put("BENCH_CERTIFICATE", used.pem().toString()));
        environment.put("AWS_ACCESS_KEY_ID", "bench");
        environment.put("AWS_SECRET_ACCESS_KEY", "bench");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_ENDPOINT_URL_S3", servers.lake());
        environment.put("AWS_ENDPOINT_URL_KINESIS", servers.stream());
        return environment;
    }

    /** The variables for a launcher script, which passes the Java options of the user on to Java. */
    static Map<String, String> launcherEnvironment(BenchServers.Addresses servers, Path state) throws IOException {
        var environment = environment(servers, state);
        servers.certificate()
                .ifPresent(used -> environment.put("JDK_JAVA_OPTIONS", String.join(" ", used.javaOptions())));
        return environment;
    }

    private static List<String> java(List<String> options, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dtourbus.home=" + System.getProperty("tourbus.home", ""));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        return command;
    }
}
