package io.tourbus.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies edits in the home folder: first of the settings, then of the routes, which may refer to them. */
public final class ReloadService extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");
    private static final long LOOK_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CamelContext camel;
    private final Path file;
    private final Supplier<AppliedSettings> settings;
    private final StableFiles edits = new StableFiles(this::read);
    private final RouteReloader routes;
    private final Function<Throwable, String> told;
    private ScheduledExecutorService looking;
    private String trouble = "";

    /**
     * @param home the home folder, whose settings and routes Camel has read
     * @param settings applies the current content of the file of settings
     * @param told describes a failure in one line
     */
    public ReloadService(
            CamelContext camel, Path home, Supplier<AppliedSettings> settings, Function<Throwable, String> told) {
        this.camel = camel;
        this.told = told;
        this.file = home.resolve("application.properties");
        this.settings = settings;
        this.routes = new RouteReloader(camel, home.resolve("routes"), PATIENCE, told);
    }

    @Override
    protected void doStart() throws IOException {
        edits.begin();
        routes.begin();
        looking = camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "reload");
        looking.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        if (looking != null) {
            camel.getExecutorServiceManager().shutdownNow(looking);
        }
    }

    private void look() {
        try {
            routes.renew(changedSettings());
            routes.look();
            trouble = "";
        } catch (Throwable e) {
            // An exception would end the schedule.
            warn(told.apply(e));
        }
    }

    /** Keys whose routes must be rebuilt. */
    private Set<String> changedSettings() throws IOException {
        var edited = edits.markApplied().get(file);
        if (edited == null) {
            return Set.of();
        }
        try {
            if (edited.isEmpty()) {
                throw new ReloadException("the file is gone");
            }
            var taken = settings.get();
            if (!taken.summary().isEmpty()) {
                LOG.info("reload file={} {}", file.getFileName(), taken.summary());
            }
            return taken.changed();
        } catch (RuntimeException e) {
            LOG.error("reload refused, what ran goes on file={} reason={}", file.getFileName(), told.apply(e));
            return Set.of();
        }
    }

    /** The content is only compared, so the encoding does not matter. */
    private Map<Path, String> read() throws IOException {
        return Files.exists(file) ? Map.of(file, Files.readString(file, StandardCharsets.ISO_8859_1)) : Map.of();
    }

    /** Logs repeated trouble once. */
    private void warn(String met) {
        if (!met.equals(trouble)) {
            LOG.warn("edits not looked at reason={}", met);
            trouble = met;
        }
    }

    /**
     * An edit of the settings that has been taken.
     *
     * @param changed what routes that name it are made anew for
     * @param summary what has changed, in a line; blank when nothing has
     */
    public record AppliedSettings(Set<String> changed, String summary) {

        public AppliedSettings {
            changed = Set.copyOf(changed);
        }
    }
}
