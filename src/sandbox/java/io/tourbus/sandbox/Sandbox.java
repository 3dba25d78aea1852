package io.tourbus.sandbox;

import io.tourbus.app.TourbusContext;
import io.tourbus.cli.TourbusCommand;
import io.tourbus.cli.base.RunConsole;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.job.Job;
import io.tourbus.operations.RunRequest;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.catalogue.Density;
import io.tourbus.sandbox.server.Faults;
import io.tourbus.sandbox.spotify.SpotifyServer;
import io.tourbus.sandbox.stream.KinesisStream;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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

    private static final int MAX_ENTITIES = 1_000_000;
    private static final long MAX_LATENCY = 3_600_000;
    private static final int MAX_FIRST_PORT = 65_535 - 3;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "the job; default: daily")
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

    @Option(
            names = "--folder",
            description =
                    "new or empty folder for the lake, the stream and the state, or that of an earlier sandbox;%ndefault: data/sandbox")
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
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return TourbusCommand.withErrorHandling(new CommandLine(new Sandbox()))
                .registerConverter(int.class, Sandbox::integer)
                .registerConverter(long.class, text -> (long) integer(text))
                .setParameterExceptionHandler((failure, arguments) -> {
                    failure.getCommandLine().getErr().println("tourbus: " + failure.getMessage());
                    return ExitCode.USAGE;
                });
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'%s' is not a whole number, or too large".formatted(text));
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkArguments();
        try (var own = openFolder()) {
            return call(own);
        }
    }

    private void checkArguments() {
        requireWithin("--artists", artists, 0, MAX_ENTITIES);
        requireWithin("--venues", venues, 1, MAX_ENTITIES);
        requireWithin("--events", events, 0, MAX_ENTITIES);
        requireWithin("--latency", latency, 0, MAX_LATENCY);
        requireWithin("--errors", errors, 0, 100);
        requireWithin("--refuse", refuse, 0, 100);
        requireWithin("--port", port, 0, MAX_FIRST_PORT);
        if (serve && job != null) {
            throw wrong("%s: --serve runs no job. Leave out the job, or --serve.".formatted(job));
        }
        if (!serve && spec.commandLine().getParseResult().hasMatchedOption("--port")) {
            throw wrong("--port %d has no effect without --serve. Add --serve, or leave out --port.".formatted(port));
        }
        if (job != null) {
            Job.of(job);
        }
    }

    private void requireWithin(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw wrong("%s %d is not allowed. Use %d to %d.".formatted(option, value, min, max));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private SandboxFolder openFolder() throws IOException {
        var home = Path.of(System.getProperty("tourbus.home", ""));
        try {
            return folder == null
                    ? SandboxFolder.open(home.resolve("data").resolve("sandbox").toAbsolutePath(), true)
                    : SandboxFolder.open(folder.toAbsolutePath(), false);
        } catch (IllegalArgumentException e) {
            throw wrong("--folder " + e.getMessage());
        }
    }

    private int call(SandboxFolder own) throws IOException, InterruptedException {
        own.deleteState();
        var size = new Catalogue.Size(seed, artists, venues, events, LocalDate.now(ZoneOffset.UTC));
        var catalogue = new Catalogue(size, uneven ? Density.UNEVEN : Density.EVEN);
        var app = newerApp ? SpotifyServer.Options.NEWER_APP : SpotifyServer.Options.OLDER_APP;
        var limits = unlimited ? TicketmasterServer.Options.UNLIMITED : TicketmasterServer.Options.USUAL;
        try (var servers = new SandboxServers(catalogue, own.lake(), serve ? port : 0, limits, app)) {
            injectFaults(servers);
            return serve ? serve(servers) : run(servers, own);
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

    private int run(SandboxServers servers, SandboxFolder own) throws IOException {
        servers.systemProperties().forEach(System::setProperty);
        var out = spec.commandLine().getOut();
        try (var copy = new StreamCopy(own.stream());
                var context = new TourbusContext(servers.settings(System.getenv()), Clock.systemUTC()).start()) {
            servers.kinesis().listen(copy::add);
            var request = new RunRequest(job == null ? Job.DAILY.label() : job, Map.of(), Map.of());
            var code = new RunConsole(System.err, out, false).run(context.operations(), request);
            printResults(servers, own, out);
            return code;
        }
    }

    private void printResults(SandboxServers servers, SandboxFolder own, PrintWriter out) {
        var bucket = own.lake().resolve(SandboxServers.BUCKET);
        out.printf("%nThe lake is in %s:%n", bucket);
        out.printf("  find %s -name '*.gz' | head%n", bucket);
        out.printf("  zcat %s/normalized/concerts/*/*/*/*.gz | head -1%n", bucket);
        out.printf(
                "The stream accepted %,d records in %d batches. A copy is in %s:%n",
                servers.kinesis().accepted(SandboxServers.STREAM),
                servers.kinesis().batchCount(),
                own.stream());
        out.printf("  head -1 %s%n", own.stream());
        if (folder == null) {
            out.printf("To build tables from the lake: ./tourbus warehouse --sandbox%n");
        }
        out.printf("To use the AWS CLI, keep the servers running: ./tourbus sandbox --serve%n");
        out.flush();
    }

    /** A file with the records of the stream, one in each line. */
    private static final class StreamCopy implements AutoCloseable {

        private final OutputStream file;

        StreamCopy(Path path) throws IOException {
            file = new BufferedOutputStream(Files.newOutputStream(path));
        }

        synchronized void add(KinesisStream.Stored record) {
            try {
                file.write(record.data());
                file.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public synchronized void close() throws IOException {
            file.close();
        }
    }
}
