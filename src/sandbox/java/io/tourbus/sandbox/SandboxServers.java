package io.tourbus.sandbox;

import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.lake.LakeServer;
import io.tourbus.sandbox.spotify.SpotifyServer;
import io.tourbus.sandbox.stream.KinesisServer;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the simulated Spotify, Ticketmaster, S3 and Kinesis, and provides the settings with which Tourbus uses them. */
public final class SandboxServers implements AutoCloseable {

    public static final String BUCKET = "concert-data-raw";
    public static final String STREAM = "concert-data-stream";

    private static final int SHARDS = 2;

    private final Catalogue catalogue;
    private final Path state;
    private final SpotifyServer.Options app;
    private final TicketmasterServer.Options limits;
    private final SpotifyServer spotify;
    private final TicketmasterServer ticketmaster;
    private final LakeServer lake;
    private final KinesisServer kinesis;

    /**
     * @param folder the folder of the lake; the state database is in the sibling folder {@code state}
     * @param firstPort the first of four consecutive ports; 0 for any free ports
     */
    public SandboxServers(Catalogue catalogue, Path folder, int firstPort) throws IOException {
        this(catalogue, folder, firstPort, TicketmasterServer.Options.USUAL);
    }

    /** Starts servers with other rate limits of Ticketmaster. */
    public SandboxServers(Catalogue catalogue, Path folder, int firstPort, TicketmasterServer.Options limits)
            throws IOException {
        this(catalogue, folder, firstPort, limits, SpotifyServer.Options.OLDER_APP);
    }

    /** Starts servers with other rate limits of Ticketmaster and another app at Spotify. */
    public SandboxServers(
            Catalogue catalogue,
            Path folder,
            int firstPort,
            TicketmasterServer.Options limits,
            SpotifyServer.Options app)
            throws IOException {
        var clock = Clock.systemUTC();
        var step = firstPort == 0 ? 0 : 1;
        this.catalogue = catalogue;
        this.state = folder.toAbsolutePath().resolveSibling("state");
        this.app = app;
        this.limits = limits;
        this.spotify = new SpotifyServer(catalogue, app, firstPort, clock);
        this.ticketmaster = new TicketmasterServer(catalogue, limits, firstPort + step, clock);
        this.lake = new LakeServer(folder, firstPort + 2 * step);
        this.kinesis = new KinesisServer(firstPort + 3 * step, clock);
        lake.createBucket(BUCKET);
        kinesis.createStream(STREAM, SHARDS);
    }

    public SpotifyServer spotify() {
        return spotify;
    }

    public TicketmasterServer ticketmaster() {
        return ticketmaster;
    }

    public KinesisServer kinesis() {
        return kinesis;
    }

    public LakeServer lake() {
        return lake;
    }

    /** Returns the environment variables for a Tourbus process that uses these servers. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("API_SPOTIFY_CLIENT_ID", app.clientId());
        environment.put("API_SPOTIFY_CLIENT_SECRET", app.clientSecret());
        environment.put("API_SPOTIFY_BASE_URL", spotify.baseUrl().toString());
        environment.put("API_SPOTIFY_TOKEN_URL", spotify.tokenUrl().toString());
        environment.put("API_RATE_LIMIT_REQUESTS", "6000");
        environment.put("API_TICKETMASTER_API_KEY", limits.apiKey());
        environment.put("API_TICKETMASTER_BASE_URL", ticketmaster.baseUrl().toString());
        environment.put("AWS_ACCESS_KEY_ID", "sandbox");
        environment.put("AWS_SECRET_ACCESS_KEY", "sandbox");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_S3_BUCKET_RAW", BUCKET);
        environment.put("AWS_S3_BUCKET_PROCESSED", BUCKET);
        environment.put("AWS_KINESIS_STREAM_NAME", STREAM);
        environment.put("AWS_ENDPOINT_URL_S3", lake.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_KINESIS", kinesis.endpoint().toString());
        settings()
                .forEach((key, value) ->
                        environment.put(key.toUpperCase().replace('.', '_').replace('-', '_'), value));
        return environment;
    }

    /** Returns further settings for the catalogue and the simulated S3. */
    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tourbus.stream.cbor", "true");
        settings.put("tourbus.state.folder", state.toString());
        settings.put("tourbus.state.url", "");
        settings.put("tourbus.spotify.search-terms", String.join(",", Catalogue.TERMS));
        settings.put("tourbus.ticketmaster.countries", String.join(",", catalogue.countries()));
        settings.put(
                "tourbus.ticketmaster.states",
                catalogue.venues().size() < 1_000 ? " " : String.join(",", catalogue.states()));
        settings.put("tourbus.ticketmaster.cities", " ");
        if (limits.equals(TicketmasterServer.Options.UNLIMITED)) {
            settings.put("tourbus.ticketmaster.millis-per-request", "1");
            settings.put("tourbus.ticketmaster.requests-per-day", String.valueOf(limits.perDay()));
        }
        return settings;
    }

    /** Returns the settings of {@link #environment()} by key, for Tourbus in this process. */
    public Map<String, String> overrides() {
        var overrides = settings();
        overrides.putAll(connections());
        overrides.put("tourbus.spotify.requests-per-minute", environment().get("API_RATE_LIMIT_REQUESTS"));
        overrides.put("tourbus.jobs.scheduled", "false");
        return overrides;
    }

    /**
     * Returns the settings for Tourbus in this process. The environment may override some of them, but not the connections:
     * Tourbus would use the accounts or the state of the user.
     */
    SettingsOverrides settings(Map<String, String> userEnvironment) {
        return SettingsOverrides.of(overrides(), userEnvironment, connections(), key -> "the sandbox");
    }

    private Map<String, String> connections() {
        var environment = environment();
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("tourbus.state.folder", state.toString());
        overrides.put("tourbus.state.url", "");
        overrides.put("tourbus.spotify.client-id", environment.get("API_SPOTIFY_CLIENT_ID"));
        overrides.put("tourbus.spotify.client-secret", environment.get("API_SPOTIFY_CLIENT_SECRET"));
        overrides.put("tourbus.spotify.base-url", environment.get("API_SPOTIFY_BASE_URL"));
        overrides.put("tourbus.spotify.token-url", environment.get("API_SPOTIFY_TOKEN_URL"));
        overrides.put("tourbus.ticketmaster.api-key", environment.get("API_TICKETMASTER_API_KEY"));
        overrides.put("tourbus.ticketmaster.base-url", environment.get("API_TICKETMASTER_BASE_URL"));
        overrides.put("tourbus.aws.region", "us-east-1");
        overrides.put("tourbus.lake.bucket", BUCKET);
        overrides.put("tourbus.lake.processed-bucket", BUCKET);
        overrides.put("tourbus.stream.name", STREAM);
        return overrides;
    }

    /** Returns the system properties for the AWS SDK in this process. */
    public Map<String, String> systemProperties() {
        return Map.of(
                "aws.accessKeyId",
                "sandbox",
                "aws.secretAccessKey",
                "sandbox",
                "aws.endpointUrlS3",
                lake.endpoint().toString(),
                "aws.endpointUrlKinesis",
                kinesis.endpoint().toString());
    }

    @Override
    public void close() {
        List.<AutoCloseable>of(spotify, ticketmaster, lake, kinesis).forEach(SandboxServers::close);
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop a server of the sandbox.", e);
        }
    }
}
