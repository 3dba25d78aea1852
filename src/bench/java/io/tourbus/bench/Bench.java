package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tourbus.cli.TourbusCommand;
import io.tourbus.estimate.Prices;
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

/** {@code tourbus bench}: measures Tourbus, a floor and the predecessor's design on this machine. */
@Command(
        name = "tourbus bench",
        description = "Measure Tourbus against a floor and the predecessor's design, on this machine alone.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  tourbus bench",
            "  tourbus bench compare --events 20000 --repetitions 1",
            "  tourbus bench growth --sizes 10000,100000 --json growth.json"
        })
public final class Bench implements Callable<Integer> {

    /** What is measured. */
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
            description = "compare (speed and cost), growth, start, or all (${DEFAULT-VALUE})")
    private Part part;

    @Option(names = "--events", defaultValue = "50000", description = "events of a comparison (${DEFAULT-VALUE})")
    private int events;

    @Option(
            names = "--repetitions",
            defaultValue = "3",
            description = "how often all of them are measured, in turn (${DEFAULT-VALUE})")
    private int repetitions;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "runs of a process: the first is the cold one, the last the warm one (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "10000,100000,1000000",
            description = "events of the runs of growth; a million wants 5 GB of memory (${DEFAULT-VALUE})")
    private List<Integer> sizes;

    @Option(
            names = "--java",
            split = " ",
            defaultValue = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms32m -Xmx256m",
            description = "flags of the Java of each contender (${DEFAULT-VALUE})")
    private List<String> flags;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed makes the same events (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--latency",
            split = ",",
            defaultValue = "0,0,0",
            description = "milliseconds that answers of the API, the lake and the stream take (${DEFAULT-VALUE})")
    private List<Long> latencies;

    @Option(names = "--json", description = "a file for the same as JSON, with what was measured in each round")
    private Path json;

    private final Map<String, Object> found = new LinkedHashMap<>();

    public static void main(String[] arguments) {
        System.exit(TourbusCommand.explaining(new CommandLine(new Bench())).execute(arguments));
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
        var flaw = measured(Part.compare) ? compare(processes) : "";
        if (flaw.isEmpty() && measured(Part.growth)) {
            flaw = grow(processes);
        }
        if (flaw.isEmpty() && measured(Part.start)) {
            launch(processes, folder);
        }
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), found);
        }
        if (!flaw.isEmpty()) {
            spec.commandLine().getErr().println(flaw);
        }
        return flaw.isEmpty() ? 0 : 1;
    }

    private boolean measured(Part one) {
        return part == one || part == Part.all;
    }

    private void check() {
        if (Set.copyOf(sizes).size() < 2 || sizes.stream().anyMatch(size -> size < 1)) {
            throw new ParameterException(spec.commandLine(), "--sizes: two sizes or more, each above 0");
        }
        if (Math.min(events, Math.min(repetitions, rounds)) < 1) {
            throw new ParameterException(spec.commandLine(), "--events, --repetitions, --rounds: each above 0");
        }
        if (latencies.size() != 3) {
            throw new ParameterException(spec.commandLine(), "--latency: three numbers, such as 150,30,15");
        }
    }

    /** What is wrong, in one line; blank when all is well. */
    private String compare(Processes processes) throws IOException, InterruptedException {
        Map<Contender, List<Trial>> trials = new EnumMap<>(Contender.class);
        try (var stage = processes.stage(events, seed, latencies)) {
            for (int repetition = 0; repetition < repetitions; repetition++) {
                for (var contender : Contender.values()) {
                    var trial = processes.trial(
                            contender,
                            stage.addresses(),
                            Stream.generate(() -> events).limit(rounds).toList());
                    trials.computeIfAbsent(contender, none -> new ArrayList<>()).add(trial);
                }
            }
        }
        var comparison = new Comparison(trials);
        var cost = CostTable.of(Prices.read(), comparison);
        found.put("comparison", comparison.numbers());
        found.put("cost", cost.numbers());
        found.put("prices", Prices.read());
        found.put("trials", trials);
        say("", "%,d events, medians of %d, in turn:".formatted(events, repetitions), "");
        say(comparison.table().toArray(String[]::new));
        say("");
        say(cost.lines().toArray(String[]::new));
        return Outputs.flaw(trials).orElse("");
    }

    private String grow(Processes processes) throws IOException, InterruptedException {
        var rounds = Growth.rounds(sizes, repetitions);
        try (var stage = processes.stage(rounds.get(rounds.size() - 1), seed, latencies)) {
            var trial = processes.trial(Contender.TOURBUS, stage.addresses(), rounds);
            var growth = Growth.of(trial.rounds());
            found.put("growth", growth);
            found.put("growth_trial", trial);
            say("", "Growth of (a):", "");
            say(growth.table().toArray(String[]::new));
            say("resident, peak: %,d MiB".formatted(trial.residentBytes() >> 20));
            return Outputs.flaw(Map.of(Contender.TOURBUS, List.of(trial))).orElse("");
        }
    }

    private void launch(Processes processes, Path folder) throws IOException, InterruptedException {
        var distribution = Distribution.unpack(Path.of(System.getProperty("tourbus.home"), "target"), folder);
        try (var stage = processes.stage(1, seed, latencies)) {
            var start = Start.of(distribution, stage.addresses(), folder, repetitions);
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
