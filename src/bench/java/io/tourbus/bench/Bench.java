package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tourbus.cli.TourbusCommand;
import io.tourbus.estimate.RunEstimate.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tourbus bench}: compares Tourbus with a minimal program and with the design of the predecessor on this machine. */
@Command(
        name = "tourbus bench",
        description = "Compare Tourbus with a minimal program and with the design of its predecessor on this machine.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        footer = {
            "",
            "Examples:",
            "  tourbus bench",
            "  tourbus bench compare --events 20000 --repetitions 1",
            "  tourbus bench growth --sizes 10000,100000 --json growth.json"
        })
public final class Bench implements Callable<Integer> {

    /** The measurements to choose from. */
    enum Part {
        compare,
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
            description = "compare (speed and cost), growth, start, or all")
    private Part part;

    @Option(names = "--events", defaultValue = "50000", description = "events in a comparison")
    private int events;

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
            defaultValue = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms32m -Xmx256m",
            description = "Java flags of each program")
    private List<String> flags;

    @Option(names = "--seed", defaultValue = "1", description = "the same seed gives the same events")
    private long seed;

    @Option(
            names = "--latency",
            split = ",",
            defaultValue = "0,0,0",
            description = "response times of the API, the lake and the stream in milliseconds")
    private List<Long> latencies;

    @Option(names = "--json", description = "write the results to this file as JSON, with the values of each round")
    private Path json;

    private final Map<String, Object> found = new LinkedHashMap<>();

    public static void main(String[] arguments) {
        System.exit(
                TourbusCommand.withErrorHandling(new CommandLine(new Bench())).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var folder = Files.createTempDirectory("tourbus-bench");
        folder.toFile().deleteOnExit();
        var processes = new Processes(folder, flags);
        found.put("machine", Machine.here());
        found.put("flags", flags);
        found.put("latency_millis", latencies);
        say("%s, %s, latency %s ms".formatted(Machine.here(), String.join(" ", flags), latencies));
        var problem = includes(Part.compare) ? compare(processes) : "";
        if (problem.isEmpty() && includes(Part.growth)) {
            problem = grow(processes);
        }
        if (problem.isEmpty() && includes(Part.start)) {
            launch(processes, folder);
        }
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), found);
        }
        if (!problem.isEmpty()) {
            spec.commandLine().getErr().println(problem);
        }
        return problem.isEmpty() ? 0 : 1;
    }

    private boolean includes(Part other) {
        return part == other || part == Part.all;
    }

    private void check() {
        if (Set.copyOf(sizes).size() < 2 || sizes.stream().anyMatch(size -> size < 1)) {
            throw new ParameterException(spec.commandLine(), "--sizes needs at least two numbers above 0.");
        }
        if (Math.min(events, Math.min(repetitions, rounds)) < 1) {
            throw new ParameterException(spec.commandLine(), "--events, --repetitions and --rounds must be above 0.");
        }
        if (latencies.size() != 3) {
            throw new ParameterException(spec.commandLine(), "--latency needs three numbers, such as 150,30,15.");
        }
    }

    /** Compares all programs. @return a problem with the results in one line; empty if there is none */
    private String compare(Processes processes) throws IOException, InterruptedException {
        Map<Candidate, List<Measurement>> measurements = new EnumMap<>(Candidate.class);
        try (var servers = processes.servers(events, seed, latencies)) {
            for (int repetition = 0; repetition < repetitions; repetition++) {
                for (var candidate : Candidate.values()) {
                    var measurement = processes.measurement(
                            candidate,
                            servers.addresses(),
                            Stream.generate(() -> events).limit(rounds).toList());
                    measurements
                            .computeIfAbsent(candidate, none -> new ArrayList<>())
                            .add(measurement);
                }
            }
        }
        var comparison = new Comparison(measurements);
        var cost = CostTable.of(Prices.read(), comparison);
        found.put("comparison", comparison.numbers());
        found.put("cost", cost.numbers());
        found.put("prices", Prices.read());
        found.put("trials", measurements);
        say("", "%,d events, medians of %d, in turn:".formatted(events, repetitions), "");
        say(comparison.table().toArray(String[]::new));
        say("");
        say(cost.lines().toArray(String[]::new));
        return OutputCheck.problem(measurements).orElse("");
    }

    private String grow(Processes processes) throws IOException, InterruptedException {
        var rounds = Growth.rounds(sizes, repetitions);
        try (var servers = processes.servers(rounds.get(rounds.size() - 1), seed, latencies)) {
            var measurement = processes.measurement(Candidate.TOURBUS, servers.addresses(), rounds);
            var growth = Growth.of(measurement.rounds());
            found.put("growth", growth);
            found.put("growth_trial", measurement);
            say("", "Growth of (a):", "");
            say(growth.table().toArray(String[]::new));
            say("resident, peak: %,d MiB".formatted(measurement.residentBytes() >> 20));
            return OutputCheck.problem(Map.of(Candidate.TOURBUS, List.of(measurement)))
                    .orElse("");
        }
    }

    private void launch(Processes processes, Path folder) throws IOException, InterruptedException {
        var distribution = Distribution.unpack(Path.of(System.getProperty("tourbus.home"), "target"), folder);
        try (var servers = processes.servers(1, seed, latencies)) {
            var start = StartupTimes.of(distribution, servers.addresses(), folder, repetitions);
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
