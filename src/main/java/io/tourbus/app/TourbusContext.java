package io.tourbus.app;

import io.tourbus.deadletter.ReprocessProgress;
import io.tourbus.deadletter.Reprocessor;
import io.tourbus.run.Run;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunProgress;
import io.tourbus.run.RunReport;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.Source;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.state.db.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultMainShutdownStrategy;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Camel with Tourbus's routes and beans. Routes and settings come from the home folder (system property {@code
 * tourbus.home}, or the environment variable {@code TOURBUS_HOME}) where there is one, else from the jar.
 */
public final class TourbusContext implements AutoCloseable {

    private final Main main;
    private final Wiring beans;

    /** @param overrides settings that win over the files; the environment wins over both */
    public TourbusContext(Map<String, String> overrides, Clock clock) {
        this(SettingsOverrides.of(overrides), clock);
    }

    /** @param overlay what is set beside the file of the home folder */
    public TourbusContext(SettingsOverrides overlay, Clock clock) {
        this(Modules.STANDARD, overlay, clock);
    }

    /** @param modules the sources to read */
    public TourbusContext(Modules modules, SettingsOverrides overlay, Clock clock) {
        this(modules, overlay, RuntimeProfile.WHOLE, clock);
    }

    /** A bus that stays, and can be looked at and steered. */
    public static TourbusContext serving(Modules modules, SettingsOverrides overlay, Clock clock) {
        return new TourbusContext(modules, overlay, RuntimeProfile.SERVING, clock);
    }

    /** A bus that can look at what there is, and delivers nothing. */
    public static TourbusContext withoutSinks(
            Modules modules, SettingsOverrides overlay, boolean remembering, Clock clock) {
        return new TourbusContext(
                modules, overlay, remembering ? RuntimeProfile.SOURCES_AND_STATE : RuntimeProfile.SOURCES, clock);
    }

    /** A bus whose routes are all read, and none of them started. */
    public static TourbusContext notStarted(Modules modules, SettingsOverrides overlay, Clock clock) {
        var bus = new TourbusContext(modules, overlay, clock);
        bus.main.configure().withAutoStartup(false);
        return bus;
    }

    /** Leaves it to whoever has started the process what happens when it is told to end: at once, nothing is waited for. */
    public TourbusContext leavingSignals() {
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        return this;
    }

    /** How many routes there are. */
    public int routes() {
        return main.getCamelContext().getRoutesSize();
    }

    /** Milliseconds from one request to a source to the next. */
    public long millisPerRequest(String source) {
        return beans.throttle(source).millis();
    }

    private TourbusContext(Modules modules, SettingsOverrides overlay, RuntimeProfile extent, Clock clock) {
        SettingsFile.requireHome();
        main = main(
                overlay,
                extent.routeFiles(modules.sources().stream().map(Source::name).toList()));
        beans = new Wiring(modules, folder(), overlay, extent, clock);
        main.addMainListener(beans);
        main.setShutdownStrategy(endingRuns());
    }

    /** Camel with files of routes, by their names, and the settings. */
    static Main main(SettingsOverrides overlay, List<String> routes) {
        var home = home();
        var main = new Utf8Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations(home + "application.properties");
        main.setOverrideProperties(overlay.values());
        main.configure()
                .withRoutesIncludePattern(routes.stream()
                        .map(route -> "%sroutes/%s.camel.yaml".formatted(home, route))
                        .collect(Collectors.joining(",")));
        return main;
    }

    /** Whoever is told to end takes no new slices, and finishes those under way. */
    private DefaultMainShutdownStrategy endingRuns() {
        var strategy = new DefaultMainShutdownStrategy(main);
        strategy.addShutdownListener(() -> jobs().ifPresent(RunManager::end));
        return strategy;
    }

    /** What opens and closes runs; empty until the routes have been started. */
    public Optional<RunManager> jobs() {
        return Optional.ofNullable(main.getCamelContext())
                .map(camel -> camel.getRegistry().lookupByNameAndType("runManager", RunManager.class));
    }

    /** Tourbus's own folder, or the working directory where there is none. */
    public static Path folder() {
        var home = home();
        return Path.of(home.equals("classpath:") ? "" : home.substring("file:".length()));
    }

    /** Where routes and settings are, as an address that ends with a slash or a colon. */
    static String home() {
        var home = System.getProperty("tourbus.home", System.getenv("TOURBUS_HOME"));
        return home == null || home.isBlank()
                ? "classpath:"
                : "file:" + Path.of(home).toAbsolutePath() + "/";
    }

    /**
     * Starts the routes.
     *
     * @throws ConfigurationException when the settings do not allow it
     * @throws StartException when a route does not
     */
    public TourbusContext start() {
        try {
            main.start();
            return this;
        } catch (Exception e) {
            close();
            throw StartException.from(e);
        }
    }

    /**
     * Runs a job to its end.
     *
     * @throws io.tourbus.job.UnknownJobException when there is no such job
     */
    public RunReport run(String job) {
        return request("direct:run-job", job, RunReport.class);
    }

    /** As {@link #run}, with the dates that the last run was asked for, if it has not ended, whatever the settings say. */
    public RunReport resume(String job) {
        return request("direct:resume-run", job, RunReport.class);
    }

    private <T> T request(String route, Object body, Class<T> type) {
        try (var camel = main.getCamelContext().createProducerTemplate()) {
            return camel.requestBody(route, body, type);
        } catch (CamelExecutionException e) {
            throw unwrapped(e);
        } catch (IOException e) {
            throw new IllegalStateException("a producer template closes", e);
        }
    }

    /**
     * The next page of a slice.
     *
     * @throws io.tourbus.source.error.SourceException when the source does not hand it out
     */
    public PageResult page(Run run, SliceReading reading) {
        try (var camel = main.getCamelContext().createFluentProducerTemplate()) {
            return camel.to("direct:fetch-page")
                    .withVariable("run", run)
                    .withVariable("slice", reading.slice())
                    .withVariable("reading", reading)
                    .request(PageResult.class);
        } catch (CamelExecutionException e) {
            throw unwrapped(e);
        } catch (IOException e) {
            throw new IllegalStateException("a producer template closes", e);
        }
    }

    /** A source that is connected. */
    public Source.Connection source(String name) {
        return beans.source(name);
    }

    /** A bean that the routes name. */
    public <T> T bean(String name, Class<T> type) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }

    private static RuntimeException unwrapped(CamelExecutionException failure) {
        return stateFailure(failure)
                .or(() -> Optional.ofNullable(failure.getCause()))
                .filter(RuntimeException.class::isInstance)
                .map(RuntimeException.class::cast)
                .orElse(failure);
    }

    /** Camel tells it in words of its own where it went wrong on the way to a method. */
    private static Optional<Throwable> stateFailure(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(StateException.class::isInstance)
                .findFirst();
    }

    /** Hands in again what waits for the sinks, as far as they take it, and entities that are to be normalised again. */
    public void replay() {
        try (var camel = main.getCamelContext().createProducerTemplate()) {
            camel.sendBody("direct:replay-released", null);
        } catch (IOException e) {
            throw new IllegalStateException("a producer template closes", e);
        }
    }

    /**
     * Makes records anew of what a run left in the raw zone, asking no API.
     *
     * @throws io.tourbus.lake.LakeException when something of it cannot be read
     */
    public ReprocessProgress reprocess(String runId) {
        return request("direct:reprocess-run", runId, ReprocessProgress.class);
    }

    /** The runs that began on a day of UTC and have a manifest in the lake, the first one first. */
    public List<String> runsOf(LocalDate day) {
        return bean("reprocessor", Reprocessor.class).runsOf(day);
    }

    /** How far each of the runs under way has come. */
    public List<RunProgress> underWay() {
        return jobs().map(RunManager::active).orElse(List.of());
    }

    /** What a setting says that the start has checked, as a placeholder in a route would have it. */
    public String setting(String key) {
        return main.getCamelContext().resolvePropertyPlaceholders("{{%s}}".formatted(key));
    }

    /**
     * Copies the state as it is now, however much it is in use.
     *
     * @param zip to be written, with the embedded database
     */
    public void backUpState(Path zip) {
        beans.state().backUp(zip);
    }

    /** How far the runs under way have come, in one line; empty when there are none. */
    public String progress() {
        return jobs().map(RunManager::progress).orElse("");
    }

    /**
     * Starts the routes as {@link #start()} does, and stays until the process is told to end.
     *
     * @param started what to do once they run
     */
    public void serve(Runnable started) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport main) {
                started.run();
            }
        });
        try {
            main.run();
        } catch (Exception e) {
            close();
            throw StartException.from(e);
        }
    }

    @Override
    public void close() {
        main.stop();
        beans.close();
    }
}
