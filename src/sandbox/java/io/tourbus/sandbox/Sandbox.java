package io.tourbus.sandbox;

import io.tourbus.app.TourbusContext;
import io.tourbus.cli.ExitCode;
import io.tourbus.cli.RunConsole;
import io.tourbus.cli.TourbusCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tourbus sandbox}: a job against simulated APIs and an embedded S3 and Kinesis, or these alone, to be played with. */
@Command(
        name = "tourbus sandbox",
        description = "Run a job against simulated APIs and an embedded S3 and Kinesis, on this machine alone.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  tourbus sandbox",
            "  tourbus sandbox --events 20000 --refuse 5",
            "  tourbus sandbox --serve"
        })
public final class Sandbox implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JOB", arity = "0..1", defaultValue = "daily", description = "the job, daily unless named")
    private String job;

    @Option(names = "--serve", description = "only start the servers, and leave them running until Ctrl-C")
    private boolean serve;

    @Option(
            names = "--port",
            defaultValue = "18080",
            description = "first of four ports with --serve (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--artists", defaultValue = "1500", description = "artists of the catalogue (${DEFAULT-VALUE})")
    private int artists;

    @Option(names = "--venues", defaultValue = "400", description = "venues of the catalogue (${DEFAULT-VALUE})")
    private int venues;

    @Option(names = "--events", defaultValue = "3000", description = "events of the catalogue (${DEFAULT-VALUE})")
    private int events;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed makes the same catalogue (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--uneven", description = "crowd the events: weekends, seasons, and one day with 3 of 100 of them")
    private boolean uneven;

    @Option(
            names = "--unlimited",
            description = "let Ticketmaster be asked as often as anybody likes, and Tourbus ask so")
    private boolean unlimited;

    @Option(names = "--newer-app", description = "be told by Spotify what an app in development mode is told")
    private boolean newerApp;

    @Option(names = "--folder", description = "where the lake lies (data/sandbox)")
    private Path folder;

    @Option(
            names = "--latency",
            defaultValue = "0",
            description = "milliseconds that each answer of an API takes longer")
    private long latency;

    @Option(names = "--errors", defaultValue = "0", description = "percent of API requests answered with 503")
    private int errors;

    @Option(names = "--refuse", defaultValue = "0", description = "percent of records that Kinesis refuses at a time")
    private int refuse;

    public static void main(String[] arguments) {
        System.exit(TourbusCommand.explaining(new CommandLine(new Sandbox())).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var size = new Catalogue.Size(seed, artists, venues, events, LocalDate.now(ZoneOffset.UTC));
        var lake = home().resolve("lake");
        forget();
        var catalogue = new Catalogue(size, uneven ? Density.UNEVEN : Density.EVEN);
        var app = newerApp ? SpotifyServer.Options.NEWER_APP : SpotifyServer.Options.OLDER_APP;
        var limits = unlimited ? TicketmasterServer.Options.UNLIMITED : TicketmasterServer.Options.USUAL;
        try (var servers = new SandboxServers(catalogue, lake, serve ? port : 0, limits, app)) {
            misbehave(servers);
            return serve ? serve(servers) : run(servers, lake);
        }
    }

    private Path home() {
        var home = Path.of(System.getProperty("tourbus.home", ""));
        return (folder == null ? home.resolve("data").resolve("sandbox") : folder).toAbsolutePath();
    }

    /** The catalogue is made anew each time, so what is remembered of another one would only confuse. */
    private void forget() throws IOException {
        var state = home().resolve("state");
        if (Files.isDirectory(state)) {
            try (var files = Files.walk(state)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void misbehave(SandboxServers servers) {
        for (var faults :
                new Faults[] {servers.spotify().faults(), servers.ticketmaster().faults()}) {
            faults.latency(Duration.ofMillis(latency));
            if (errors > 0) {
                faults.sometimes(errors, 503, "{\"error\":{\"status\":503,\"message\":\"Service unavailable\"}}");
            }
        }
        if (refuse > 0) {
            var random = new Random(seed);
            servers.kinesis().refuse(key -> random.nextInt(100) < refuse);
        }
    }

    private int serve(SandboxServers servers) throws InterruptedException {
        var out = spec.commandLine().getOut();
        out.println("# The sandbox is open until Ctrl-C. In another terminal, paste this, then: ./tourbus run daily");
        servers.environment().forEach((name, value) -> out.printf("export %s='%s'%n", name, value));
        out.flush();
        Thread.currentThread().join();
        return ExitCode.COMPLETE;
    }

    private int run(SandboxServers servers, Path lake) throws IOException {
        servers.systemProperties().forEach(System::setProperty);
        var out = spec.commandLine().getOut();
        try (var bus = new TourbusContext(servers.overrides(), Clock.systemUTC()).start()) {
            var report = new RunConsole(System.err, out).run(bus, job);
            tellWhereToLook(servers, lake.resolve(SandboxServers.BUCKET), out);
            return ExitCode.forStatus(report.status());
        }
    }

    private void tellWhereToLook(SandboxServers servers, Path bucket, PrintWriter out) throws IOException {
        var records = servers.kinesis().records(SandboxServers.STREAM);
        var copy = home().resolve("stream.ndjson");
        try (var lines = Files.newOutputStream(copy)) {
            for (var record : records) {
                lines.write(record.data());
                lines.write('\n');
            }
        }
        out.printf("%nThe lake lies in %s:%n", bucket);
        out.printf("  find %s -name '*.gz' | head%n", bucket);
        out.printf("  zcat %s/normalized/concerts/*/*/*/*.gz | head -1%n", bucket);
        out.printf(
                "The stream took %,d records in %d batches; a copy of them lies in %s:%n",
                records.size(), servers.kinesis().batches().size(), copy);
        out.printf("  head -1 %s%n", copy);
        out.printf("To look at both with the AWS CLI, leave the servers open: ./tourbus sandbox --serve%n");
        out.flush();
    }
}
