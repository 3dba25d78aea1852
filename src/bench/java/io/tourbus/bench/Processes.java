package io.tourbus.bench;

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the processes of the benchmark: the servers, and each measured candidate. */
final class Processes {

    private static final long TIMEOUT_MINUTES = 90;
    private static final long SERVERS_MEGABYTES = 512;
    private static final long SERVERS_BYTES_PER_EVENT = 4_000;
    static final List<String> INHERITED_VARIABLES = List.of("PATH", "HOME", "LANG", "TZ");

    private final Path folder;
    private final List<String> flags;

    /**
     * @param folder for state and output, which are kept after a failure
     * @param flags Java flags for all candidates
     */
    Processes(Path folder, List<String> flags) {
        this.folder = folder;
        this.flags = List.copyOf(flags);
    }

    /** The process with the servers. */
    static final class ServerProcess implements AutoCloseable {

        private final Process process;
        private final BenchServers.Addresses addresses;

        private ServerProcess(Process process) throws IOException {
            this.process = process;
            var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            var line = out.readLine();
            if (line == null) {
                throw new IOException("Cannot start the servers of the benchmark. See the output above.");
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

    /** Starts the servers. @param latencies response times of API, lake and stream in milliseconds */
    ServerProcess servers(int events, long seed, List<Long> latencies) throws IOException {
        var megabytes = SERVERS_MEGABYTES + events * SERVERS_BYTES_PER_EVENT / 1_000_000;
        var arguments = Stream.concat(Stream.of((long) events, seed), latencies.stream())
                .map(String::valueOf)
                .toArray(String[]::new);
        var command = java(List.of("-Xmx%dm".formatted(megabytes)), BenchServers.class, arguments);
        return new ServerProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * Measures a candidate in a new process.
     *
     * @param rounds the number of events of each round
     * @throws IOException if the process fails or does not end; the message names the file with its output
     */
    Measurement measurement(Candidate candidate, BenchServers.Addresses servers, List<Integer> rounds)
            throws IOException, InterruptedException {
        var directory = Files.createTempDirectory(folder, candidate.label());
        var measured = directory.resolve("measured.json");
        var output = directory.resolve("output.txt");
        var events = rounds.stream().map(String::valueOf).collect(Collectors.joining(","));
        var builder = new ProcessBuilder(java(flags, Measurement.class, candidate.label(), events, measured.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(INHERITED_VARIABLES);
        builder.environment().putAll(environment(servers, directory.resolve("state")));
        var process = builder.start();
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("%s does not end. See %s.".formatted(candidate.title(), output));
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "%s fails with exit code %d. See %s.".formatted(candidate.title(), process.exitValue(), output));
        }
        var measurement = Measurement.read(measured);
        delete(directory);
        return measurement;
    }

    /** Deletes the state, which is large for a million records. */
    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static Map<String, String> environment(BenchServers.Addresses servers, Path state) throws IOException {
        var environment = TourbusCrawler.environment(servers, state);
        environment.put(Measurement.STAGE, Measurement.line(servers));
        environment.put("AWS_ACCESS_KEY_ID", "bench");
        environment.put("AWS_SECRET_ACCESS_KEY", "bench");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_ENDPOINT_URL_S3", servers.lake());
        environment.put("AWS_ENDPOINT_URL_KINESIS", servers.stream());
        return environment;
    }

    private static List<String> java(List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-Dtourbus.home=" + System.getProperty("tourbus.home", ""),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
