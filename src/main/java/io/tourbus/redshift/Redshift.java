package io.tourbus.redshift;

import io.tourbus.aws.AwsClients;
import io.tourbus.lake.LakeLimits;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.redshift.RedshiftSettings.Source;
import io.tourbus.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.ActiveSessionsExceededException;
import software.amazon.awssdk.services.redshiftdata.model.ActiveStatementsExceededException;

/** Redshift, as the settings define it. */
public final class Redshift implements AutoCloseable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration FIRST_POLL = Duration.ofMillis(200);
    private static final int ATTEMPTS = 8;

    private final RedshiftSettings settings;
    private final Path scripts;
    private final Optional<AwsClients> aws;
    private final Optional<LakeReader> lake;
    private final RedshiftDatabase database;

    private Redshift(Settings all, Path home, boolean loading) {
        settings = RedshiftSettings.read(all);
        settings.requireTarget(all);
        if (loading) {
            settings.requireRole(all);
        }
        scripts = scripts(home);
        var fromLake = loading && settings.source() == Source.LAKE;
        var jdbc = settings.target().url().isPresent();
        var bucket = fromLake ? LakeSettings.read(all).bucket() : "";
        var limits = LakeLimits.read(all);
        aws = fromLake || !jdbc ? Optional.of(AwsClients.read(all)) : Optional.empty();
        all.check();
        lake = fromLake
                ? aws.map(clients -> new LakeReader(clients.client(clients.lake(), clients.timeouts()), bucket, limits))
                : Optional.empty();
        database = jdbc
                ? JdbcDatabase.open(settings.target(), settings.timeout(), home.resolve("lib"))
                : new DataApiDatabase(client(aws.orElseThrow()), settings.target(), settings.timeout(), FIRST_POLL);
    }

    /**
     * Connects to Redshift, to load it.
     *
     * @param home the folder with {@code warehouse/redshift}
     * @throws io.tourbus.settings.ConfigurationException if settings are missing or not valid; it lists all problems
     * @throws RedshiftException if there is no connection
     */
    public static Redshift toLoad(Settings settings, Path home) {
        return new Redshift(settings, home, true);
    }

    /** Connects to Redshift like {@link #toLoad}, but only for {@link #status}, which needs fewer settings. */
    public static Redshift toRead(Settings settings, Path home) {
        return new Redshift(settings, home, false);
    }

    /**
     * Returns the SQL of a load, without a connection.
     *
     * @throws io.tourbus.settings.ConfigurationException if settings are missing or not valid; it lists all problems
     */
    public static String plan(Settings all, Path home, Clock clock) {
        var settings = RedshiftSettings.read(all);
        settings.requireRole(all);
        var bucket = settings.source() == Source.LAKE ? LakeSettings.read(all).bucket() : "";
        all.check();
        var load = newId(clock);
        var plan = new LoadPlan(scripts(home), settings, load, location(settings, bucket, load));
        return Stream.of(plan.setup().stream(), Stream.of(plan.load(LakeObjects.KINDS)), plan.refresh().stream())
                .flatMap(steps -> steps)
                .map(Step::text)
                .collect(Collectors.joining("\n"));
    }

    static Path scripts(Path home) {
        return home.resolve("warehouse/redshift");
    }

    private static String location(RedshiftSettings settings, String bucket, String load) {
        return settings.manifests().orElse("s3://%s/warehouse/redshift".formatted(bucket)) + "/" + load;
    }

    private static String newId(Clock clock) {
        return TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 4);
    }

    private static RedshiftDataClient client(AwsClients aws) {
        return aws.client(RedshiftDataClient.builder(), aws.timeouts().retryStrategy(Redshift::configure));
    }

    /** Repeats throttled requests, also those that wait for other statements to end. */
    static void configure(RetryStrategy.Builder<?, ?> retries) {
        retries.maxAttempts(ATTEMPTS)
                .retryOnException(ActiveStatementsExceededException.class)
                .retryOnException(ActiveSessionsExceededException.class);
    }

    private RedshiftLoader loader() {
        return new RedshiftLoader(database, settings, scripts, lake.map(LakeObjects::new));
    }

    /** Creates what is missing, and loads. @throws RedshiftException if a statement fails */
    public LoadResult load(Clock clock) {
        var load = newId(clock);
        return loader().load(
                        load, location(settings, lake.map(LakeReader::bucket).orElse(""), load));
    }

    /** @param last how many loads */
    public RedshiftStatus status(int last) {
        return loader().status(last);
    }

    @Override
    public void close() {
        database.close();
        aws.ifPresent(AwsClients::close);
    }
}
