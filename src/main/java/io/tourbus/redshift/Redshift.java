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
import java.util.function.Function;
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
    private static final Duration FIRST_POLL = Duration.ofMillis(100);
    private static final int ATTEMPTS = 8;

    private final RedshiftSettings settings;
    private final Path home;
    private final Optional<LakeReader> lake;
    private final Optional<AwsClients> aws;
    private final Optional<RedshiftDataClient> client;

    private Redshift(Settings all, Path home, boolean loading) {
        this.home = home;
        settings = RedshiftSettings.read(all);
        settings.requireTarget(all);
        if (loading) {
            settings.requireRole(all);
        }
        var fromLake = loading && settings.source() == Source.LAKE;
        var dataApi = settings.target().url().isEmpty();
        aws = fromLake || dataApi ? Optional.of(AwsClients.read(all)) : Optional.empty();
        client = aws.filter(clients -> dataApi)
                .map(clients -> clients.client(
                        RedshiftDataClient.builder(), clients.timeouts().retryStrategy(Redshift::configure)));
        lake = aws.filter(clients -> fromLake)
                .map(clients -> new LakeReader(
                        clients.client(clients.lake(), clients.timeouts()),
                        LakeSettings.read(all).bucket(),
                        LakeLimits.read(all)));
    }

    /**
     * Reads the settings of loads. The caller calls {@link Settings#check()}.
     *
     * @param home the folder with {@code warehouse/redshift}
     */
    public static Redshift toLoad(Settings settings, Path home) {
        return new Redshift(settings, home, true);
    }

    /** Reads the settings like {@link #toLoad}, but only for {@link #status}, which needs fewer of them. */
    public static Redshift toRead(Settings settings, Path home) {
        return new Redshift(settings, home, false);
    }

    /** The setting with the cron expression of loads. */
    public static boolean isScheduled(Settings settings) {
        return settings.text("tourbus.redshift.cron").isPresent();
    }

    /**
     * Returns the SQL of a load, without a connection.
     *
     * @throws io.tourbus.settings.ConfigurationException if settings are missing or not valid; it lists all problems
     */
    public static String plan(Settings all, Path home) {
        var settings = RedshiftSettings.read(all);
        settings.requireRole(all);
        var bucket = settings.source() == Source.LAKE ? LakeSettings.read(all).bucket() : "";
        all.check();
        var load = newId(Clock.systemUTC());
        var plan = new LoadPlan(scripts(home), settings, load, location(settings, bucket, load));
        return Stream.of(plan.setup().stream(), Stream.of(plan.load(CopySource.KINDS)), plan.refresh().stream())
                .flatMap(steps -> steps)
                .map(Step::text)
                .collect(Collectors.joining("\n"));
    }

    private static Path scripts(Path home) {
        return home.resolve("warehouse/redshift");
    }

    private static String location(RedshiftSettings settings, String bucket, String load) {
        return settings.manifests().orElse("s3://%s/warehouse/redshift".formatted(bucket)) + "/" + load;
    }

    private static String newId(Clock clock) {
        return TIME.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 4);
    }

    /** Repeats throttled requests, also those that wait for other statements to end. */
    static void configure(RetryStrategy.Builder<?, ?> retries) {
        retries.maxAttempts(ATTEMPTS)
                .retryOnException(ActiveStatementsExceededException.class)
                .retryOnException(ActiveSessionsExceededException.class);
    }

    /**
     * Creates what is missing, and loads.
     *
     * @throws RedshiftException if there is no connection, or a statement fails
     */
    public LoadResult load() {
        var load = newId(Clock.systemUTC());
        var location = location(settings, lake.map(LakeReader::bucket).orElse(""), load);
        return with(loader -> loader.load(load, location));
    }

    /**
     * Returns what Redshift contains.
     *
     * @param last how many loads
     * @throws RedshiftException if there is no connection
     */
    public RedshiftStatus status(int last) {
        return with(loader -> loader.status(last));
    }

    private <T> T with(Function<RedshiftLoader, T> work) {
        try (var database = open()) {
            return work.apply(new RedshiftLoader(database, settings, scripts(home), lake.map(CopySource::new)));
        }
    }

    private RedshiftDatabase open() {
        return client.<RedshiftDatabase>map(
                        api -> new DataApiDatabase(api, settings.target(), settings.timeout(), FIRST_POLL))
                .orElseGet(() -> JdbcDatabase.open(settings.target(), settings.timeout(), home.resolve("lib")));
    }

    @Override
    public void close() {
        aws.ifPresent(AwsClients::close);
    }
}
