package io.tourbus.app;

import io.tourbus.app.Wiring.Profile;
import io.tourbus.app.settings.Home;
import io.tourbus.app.settings.StartException;
import io.tourbus.app.settings.StateInUseException;
import io.tourbus.deadletter.Redelivery.Redelivered;
import io.tourbus.deadletter.Reprocessor;
import io.tourbus.deadletter.Reprocessor.ReprocessProgress;
import io.tourbus.lake.LakeReader;
import io.tourbus.operations.LocalOperations;
import io.tourbus.operations.Operations;
import io.tourbus.operations.RouteCaller;
import io.tourbus.reload.LiveContext;
import io.tourbus.run.Run;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunReport;
import io.tourbus.settings.CamelProperties;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.Source;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.state.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultMainShutdownStrategy;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Camel Main with the routes and beans of Tourbus, and methods that send to these routes. Routes and settings come from the
 * home folder (system property {@code tourbus.home} or environment variable {@code TOURBUS_HOME}), or from the jar if neither
 * is set.
 */
public final class TourbusContext implements AutoCloseable {

    private final Main main;
    private final Wiring wiring;
    private final CompletableFuture<Void> crypto;

    /** @param overrides settings that win over the files; the environment wins over both */
    public TourbusContext(Map<String, String> overrides, Clock clock) {
        this(SettingsOverrides.of(overrides), clock);
    }

    /** @param overrides settings that win over the file of the home folder */
    public TourbusContext(SettingsOverrides overrides, Clock clock) {
        this(Modules.installed(), overrides, clock);
    }

    public TourbusContext(Modules modules, SettingsOverrides overrides, Clock clock) {
        this(modules, overrides, Profile.RUN, clock);
    }

    private TourbusContext(Modules modules, SettingsOverrides overrides, Profile profile, Clock clock) {
        Home.requireSettings();
        Home.requireOwnRoutes();
        crypto = NativeCrypto.installInBackground();
        main = newMain(overrides, profile.routeFiles(modules.sources()));
        wiring = new Wiring(modules, overrides, profile, clock);
        main.addMainListener(wiring);
        var shutdown = new DefaultMainShutdownStrategy(main);
        shutdown.addShutdownListener(() -> runManager().ifPresent(RunManager::end));
        main.setShutdownStrategy(shutdown);
    }

    /** With everything that {@link #serve} needs: administration, health checks and reload. */
    public static TourbusContext serving(Modules modules, SettingsOverrides overrides, Clock clock) {
        return new TourbusContext(modules, overrides, Profile.SERVE, clock);
    }

    /**
     * Can read pages of the sources, but delivers nothing. It needs no AWS credentials.
     *
     * @param withState whether it uses the state of past runs; otherwise it starts with an empty state in memory
     */
    public static TourbusContext withoutSinks(
            Modules modules, SettingsOverrides overrides, boolean withState, Clock clock) {
        return new TourbusContext(modules, overrides, withState ? Profile.PREVIEW_WITH_STATE : Profile.PREVIEW, clock);
    }

    /** Loads all routes, but starts none. */
    public static TourbusContext withoutAutoStartup(Modules modules, SettingsOverrides overrides, Clock clock) {
        var context = new TourbusContext(modules, overrides, clock);
        context.main.configure().withAutoStartup(false);
        return context;
    }

    /** Leaves signals to the process that embeds Tourbus: a SIGTERM does not wait for runs. */
    public TourbusContext withoutShutdownHook() {
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        return this;
    }

    /** Sets who starts the runs; {@code cli} by default. */
    public TourbusContext startedBy(String initiator) {
        wiring.startedBy(initiator);
        return this;
    }

    /** @param routes names of route files, without folder and extension */
    static Main newMain(SettingsOverrides overrides, List<String> routes) {
        var main = new Main() {
            @Override
            protected CamelContext createCamelContext() {
                var context = new LiveContext();
                context.getCamelContextExtension().setRegistry(registry);
                return context;
            }

            @Override
            protected void configurePropertiesService(CamelContext context) throws Exception {
                CamelProperties.useUtf8(context);
                super.configurePropertiesService(context);
            }
        };
        var home = Home.location();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations(home + "application.properties");
        main.setInitialProperties(SettingsTable.declaredDefaults());
        main.setOverrideProperties(overrides.values());
        main.configure()
                .withRoutesIncludePattern(routes.stream()
                        .map(route -> "%sroutes/%s.camel.yaml".formatted(home, route))
                        .collect(Collectors.joining(",")));
        return main;
    }

    /**
     * Starts the routes.
     *
     * @throws ConfigurationException if the settings have problems
     * @throws StateInUseException if another process uses the state
     * @throws StartException if a route, an option or a service prevents the start
     */
    public TourbusContext start() {
        try {
            main.init();
            wiring.beforeStart(main);
            main.start();
            crypto.join();
            return this;
        } catch (Exception e) {
            throw failed(e);
        }
    }

    private RuntimeException failed(Exception failure) {
        var reason = StartException.from(failure);
        var inHook = reason instanceof StartException
                ? HookFolder.diagnose(main.getCamelContext())
                : Optional.<String>empty();
        close();
        return inHook.<RuntimeException>map(problem -> new ConfigurationException(List.of(problem)))
                .orElse(reason);
    }

    /**
     * Starts the routes like {@link #start()}, and returns when the process is stopped.
     *
     * @param started is called once the routes are started
     */
    public void serve(Runnable started) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport main) {
                crypto.join();
                started.run();
            }
        });
        try {
            main.run();
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /**
     * Runs a job to its end. It continues the last run of the job if that was interrupted and had the same options.
     *
     * @throws io.tourbus.job.UnknownJobException if there is no such job
     * @throws io.tourbus.job.JobRunningException if the job is running already
     */
    public RunReport run(String job) {
        return request(route -> route.to("direct:run-job").withBody(job).request(RunReport.class));
    }

    /** Like {@link #run}, but with the dates of the interrupted run instead of those of the settings. */
    public RunReport resume(String job) {
        return request(route -> route.to("direct:resume-run").withBody(job).request(RunReport.class));
    }

    /**
     * Reads the next page of a slice.
     *
     * @throws io.tourbus.source.error.SourceException if the source does not return it
     */
    public PageResult page(Run run, SliceReading reading) {
        return request(route -> route.to("direct:fetch-page")
                .withVariable("run", run)
                .withVariable("slice", reading.slice())
                .withVariable("reading", reading)
                .request(PageResult.class));
    }

    /** Redelivers all dead letters that have been released for it, as far as the sinks accept them. */
    public void replay() {
        request(route -> route.to("direct:replay-released").request(Object.class));
    }

    /** Redelivers these dead letters, if they have been released for it, as far as the sinks accept them. */
    public void replay(Collection<Long> ids) {
        request(route -> route.to("direct:replay-released")
                .withVariable("selected", Set.copyOf(ids))
                .request(Object.class));
    }

    /**
     * Rebuilds the records of a run from its raw objects, without calling an API.
     *
     * @throws io.tourbus.lake.LakeException if an object or the manifest cannot be read
     */
    public ReprocessProgress reprocess(String runId) {
        return request(route -> route.to("direct:reprocess-run").withBody(runId).request(ReprocessProgress.class));
    }

    /**
     * Sends what the lake holds of a run to a sink, without calling an API.
     *
     * @param from the bucket to read; {@code null} for that of the lake
     * @throws io.tourbus.lake.LakeException if an object or the manifest cannot be read
     */
    public Redelivered redeliver(String runId, String sink, String from) {
        return request(route -> route.to("direct:resend-run")
                .withVariable("sink", sink)
                .withVariable("from", from)
                .withBody(runId)
                .request(Redelivered.class));
    }

    private <T> T request(Function<FluentProducerTemplate, T> call) {
        return new RouteCaller(main.getCamelContext()).request(call);
    }

    /** The operations with this context, which stays open. */
    public Operations operations() {
        return new LocalOperations(new Access(this));
    }

    private record Access(TourbusContext context) implements LocalOperations.Access {

        @Override
        public State state() {
            return context.state();
        }

        @Override
        public CamelContext camel() {
            return context.camel();
        }
    }

    State state() {
        return wiring.state();
    }

    CamelContext camel() {
        return main.getCamelContext();
    }

    /** A bean of the registry; {@code null} if there is none. */
    public <T> T bean(String name, Class<T> type) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }

    /** Empty before the start. */
    public Optional<RunManager> runManager() {
        return Optional.ofNullable(main.getCamelContext())
                .map(camel -> camel.getRegistry().lookupByNameAndType("runManager", RunManager.class));
    }

    public Source.Connection source(String name) {
        return wiring.sources().byName().get(name);
    }

    /**
     * Checks the queue of slices without connecting to it.
     *
     * @return whether there is one
     * @throws ConfigurationException if it is not valid
     */
    public boolean checkQueue() {
        return wiring.checkQueue(main.getCamelContext());
    }

    /** The number of routes. */
    public int routes() {
        return main.getCamelContext().getRoutesSize();
    }

    /** The current interval between two requests to a source. */
    public long millisPerRequest(String source) {
        return wiring.sources().controls().get(source).getMillisPerRequest();
    }

    /** The runs that began on a UTC day and have a manifest in the lake, the earliest first. */
    public List<String> runsOf(LocalDate day) {
        return bean("reprocessor", Reprocessor.class).runsOf(day);
    }

    /** @param from the bucket with the manifests; {@code null} for that of the lake */
    public List<String> runsOf(LocalDate day, String from) {
        return from == null
                ? runsOf(day)
                : bean("lakeReader", LakeReader.class).from(from).runsOf(day);
    }

    /** The progress of the active runs in one line; empty if there are none. */
    public String progress() {
        return runManager().map(RunManager::progress).orElse("");
    }

    /** A setting, resolved like a placeholder in a route. */
    public String setting(String key) {
        return main.getCamelContext().resolvePropertyPlaceholders("{{%s}}".formatted(key));
    }

    /**
     * Writes a consistent copy of the embedded database, even while it is in use.
     *
     * @param zip the file to write
     */
    public void backUpState(Path zip) {
        wiring.state().backUp(zip);
    }

    @Override
    public void close() {
        main.stop();
        wiring.close();
    }
}
