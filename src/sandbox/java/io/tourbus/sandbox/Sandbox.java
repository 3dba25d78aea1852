package io.tourbus.sandbox;

import io.tourbus.app.TourbusContext;
import io.tourbus.cli.ExitCode;
import io.tourbus.cli.RunConsole;
import io.tourbus.cli.TourbusCommand;
import io.tourbus.operations.RunRequest;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.catalogue.Density;
import io.tourbus.sandbox.server.Faults;
import io.tourbus.sandbox.spotify.SpotifyServer;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tourbus sandbox}: runs a job against simulated APIs and an embedded S3 and Kinesis, or only starts these servers. */
@Command(
        name = "tourbus sandbox",
        description = "Run a job against simulated APIs and an embedded S3 and Kinesis on this machine.",
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

    @Parameters(
            paramLabel = "JOB",
            arity = "0..1",
            defaultValue = "daily",
            description = "the job; default: ${DEFAULT-VALUE}")
    private String job;

    @Option(names = "--serve", description = "only start the servers, until Ctrl-C")
    private boolean serve;

    @Option(
            names = "--port",
            defaultValue = "18080",
            description = "first of four ports with --serve; default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--artists",
            defaultValue = "1500",
            description = "artists in the catalogue; default: ${DEFAULT-VALUE}")
    private int artists;

    @Option(
            names = "--venues",
            defaultValue = "400",
            description = "venues in the catalogue; default: ${DEFAULT-VALUE}")
    private int venues;

    @Option(
            names = "--events",
            defaultValue = "3000",
            description = "events in the catalogue; default: ${DEFAULT-VALUE}")
    private int events;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed gives the same catalogue; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--uneven",
            description = "more events on weekends and in season, and one day with 3%% of all events")
    private boolean uneven;

    @Option(names = "--unlimited", description = "no rate limit at Ticketmaster, and requests without pauses")
    private boolean unlimited;

    @Option(names = "--newer-app", description = "Spotify responds as to an app in development mode")
    private boolean newerApp;

    @Option(names = "--folder", description = "folder of the lake, the stream and the state; default: data/sandbox")
    private Path folder;

    @Option(
            names = "--latency",
            defaultValue = "0",
            description = "extra milliseconds for each API response; default: ${DEFAULT-VALUE}")
    private long latency;

    @Option(
            names = "--errors",
            defaultValue = "0",
            description = "percent of API requests answered with 503; default: ${DEFAULT-VALUE}")
    private int errors;

    @Option(
            names = "--refuse",
            defaultValue = "0",
            description = "percent of records that Kinesis refuses per call; default: ${DEFAULT-VALUE}")
    private int refuse;

    public static void main(String[] arguments) {
        System.exit(
                TourbusCommand.withErrorHandling(new CommandLine(new Sandbox())).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var size = new Catalogue.Size(seed, artists, venues, events, LocalDate.now(ZoneOffset.UTC));
        var lake = home().resolve("lake");
        deleteState();
        var catalogue = new Catalogue(size, uneven ? Density.UNEVEN : Density.EVEN);
        var app = newerApp ? SpotifyServer.Options.NEWER_APP : SpotifyServer.Options.OLDER_APP;
        var limits = unlimited ? TicketmasterServer.Options.UNLIMITED : TicketmasterServer.Options.USUAL;
        try (var servers = new SandboxServers(catalogue, lake, serve ? port : 0, limits, app)) {
            injectFaults(servers);
            return serve ? serve(servers) : run(servers, lake);
        }
    }

    private Path home() {
        var home = Path.of(System.getProperty("tourbus.home", ""));
        return (folder == null ? home.resolve("data").resolve("sandbox") : folder).toAbsolutePath();
    }

    /** The state of an earlier catalogue does not match the new one. */
    private void deleteState() throws IOException {
        var state = home().resolve("state");
        if (Files.isDirectory(state)) {
            try (var files = Files.walk(state)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void injectFaults(SandboxServers servers) {
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
        out.println("# The servers run until Ctrl-C. Paste this into another terminal, then call: ./tourbus run daily");
        servers.environment().forEach((name, value) -> out.printf("export %s='%s'%n", name, value));
        out.flush();
        Thread.currentThread().join();
        return ExitCode.COMPLETE;
    }

    private int run(SandboxServers servers, Path lake) throws IOException {
        servers.systemProperties().forEach(System::setProperty);
        var out = spec.commandLine().getOut();
        try (var context = new TourbusContext(servers.overrides(), Clock.systemUTC()).start()) {
            var request = new RunRequest(job, Map.of(), Map.of());
            var code = new RunConsole(System.err, out, false).run(context.operations(), request);
            printResults(servers, lake.resolve(SandboxServers.BUCKET), out);
            return code;
        }
    }

    private void printResults(SandboxServers servers, Path bucket, PrintWriter out) throws IOException {
        var records = servers.kinesis().records(SandboxServers.STREAM);
        var copy = home().resolve("stream.ndjson");
        try (var lines = Files.newOutputStream(copy)) {
            for (var record : records) {
                lines.write(record.data());
                lines.write('\n');
            }
        }
        out.printf("%nThe lake is in %s:%n", bucket);
        out.printf("  find %s -name '*.gz' | head%n", bucket);
        out.printf("  zcat %s/normalized/concerts/*/*/*/*.gz | head -1%n", bucket);
        out.printf(
                "The stream accepted %,d records in %d batches. A copy is in %s:%n",
                records.size(), servers.kinesis().batches().size(), copy);
        out.printf("  head -1 %s%n", copy);
        out.printf("To use the AWS CLI, keep the servers running: ./tourbus sandbox --serve%n");
        out.flush();
    }
}
