package io.tourbus.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.check.LakeVerifier;
import io.tourbus.model.Entity;
import io.tourbus.run.RunReport;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.server.SeenRequest;
import io.tourbus.sandbox.spotify.SpotifyServer;
import io.tourbus.sandbox.stream.KinesisStream;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.state.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tourbus with its routes and raised rate limits, against the sandbox. */
public final class SandboxContext implements AutoCloseable {

    private static final TicketmasterServer.Options UNHURRIED =
            new TicketmasterServer.Options("sandbox-key", 1_000, 100_000);

    private static final String JMX = "camel.main.jmx-enabled";

    private final Path folder;
    private final Catalogue catalogue;
    private final SandboxServers servers;
    private final Map<String, String> overrides;
    private Clock clock = Clock.systemUTC();
    private Modules modules = Modules.STANDARD;

    public SandboxContext(Path folder, int artists, int venues, int events) throws IOException {
        this(folder, new Catalogue(new Catalogue.Size(7, artists, venues, events, LocalDate.now(ZoneOffset.UTC))));
    }

    public SandboxContext(Path folder, Catalogue catalogue) throws IOException {
        this(folder, catalogue, SpotifyServer.Options.OLDER_APP);
    }

    /** @param app the Spotify app */
    public SandboxContext(Path folder, Catalogue catalogue, SpotifyServer.Options app) throws IOException {
        this.folder = folder.resolve("lake");
        this.catalogue = catalogue;
        this.servers = new SandboxServers(catalogue, this.folder, 0, UNHURRIED, app);
        this.overrides = servers.overrides();
        servers.systemProperties().forEach(System::setProperty);
        set("tourbus.ticketmaster.millis-per-request", "2");
        set("tourbus.spotify.requests-per-minute", "60000");
        set("tourbus.ticketmaster.max-slices-at-once", "4");
        set("tourbus.spotify.max-slices-at-once", "3");
        set("tourbus.retry.backoff-seconds", "0.05");
        set("alerts.retry-millis", "50");
        // A small catalogue has countries without events.
        set("tourbus.run.allow-empty", "true");
    }

    public SandboxContext set(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    /** Leaves a setting to the file of the home folder. */
    public SandboxContext unset(String key) {
        overrides.remove(key);
        return this;
    }

    /** Adds the MBeans of Camel to what {@link #start} starts. */
    public SandboxContext managed() {
        return set(JMX, "true");
    }

    /** The clock of Tourbus; the sandbox has the real one. */
    public SandboxContext clock(Clock other) {
        clock = other;
        return this;
    }

    /** Sets the sources to read. */
    public SandboxContext modules(Modules other) {
        modules = other;
        return this;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public SandboxServers servers() {
        return servers;
    }

    /**
     * The settings of this sandbox, for code that reads settings itself.
     *
     * @param others key, value, key, value … that replace them
     */
    public SettingsOverrides overrides(String... others) {
        var all = new HashMap<>(overrides);
        for (int i = 0; i < others.length; i += 2) {
            all.put(others[i], others[i + 1]);
        }
        return SettingsOverrides.of(all);
    }

    /** Starts Tourbus, to be stopped by the caller; without the MBeans of Camel, which take long, unless they are set. */
    public TourbusContext start() {
        return start(overrides(JMX, overrides.getOrDefault(JMX, "false")));
    }

    private TourbusContext start(SettingsOverrides settings) {
        StateTemplate.copyTo(stateFolder());
        return new TourbusContext(modules, settings, clock).start();
    }

    /** Starts Tourbus as it serves, with its server at a port, to be stopped by the caller. */
    public TourbusContext serve(int port) {
        set("camel.server.enabled", "true");
        set("tourbus.server.port", String.valueOf(port));
        set("tourbus.management.enabled", "false");
        return serving();
    }

    /** The same, without that server. */
    public TourbusContext serve() {
        set("tourbus.server.enabled", "false");
        return serving();
    }

    private TourbusContext serving() {
        StateTemplate.copyTo(stateFolder());
        return TourbusContext.serving(modules, overrides(), clock).start();
    }

    /** Starts Tourbus without the MBeans of Camel, runs a job to its end, and stops it. */
    public RunReport run(String job) {
        try (var tourbus = start(overrides(JMX, "false"))) {
            return ReportRules.check(tourbus.run(job));
        }
    }

    /** Opens the objects that a run has written to the lake. The caller closes it. */
    public LakeVerifier check() {
        return LakeVerifier.open(overrides());
    }

    /** The dead letters; only while Tourbus is not started. */
    public List<StoredDeadLetter> deadLetters() {
        try (var state = state()) {
            return state.deadLetters().after(0, 10_000);
        }
    }

    /** Opens the state; only while Tourbus is not started. The caller closes it. */
    public State state() {
        return State.open("jdbc:h2:file:" + stateFolder().resolve("state"), "", "");
    }

    private Path stateFolder() {
        return folder.resolveSibling("state").toAbsolutePath();
    }

    /** The file of an object in the lake. */
    public Path file(String key) {
        return folder.resolve(SandboxServers.BUCKET).resolve(key);
    }

    /** Keys of the objects in the lake. */
    public List<String> keys() throws IOException {
        return files().keys();
    }

    /** The lines of all objects below a folder of the lake. */
    public List<byte[]> lines(String below) throws IOException {
        return files().lines(below);
    }

    /** The same lines as JSON. */
    public List<JsonNode> records(String below) throws IOException {
        return files().records(below);
    }

    /** The IDs of all records of a run in the lake, with repetitions. */
    public List<String> landed(RunReport run) throws IOException {
        return files().ids(run.runId());
    }

    /** The IDs of all records in the stream, with repetitions, without embedded artists. */
    public List<String> streamed() {
        return servers.kinesis().records(SandboxServers.STREAM).stream()
                .filter(record -> !LakeFiles.isEmbeddedArtist(record.data()))
                .map(KinesisStream.Stored::partitionKey)
                .toList();
    }

    /** The requests to Spotify so far whose path has a part. */
    public List<SeenRequest> spotifyRequests(String path) {
        return servers.spotify().seen().stream()
                .filter(request -> request.path().contains(path))
                .toList();
    }

    private LakeFiles files() {
        return new LakeFiles(folder.resolve(SandboxServers.BUCKET));
    }

    /** The expected IDs of records, by entity. */
    public Map<Entity, List<String>> expectedIds() {
        return new TreeMap<>(Map.of(
                Entity.ARTISTS, catalogue.artistRecordIds().sorted().toList(),
                Entity.VENUES, catalogue.venueRecordIds().sorted().toList(),
                Entity.EVENTS, catalogue.concertRecordIds().sorted().toList()));
    }

    @Override
    public void close() {
        servers.systemProperties().keySet().forEach(System::clearProperty);
        servers.close();
    }
}
