package io.tourbus.reload;

import io.tourbus.described.DescribedSource;
import io.tourbus.reload.LiveContext.NotRestoredException;
import io.tourbus.reload.ReloadStatus.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the settings and the routes in the home folder, and applies edits. Each version of the folder is applied as a whole: all
 * its settings, and all its routes. If the settings or the routes have a mistake, they stay as they are, and the others are applied.
 */
public final class ReloadService extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");
    private static final long POLL_MILLIS = 250;
    private static final Pattern LINE = Pattern.compile("set in .*? line (\\d+)");

    private final LiveContext camel;
    private final Path settingsFile;
    private final Path sources;
    private final EditedDescriptions descriptions;
    private final Supplier<SettingsEdit> settings;
    private final ReloadStatus status;
    private final Function<Throwable, String> describe;
    private final Clock clock;
    private final StableFiles files;
    private final RouteBuilds builds;
    private ScheduledExecutorService poller;
    private String lastTrouble = "";
    private RouteSet running = new RouteSet(Map.of());
    private Optional<String> runningSettings = Optional.empty();

    /**
     * @param home the home folder, whose settings and routes Camel has loaded
     * @param excludedRouteFiles the names of the route files that Camel has not loaded, and does not need
     * @param settings reads the settings file
     * @param described the sources that files in the home folder describe
     * @param describe describes a failure of the settings on one line
     */
    public ReloadService(
            LiveContext camel,
            Path home,
            Set<String> excludedRouteFiles,
            Supplier<SettingsEdit> settings,
            List<DescribedSource> described,
            ReloadStatus status,
            Function<Throwable, String> describe,
            Clock clock) {
        this.camel = camel;
        this.settingsFile = home.resolve("application.properties");
        this.sources = home.resolve("sources");
        this.descriptions = new EditedDescriptions(described);
        this.settings = settings;
        this.status = status;
        this.describe = describe;
        this.clock = clock;
        var routes = home.resolve("routes");
        this.files = new StableFiles(
                settingsFile,
                Map.of(routes, ".camel.yaml", routes.resolve("hooks"), ".camel.yaml", sources, ".source.yaml"),
                excludedRouteFiles);
        this.builds = new RouteBuilds(camel);
    }

    @Override
    protected void doStart() throws IOException {
        begin();
        poller = camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "reload");
        poller.scheduleWithFixedDelay(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        if (poller != null) {
            camel.getExecutorServiceManager().shutdownNow(poller);
        }
    }

    void begin() throws IOException {
        var contents = new TreeMap<>(files.begin());
        runningSettings = Optional.ofNullable(contents.remove(settingsFile));
        descriptions.begin(takeSources(contents));
        running = RouteSet.loaded(contents);
    }

    /** Removes the descriptions of sources, and returns them. */
    private Map<Path, String> takeSources(Map<Path, String> contents) {
        Map<Path, String> taken = new TreeMap<>(contents);
        taken.keySet().removeIf(file -> !file.startsWith(sources));
        contents.keySet().removeAll(taken.keySet());
        return taken;
    }

    void poll() {
        try {
            files.takeEdited().ifPresent(this::apply);
            camel.closeRetired();
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

    private void apply(Map<Path, String> contents) {
        var routes = new TreeMap<>(contents);
        var text = Optional.ofNullable(routes.remove(settingsFile));
        List<RefusedException> refused = new ArrayList<>();
        descriptions.apply(takeSources(routes), refused);
        var edit = text.equals(runningSettings) ? Optional.<SettingsEdit>empty() : read(text, refused);
        var target = parse(routes, refused);
        try {
            change(edit, target);
            edit.ifPresent(applied -> runningSettings = text);
        } catch (RefusedException e) {
            if (edit.isPresent() && target != running) {
                applySeparately(edit.get(), text, target, refused);
            } else {
                refused.add(e);
            }
        }
        report(refused);
    }

    private void applySeparately(
            SettingsEdit edit, Optional<String> text, RouteSet target, List<RefusedException> refused) {
        try {
            change(Optional.of(edit), running);
            runningSettings = text;
        } catch (RefusedException e) {
            refused.add(e);
        }
        try {
            change(Optional.empty(), target);
        } catch (RefusedException e) {
            refused.add(e);
        }
    }

    private Optional<SettingsEdit> read(Optional<String> text, List<RefusedException> refused) {
        try {
            if (text.isEmpty()) {
                throw new RefusedException(settingsFile, 0, "The file is missing.");
            }
            RouteFile.decode(settingsFile, text.get());
            return Optional.of(settings.get());
        } catch (RefusedException e) {
            refused.add(e);
        } catch (RuntimeException e) {
            var reason = describe.apply(e);
            var line = LINE.matcher(reason);
            refused.add(new RefusedException(settingsFile, line.find() ? Integer.parseInt(line.group(1)) : 0, reason));
        }
        return Optional.empty();
    }

    /** Returns the running routes if the files cannot replace them. */
    private RouteSet parse(Map<Path, String> contents, List<RefusedException> refused) {
        try {
            var target = RouteSet.parse(contents, running);
            return target.equals(running) ? running : target;
        } catch (RefusedException e) {
            refused.add(e);
            return running;
        }
    }

    /** @throws RefusedException if the edit and the routes cannot be applied; nothing has then changed */
    private void change(Optional<SettingsEdit> edit, RouteSet target) {
        Set<String> ids = new LinkedHashSet<>(target.changedFrom(running));
        edit.ifPresent(SettingsEdit::publish);
        try {
            edit.ifPresent(settingsEdit -> ids.addAll(target.routesReferencing(settingsEdit.properties())));
            swap(edit, target, ids);
        } catch (RefusedException e) {
            edit.ifPresent(SettingsEdit::revert);
            throw edit.isPresent() && target == running ? inSettings(edit.get(), e) : e;
        }
        edit.map(SettingsEdit::summary)
                .filter(summary -> !summary.isEmpty())
                .ifPresent(summary -> LOG.info("reload file={} {}", settingsFile.getFileName(), summary));
        logChanges(target, ids);
        running = target;
    }

    private void swap(Optional<SettingsEdit> edit, RouteSet target, Set<String> ids) {
        if (ids.isEmpty()) {
            edit.ifPresent(this::put);
            replaceTemplates(target);
            return;
        }
        try {
            requireUnused(target, ids);
            var candidates = builds.build(target, ids);
            try {
                edit.ifPresent(this::put);
            } catch (RefusedException e) {
                camel.discard(candidates);
                throw e;
            }
            camel.swap(ids, candidates);
            replaceTemplates(target);
        } catch (RefusedException e) {
            throw e;
        } catch (NotRestoredException e) {
            LOG.error("reload failed reason={}", e.getMessage());
            status.failed(e.getMessage());
            throw RouteBuilds.notStarted(target, ids, e.getCause());
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw RouteBuilds.notStarted(target, ids, e);
        }
    }

    private void put(SettingsEdit edit) {
        try {
            edit.apply();
        } catch (RuntimeException e) {
            throw new RefusedException(settingsFile, 0, describe.apply(e));
        }
    }

    private void replaceTemplates(RouteSet target) {
        try {
            builds.replaceTemplates(running, target);
        } catch (Exception e) {
            throw new IllegalStateException("templates that were built can be added", e);
        }
    }

    /** Camel can have routes that are in no file. */
    private void requireUnused(RouteSet target, Set<String> ids) {
        var known = running.routes().keySet();
        var places = target.routes();
        for (var id : ids) {
            if (!known.contains(id) && camel.getRoute(id) != null) {
                throw places.get(id).refuse(id, "The route '%s' already exists. Use another ID.".formatted(id));
            }
        }
    }

    /** A route cannot be built with the new values, so the line of the value is at fault, unless it was removed. */
    private RefusedException inSettings(SettingsEdit edit, RefusedException inRoute) {
        var line = edit.properties().stream()
                .mapToInt(edit::line)
                .filter(number -> number > 0)
                .findFirst()
                .orElse(0);
        return inRoute.file() == null || inRoute.file().equals(settingsFile)
                ? inRoute
                : new RefusedException(
                        settingsFile,
                        line,
                        "A route uses %s: %s line %d: %s"
                                .formatted(
                                        String.join(", ", edit.properties()),
                                        name(inRoute.file()),
                                        inRoute.line(),
                                        inRoute.getMessage()));
    }

    private void logChanges(RouteSet target, Set<String> ids) {
        var before = running.routes();
        var after = target.routes();
        Map<Path, Set<String>> byFile = new TreeMap<>();
        for (var id : ids) {
            var place = after.containsKey(id) ? after.get(id) : before.get(id);
            byFile.computeIfAbsent(place.file().path(), file -> new LinkedHashSet<>())
                    .add(id);
        }
        byFile.forEach((file, changed) -> LOG.info(
                "reload file={} changed={} added={} removed={}",
                name(file),
                changed.stream()
                        .filter(id -> before.containsKey(id) && after.containsKey(id))
                        .toList(),
                changed.stream().filter(id -> !before.containsKey(id)).toList(),
                changed.stream().filter(id -> !after.containsKey(id)).toList()));
    }

    private void report(List<RefusedException> refused) {
        var before = status.refused();
        var now = refused.stream()
                .map(edit -> new Refusal(
                        name(edit.file()),
                        edit.line(),
                        edit.getMessage(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()))
                .toList();
        now.forEach(edit -> LOG.error(
                "reload rejected, current version stays active file={}{} reason={}",
                edit.file(),
                edit.line() == 0 ? "" : " line=" + edit.line(),
                edit.reason()));
        var names = now.stream().map(Refusal::file).collect(Collectors.toSet());
        before.stream()
                .map(Refusal::file)
                .filter(file -> !names.contains(file))
                .distinct()
                .forEach(file -> LOG.info("reload accepted, the file is no longer rejected file={}", file));
        status.update(now);
    }

    private String name(Path file) {
        return Objects.toString(file.getFileName());
    }
}
