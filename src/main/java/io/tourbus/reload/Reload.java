package io.tourbus.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has edits of the home folder take effect: first of the settings, then of the routes, which may name them. */
public final class Reload extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");
    private static final long LOOK_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CamelContext camel;
    private final SettingsReload settings;
    private final RouteReload routes;
    private final Function<Throwable, String> told;
    private ScheduledExecutorService looking;
    private String trouble = "";

    /**
     * @param home with the settings and the routes, all of which Camel has read
     * @param settings takes what the file of settings says now
     * @param told what is said of a failure, in a line
     */
    public Reload(CamelContext camel, Path home, Supplier<Taken> settings, Function<Throwable, String> told) {
        this.camel = camel;
        this.told = told;
        this.settings = new SettingsReload(home.resolve("application.properties"), settings, told);
        this.routes = new RouteReload(camel, home.resolve("routes"), PATIENCE, told);
    }

    @Override
    protected void doStart() throws IOException {
        settings.begin();
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
            routes.renew(settings.look());
            routes.look();
            trouble = "";
        } catch (Throwable e) {
            // What gets out of here ends all looking.
            warn(told.apply(e));
        }
    }

    /** Once, however often it is met. */
    private void warn(String met) {
        if (!met.equals(trouble)) {
            LOG.warn("edits not looked at reason={}", met);
            trouble = met;
        }
    }
}
