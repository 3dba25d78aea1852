package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tourbus.cli.TourbusCommand;
import io.tourbus.estimate.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tourbus bench}: compares Tourbus with other programs on this machine. */
@Command(
        name = "tourbus bench",
        description =
                "Compare Tourbus with a minimal program in Java, one in Python and its predecessor on this machine.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footer = {
            "",
            "Examples:",
            "  tourbus bench",
            "  tourbus bench compare --events 20000 --repetitions 1",
            "  tourbus bench compare --artists 6000",
            "  tourbus bench steady --events 55000",
            "  tourbus bench growth --sizes 10000,100000 --json growth.json"
        })
public final class Bench implements Callable<Integer> {

    /** The measurements to choose from. */
    enum Part {
        compare,
        steady,
        growth,
        start,
        all
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PART",
            arity = "0..1",
            defaultValue = "all",
            description = "compare (speed and cost), steady (runs without changes), growth, start, or all")
    private Part part;

    @Option(names = "--events", defaultValue = "50000", description = "events in a comparison and in an unchanged run")
    private int events;

    @Option(
            names = "--artists",
            defaultValue = "0",
            description = "compare and steady read this number of artists of Spotify instead of events")
    private int artists;

    @Option(names = "--repetitions", defaultValue = "3", description = "how often each program is measured, in turn")
    private int repetitions;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "runs per process: the first is cold, the last is warm")
    private int rounds;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "10000,100000,1000000",
            description = "events in the runs of growth; a million needs 5 GB of memory")
    private List<Integer> sizes;

    @Option(
            names = "--java",
            split = " ",
            description = "Java flags of each program in Java; by default, those of jvm.options",
            showDefaultValue = Help.Visibility.NEVER)
    private List<String> flags;

    @Option(names = "--seed", defaultValue = "1", description = "the same seed gives the same events and artists")
    private long seed;

    @Option(
            names = "--latency",
            split = ",",
            defaultValue = "0,0,0",
            description = "response times of the API, the lake and the stream in milliseconds")
    private List<Long> latencies;

    @Option(names = "--plain", description = "HTTP instead of TLS, and API responses without gzip")
    private boolean plain;

    @Option(
            names = "--jar",
            description = "compare also measures an older version: lib/tourbus.jar of its unpacked distribution")
    private Path jar;

    @Option(
            names = "--idle-runs",
            defaultValue = "0",
            description = "start also measures the idle memory after this number of runs")
    private int idleRuns;

    @Option(names = "--json", description = "write the results to this file as JSON, with the values of each round")
    private Path json;

    private final Map<String, Object> found = new LinkedHashMap<>();

    private Path folder;
    private Processes processes;
    private Optional<ServerCertificate> certificate;

    public static void main(String[] arguments) {
        System.exit(
                TourbusCommand.withErrorHandling(new CommandLine(new Bench())).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        if (flags == null) {
            flags = JavaFlags.read(home().resolve("jvm.options"));
        }
        folder = Files.createTempDirectory("tourbus-bench");
        certificate = plain ? Optional.empty() : Optional.of(ServerCertificate.create(folder));
        processes = new Processes(
                folder, flags, PythonPeer.find(), Optional.ofNullable(jar).map(OlderVersion::new));
        found.put("machine", Machine.here());
        found.put("flags", flags);
        found.put("latency_millis", latencies);
        found.put("tls_and_gzip", !plain);
        say("%s, %s, latency %s ms, %s"
                .formatted(
                        Machine.here(),
                        String.join(" ", flags),
                        latencies,
                        plain ? "plain HTTP" : "TLS, gzip responses"));
        var problem = measure();
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), found);
        }
        if (problem.isEmpty()) {
            Processes.delete(folder);
            return 0;
        }
        spec.commandLine().getErr().println(problem.get());
        return 1;
    }

    /** Returns the first problem with the results, after which the other parts are not measured. */
    private Optional<String> measure() throws IOException, InterruptedException {
        var problem = includes(Part.compare) ? compare() : Optional.<String>empty();
        if (problem.isEmpty() && includes(Part.steady)) {
            problem = stay();
        }
        if (problem.isEmpty() && includes(Part.growth)) {
            problem = grow();
        }
        if (problem.isEmpty() && includes(Part.start)) {
            launch();
        }
        return problem;
    }

    private boolean includes(Part other) {
        return part == other || part == Part.all;
    }

    private static Path home() {
        return Path.of(System.getProperty("tourbus.home", "."));
    }

    private void check() {
        if (Set.copyOf(sizes).size() < 2 || sizes.stream().anyMatch(size -> size < 1)) {
            throw new ParameterException(spec.commandLine(), "--sizes needs at least two numbers above 0.");
        }
        if (Math.min(events, Math.min(repetitions, rounds)) < 1) {
            throw new ParameterException(spec.commandLine(), "--events, --repetitions and --rounds must be above 0.");
        }
        if (Math.min(artists, idleRuns) < 0) {
            throw new ParameterException(spec.commandLine(), "--artists and --idle-runs must not be negative.");
        }
        if (latencies.size() != 3) {
            throw new ParameterException(spec.commandLine(), "--latency needs three numbers, such as 150,30,15.");
        }
        if (jar != null && !Files.isReadable(jar)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--jar does not exist: %s. Unpack the distribution of that version, and name its lib/tourbus.jar."
                            .formatted(jar));
        }
    }

    private Processes.ServerProcess servers(int size, boolean onlyArtists) throws IOException, InterruptedException {
        return processes.servers(new BenchServers.Offer(
                size,
                onlyArtists,
                seed,
                latencies,
                certificate.map(used -> used.folder().toString()).orElse(null)));
    }

    private Processes.ServerProcess servers() throws IOException, InterruptedException {
        return servers(entities(), artists > 0);
    }

    private int entities() {
        return artists > 0 ? artists : events;
    }

    private List<Integer> sameRounds() {
        return Collections.nCopies(rounds, entities());
    }

    private String what() {
        return "%,d %s, medians of %d, in turn:".formatted(entities(), artists > 0 ? "artists" : "events", repetitions);
    }

    private Optional<String> compare() throws IOException, InterruptedException {
        var candidates = Stream.of(
                        Candidate.TOURBUS, Candidate.FLOOR, Candidate.PREDECESSOR, Candidate.PYTHON, Candidate.OLD)
                .filter(processes::has)
                .toList();
        if (!processes.has(Candidate.PYTHON)) {
            say("", PythonPeer.MISSING);
        }
        Map<Candidate, List<Measurement>> measurements = new EnumMap<>(Candidate.class);
        try (var servers = servers()) {
            for (int repetition = 0; repetition < repetitions; repetition++) {
                for (var candidate : candidates) {
                    measurements
                            .computeIfAbsent(candidate, none -> new ArrayList<>())
                            .add(processes.measurement(candidate, servers.addresses(), sameRounds()));
                }
            }
        }
        var comparison = new Comparison(measurements);
        var cost = CostTable.of(Prices.read(), comparison);
        found.put("comparison", comparison.numbers());
        found.put("cost", cost.numbers());
        found.put("prices", Prices.read());
        found.put("trials", measurements);
        say("", what(), "");
        say(comparison.table().toArray(String[]::new));
        say("");
        say(cost.lines().toArray(String[]::new));
        return OutputCheck.problem(measurements);
    }

    private Optional<String> stay() throws IOException, InterruptedException {
        try (var servers = servers()) {
            var steady = Steady.of(processes, servers.addresses(), folder, sameRounds(), repetitions);
            found.put("steady", steady);
            say("", "Unchanged runs of (a), " + what(), "");
            say(steady.table().toArray(String[]::new));
            return steady.problem();
        }
    }

    private Optional<String> grow() throws IOException, InterruptedException {
        var growing = Growth.rounds(sizes, repetitions);
        var largest = growing.get(growing.size() - 1);
        try (var servers = servers(largest, false)) {
            var directory = Files.createTempDirectory(folder, "growth");
            var measurement =
                    processes.measurement(Candidate.TOURBUS, servers.addresses(), growing, directory, Map.of());
            var ready = StartupTimes.ready(
                    (state, output, arguments) -> processes.start(servers.addresses(), state, output, arguments),
                    directory);
            var growth = Growth.of(measurement.rounds());
            found.put("growth", growth);
            found.put("growth_trial", measurement);
            found.put("ready_seconds_with_state", ready);
            say("", "Growth of (a):", "");
            say(growth.table().toArray(String[]::new));
            say("resident, peak: %,d MiB".formatted(measurement.warm().residentBytes() >> 20));
            say("`serve` is ready after %.2f s with the state of %,d records, without shared classes"
                    .formatted(ready, measurement.warm().records()));
            return OutputCheck.problem(Map.of(Candidate.TOURBUS, List.of(measurement)));
        }
    }

    private void launch() throws IOException, InterruptedException {
        var distribution = Distribution.unpack(home().resolve("target"), folder);
        try (var servers = servers(1, false)) {
            var start = StartupTimes.of(distribution, servers.addresses(), folder, repetitions, idleRuns);
            found.put("start", start);
            say("", "Start, medians of %d, in turn:".formatted(repetitions), "");
            say(start.table().toArray(String[]::new));
        }
    }

    private void say(String... lines) {
        var out = spec.commandLine().getOut();
        Stream.of(lines).forEach(out::println);
        out.flush();
    }
}
