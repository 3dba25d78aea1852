package io.tourbus.reload;

import io.tourbus.reload.RouteFiles.ReloadException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the home folder and applies edits: first of the settings, then of the routes, which can refer to the settings. */
public final class ReloadService extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");
    private static final long POLL_MILLIS = 250;
    private static final Duration BUSY_ROUTE_TIMEOUT = Duration.ofSeconds(5);

    private final CamelContext camel;
    private final Path file;
    private final Supplier<AppliedSettings> settings;
    private final StableFiles settingsFile;
    private final RouteReloader routes;
    private final Function<Throwable, String> describe;
    private ScheduledExecutorService poller;
    private String lastTrouble = "";

    /**
     * @param home the home folder, whose settings and routes Camel has loaded
     * @param settings applies the current content of the settings file
     * @param describe describes a failure on one line
     */
    public ReloadService(
            CamelContext camel, Path home, Supplier<AppliedSettings> settings, Function<Throwable, String> describe) {
        this.camel = camel;
        this.describe = describe;
        this.file = home.resolve("application.properties");
        this.settings = settings;
        this.settingsFile = StableFiles.ofFile(file);
        this.routes = new RouteReloader(camel, home.resolve("routes"), BUSY_ROUTE_TIMEOUT, describe);
    }

    @Override
    protected void doStart() throws IOException {
        settingsFile.begin();
        routes.begin();
        poller = camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "reload");
        poller.scheduleWithFixedDelay(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        if (poller != null) {
            camel.getExecutorServiceManager().shutdownNow(poller);
        }
    }

    private void poll() {
        try {
            routes.rebuildRoutesWith(changedSettings());
            routes.poll();
            lastTrouble = "";
        } catch (Throwable e) {
            // An exception would end the schedule.
            var trouble = describe.apply(e);
            if (!trouble.equals(lastTrouble)) {
                LOG.warn("edits not checked reason={}", trouble);
                lastTrouble = trouble;
            }
        }
    }

    private Set<String> changedSettings() throws IOException {
        var edited = settingsFile.takeEdits().get(file);
        if (edited == null) {
            return Set.of();
        }
        try {
            if (edited.isEmpty()) {
                throw new ReloadException("The file is missing.");
            }
            var applied = settings.get();
            if (!applied.summary().isEmpty()) {
                LOG.info("reload file={} {}", file.getFileName(), applied.summary());
            }
            return applied.changed();
        } catch (RuntimeException e) {
            LOG.error(
                    "reload rejected, current version stays active file={} reason={}",
                    file.getFileName(),
                    describe.apply(e));
            return Set.of();
        }
    }

    /**
     * The result of an edit of the settings.
     *
     * @param changed the keys of changed properties; routes that use them must be rebuilt
     * @param summary the changes on one line; empty if there are none
     */
    public record AppliedSettings(Set<String> changed, String summary) {}
}
