package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.settings.PropertiesFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.quartz.impl.SchedulerRepository;

/** A small context with routes of several kinds in a folder, whose edits are applied by {@link #poll}. */
final class EditedRoutes implements AutoCloseable {

    /** What shows of a route. */
    record Line(String file, String state, String description) {}

    /** The name of a file that Camel does not load. */
    static final String NOT_LOADED = "not-loaded.camel.yaml";

    final LiveContext camel = new LiveContext(Duration.ofSeconds(2));
    final CountDownLatch gate = new CountDownLatch(1);
    /** Whether a consumer that was stopped can be started again. */
    final AtomicBoolean restartable = new AtomicBoolean(true);

    /** What happens when a consumer starts. */
    final AtomicReference<Runnable> starting = new AtomicReference<>(() -> {});

    final ReloadStatus status = new ReloadStatus();
    final Path folder;
    final Path settings;
    private final ReloadService service;
    private final Map<Path, String> properties = new TreeMap<>();

    EditedRoutes(Path home, Map<String, String> files, String settingsText) throws Exception {
        folder = Files.createDirectories(home.resolve("routes"));
        settings = Files.writeString(home.resolve("application.properties"), settingsText);
        camel.getRegistry().bind("gate", (Processor) exchange -> gate.await(20, TimeUnit.SECONDS));
        camel.getRegistry().bind("open", (Processor) exchange -> {});
        camel.getRegistry().bind("greeter", new Greeter());
        camel.addComponent("direct", new GatedDirectComponent());
        camel.addComponent("fragile", new FragileComponent());
        camel.getPropertiesComponent().setLocation("file:" + settings);
        camel.start();
        for (var file : new TreeMap<>(files).entrySet()) {
            var path = Files.writeString(folder.resolve(file.getKey()), file.getValue());
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:" + path));
        }
        service = new ReloadService(
                camel,
                home,
                Set.of(NOT_LOADED),
                this::readSettings,
                List.of(),
                status,
                e -> Objects.requireNonNullElse(e.getMessage(), e.toString()),
                Clock.systemUTC());
        service.begin();
        properties.put(settings, settingsText);
    }

    /** A bean with one method. */
    public static final class Greeter {
        public String greet(String name) {
            return "hello " + name;
        }
    }

    /** An edit counts once two polls read the same. */
    void poll() {
        service.poll();
        service.poll();
    }

    void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    void writeLatin(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    Map<String, Line> catalogue() {
        Map<String, Line> lines = new TreeMap<>();
        for (var route : camel.getRoutes()) {
            var location = String.valueOf(route.getSourceLocationShort());
            lines.put(
                    route.getId(),
                    new Line(
                            location.replaceFirst(":\\d+$", ""),
                            camel.getRouteController()
                                    .getRouteStatus(route.getId())
                                    .name(),
                            route.getDescription()));
            assertThat(camel.getRouteDefinition(route.getId()).getDescriptionText())
                    .isEqualTo(route.getDescription());
        }
        assertThat(camel.getRouteDefinitions()).hasSameSizeAs(camel.getRoutes());
        return lines;
    }

    String call(String name) {
        try (var template = camel.createProducerTemplate()) {
            return template.requestBody("direct:" + name, "", String.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The edits that are refused, as {@code file line N: reason}. */
    List<String> refused() {
        return status.refused().stream().map(ReloadStatus.Refusal::toString).toList();
    }

    private SettingsEdit readSettings() {
        try {
            var text = Files.readString(settings);
            var before = Files.writeString(settings.resolveSibling("before"), properties.get(settings));
            var edited = PropertiesFile.read(settings);
            var old = PropertiesFile.read(before);
            var changed = edited.changedFrom(old);
            return new SettingsEdit() {
                @Override
                public Set<String> properties() {
                    return changed;
                }

                @Override
                public int line(String property) {
                    return edited.line(property).orElse(0);
                }

                @Override
                public void publish() {
                    set(edited);
                }

                @Override
                public void apply() {
                    if (text.contains("impossible")) {
                        throw new IllegalStateException("impossible");
                    }
                    properties.put(settings, text);
                }

                @Override
                public void revert() {
                    set(old);
                }

                @Override
                public String summary() {
                    return "at_once=" + changed;
                }

                private void set(PropertiesFile version) {
                    var component = (PropertiesComponent) camel.getPropertiesComponent();
                    component.setInitialProperties(new java.util.Properties());
                    changed.forEach(key -> {
                        var source = (org.apache.camel.component.properties.AbstractLocationPropertiesSource)
                                component.getPropertiesSources().get(0);
                        if (version.values().containsKey(key)) {
                            source.setProperty(key, version.values().getProperty(key));
                        } else {
                            source.loadProperties().remove(key);
                        }
                    });
                }
            };
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gate.countDown();
        var start = System.nanoTime();
        camel.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("Camel waits 10 s for each thread of a replaced route that still runs")
                .isLessThan(Duration.ofSeconds(10));
        assertThat(SchedulerRepository.getInstance().lookupAll())
                .as("schedulers of Quartz that still run")
                .isEmpty();
    }

    /** Its consumers do not start if the option {@code fail} says so, or if they were started before. */
    private final class FragileComponent extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            var fail = getAndRemoveParameter(parameters, "fail", Boolean.class, false);
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {
                        private boolean started;

                        @Override
                        protected void doStart() throws Exception {
                            super.doStart();
                            starting.get().run();
                            if (fail || started && !restartable.get()) {
                                throw new IllegalStateException("The port is taken");
                            }
                            started = true;
                        }
                    };
                }

                @Override
                public Exchange createExchange() {
                    return super.createExchange();
                }
            };
        }
    }
}
