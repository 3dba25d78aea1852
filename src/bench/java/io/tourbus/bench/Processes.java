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

/** Starts stages and trials, each with a Java of its own. */
final class Processes {

    private static final long LONGEST_MINUTES = 90;
    private static final long STAGE_MEGABYTES = 512;
    private static final long STAGE_BYTES_PER_EVENT = 4_000;
    static final List<String> HANDED_ON = List.of("PATH", "HOME", "LANG", "TZ");

    private final Path folder;
    private final List<String> flags;

    /**
     * @param folder for states and output, which stay where something went wrong
     * @param flags of the Java of a trial, the same for every contender
     */
    Processes(Path folder, List<String> flags) {
        this.folder = folder;
        this.flags = List.copyOf(flags);
    }

    /** A stage in a process; ends with it. */
    static final class Opened implements AutoCloseable {

        private final Process process;
        private final Stage.Addresses addresses;

        private Opened(Process process) throws IOException {
            this.process = process;
            var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            var line = out.readLine();
            if (line == null) {
                throw new IOException("the stage does not open: see above");
            }
            this.addresses = Trial.addresses(line);
        }

        Stage.Addresses addresses() {
            return addresses;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** @param latencies in milliseconds, of the API, the lake and the stream */
    Opened stage(int events, long seed, List<Long> latencies) throws IOException {
        var megabytes = STAGE_MEGABYTES + events * STAGE_BYTES_PER_EVENT / 1_000_000;
        var arguments = Stream.concat(Stream.of((long) events, seed), latencies.stream())
                .map(String::valueOf)
                .toArray(String[]::new);
        var command = java(List.of("-Xmx%dm".formatted(megabytes)), Stage.class, arguments);
        return new Opened(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * @param rounds how many events there are in each
     * @throws IOException when the contender does not come to its end, with where it said why
     */
    Trial trial(Contender contender, Stage.Addresses stage, List<Integer> rounds)
            throws IOException, InterruptedException {
        var place = Files.createTempDirectory(folder, contender.letter());
        var measured = place.resolve("measured.json");
        var said = place.resolve("said.txt");
        var events = rounds.stream().map(String::valueOf).collect(Collectors.joining(","));
        var builder = new ProcessBuilder(java(flags, Trial.class, contender.letter(), events, measured.toString()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().keySet().retainAll(HANDED_ON);
        builder.environment().putAll(environment(stage, place.resolve("state")));
        var process = builder.start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("%s does not end, see %s".formatted(contender.title(), said));
        }
        if (process.exitValue() != 0) {
            throw new IOException("%s ends with %d, see %s".formatted(contender.title(), process.exitValue(), said));
        }
        var trial = Trial.read(measured);
        delete(place);
        return trial;
    }

    /** States of a million records are not small. */
    private static void delete(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static Map<String, String> environment(Stage.Addresses stage, Path state) throws IOException {
        var environment = TourbusProgram.environment(stage, state);
        environment.put(Trial.STAGE, Trial.line(stage));
        environment.put("AWS_ACCESS_KEY_ID", "bench");
        environment.put("AWS_SECRET_ACCESS_KEY", "bench");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_ENDPOINT_URL_S3", stage.lake());
        environment.put("AWS_ENDPOINT_URL_KINESIS", stage.stream());
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
