package io.tourbus.reload;

import io.tourbus.reload.RouteFiles.ReloadException;
import io.tourbus.reload.RouteFiles.RouteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the route files and replaces edited routes in the running Camel context. It first builds all changed routes next to the
 * running ones, and replaces routes only if all of them can be built. The reload of Camel itself removes a route before it builds
 * the new one.
 */
final class RouteReloader {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");

    private final CamelContext camel;
    private final Path folder;
    private final Function<Throwable, String> describe;
    private final RouteReader reader;
    private final StableFiles files;
    private final Map<Path, Optional<String>> rejected = new TreeMap<>();
    private final RouteSwapper swapper;
    private RouteFiles current = new RouteFiles(Map.of());

    /**
     * @param folder contains the route files, which Camel has loaded
     * @param busyTimeout how long to wait for a busy route before its replacement is deferred; new messages wait as long
     * @param describe describes a failure on one line
     */
    RouteReloader(CamelContext camel, Path folder, Duration busyTimeout, Function<Throwable, String> describe) {
        this.camel = camel;
        this.reader = new RouteReader(camel);
        this.swapper = new RouteSwapper(camel, busyTimeout, describe);
        this.folder = folder;
        this.files = StableFiles.inFolder(folder, ".camel.yaml");
        this.describe = describe;
    }

    void begin() throws IOException {
        Map<Path, RouteFile> initial = new TreeMap<>();
        files.begin().forEach((file, bytes) -> initial.put(file, RouteFile.parse(bytes)));
        current = new RouteFiles(initial);
    }

    void poll() throws IOException {
        var edits = files.takeEdits();
        if (!edits.isEmpty()) {
            apply(edits);
        }
        swapper.retryDeferred();
    }

    /** Applies edits together with those rejected before, which can belong to the same change; otherwise without them. */
    private void apply(Map<Path, Optional<String>> edits) {
        rejected.putAll(edits);
        try {
            change(rejected, Map.of());
            rejected.clear();
        } catch (Throwable e) {
            if (rejected.size() > edits.size()) {
                applyAlone(edits);
            } else {
                logRejection(edits, e);
            }
        }
    }

    private void applyAlone(Map<Path, Optional<String>> edits) {
        Map<Path, Optional<String>> others = new TreeMap<>(rejected);
        others.keySet().removeAll(edits.keySet());
        try {
            change(edits, others);
            rejected.keySet().removeAll(edits.keySet());
        } catch (Throwable e) {
            logRejection(edits, e);
        }
    }

    private void logRejection(Map<Path, Optional<String>> edits, Throwable failure) {
        var names = edits.keySet().stream().map(this::name).collect(Collectors.joining(","));
        LOG.error("reload rejected, current version stays active file={} reason={}", names, describe.apply(failure));
    }

    private String name(Path file) {
        return folder.relativize(file).toString();
    }

    /** @param others rejected edits; a route that they mention cannot be removed */
    private void change(Map<Path, Optional<String>> edits, Map<Path, Optional<String>> others) throws Exception {
        var after = parse(edits);
        var templateIds = RouteFiles.differences(current.templates(), after.templates());
        after.requireConsistent(templateIds);
        var runningContents = current.routes();
        var routeIds = RouteFiles.differences(runningContents, after.routes());
        requireUnused(routeIds);
        requireNotMentioned(routeIds, after, others);
        swap(after, routeIds, templateIds, id -> Optional.ofNullable(runningContents.get(id)));
        updateTemplates(after, templateIds);
        current = after;
    }

    private RouteFiles parse(Map<Path, Optional<String>> edits) {
        Map<Path, RouteFile> all = new TreeMap<>(current.files());
        edits.forEach((file, bytes) -> {
            try {
                var before = current.files().getOrDefault(file, RouteFile.MISSING);
                var after = bytes.map(RouteFile::parse).orElse(RouteFile.MISSING);
                requireReloadable(before, after);
                all.put(file, after);
            } catch (ReloadException e) {
                throw edits.size() == 1 ? e : new ReloadException("%s: %s".formatted(name(file), e.getMessage()));
            }
        });
        all.values().removeIf(RouteFile.MISSING::equals);
        return new RouteFiles(all);
    }

    private static void requireReloadable(RouteFile before, RouteFile after) {
        if (before.equals(after)) {
            return;
        }
        after.startupOnlyElement().or(before::startupOnlyElement).ifPresent(element -> {
            throw new ReloadException(
                    "The file contains %s, which Tourbus reads only at startup. Restart Tourbus.".formatted(element));
        });
        if (!before.others().equals(after.others())) {
            throw new ReloadException(
                    "The file contains an element that is neither a route nor a route template. Remove it, or restart Tourbus.");
        }
    }

    /** Camel can have routes that are in no file. */
    private void requireUnused(Set<String> routeIds) {
        var known = current.routes().keySet();
        for (var id : routeIds) {
            if (!known.contains(id) && !swapper.isDeferred(id) && camel.getRoute(id) != null) {
                throw new ReloadException("The route '%s' already exists. Use another ID.".formatted(id));
            }
        }
    }

    private void requireNotMentioned(Set<String> routeIds, RouteFiles after, Map<Path, Optional<String>> others) {
        var removed = removed(routeIds, after);
        others.forEach((file, bytes) -> removed.stream()
                .filter(id -> bytes.filter(text -> text.contains(id)).isPresent())
                .findFirst()
                .ifPresent(id -> {
                    throw new ReloadException("The route '%s' would be removed, but the rejected file %s mentions it."
                                    .formatted(id, name(file))
                            + " Correct that file first.");
                }));
    }

    /** Rebuilds the routes that refer to one of the changed properties. */
    void rebuildRoutesWith(Set<String> properties) {
        try {
            if (!properties.isEmpty()) {
                swapper.expectChangesInDeferred();
                swap(current, current.routesReferencing(properties), Set.of(), id -> Optional.empty());
            }
        } catch (Exception e) {
            LOG.error(
                    "reload rejected, current version stays active properties={} reason={}",
                    properties,
                    describe.apply(e));
        }
    }

    /**
     * Builds all routes as a test before it replaces any.
     *
     * @param routeIds the routes that differ
     * @param templateIds the templates that differ
     * @param runningContents returns the content of a running route by its ID
     */
    private void swap(
            RouteFiles after,
            Set<String> routeIds,
            Set<String> templateIds,
            Function<String, Optional<Object>> runningContents)
            throws Exception {
        var contents = after.routes();
        Set<String> toReplace = new LinkedHashSet<>(routeIds);
        toReplace.removeIf(id -> swapper.isStillRunning(id, contents.get(id)));
        requireBeans(after, toReplace);
        var templates = templates(after, templateIds);
        swapper.testBuild(read(after, toReplace, templates));
        var deferred = swapper.swap(toReplace, read(after, toReplace, templates), runningContents);
        routeIds.stream().filter(id -> !toReplace.contains(id)).forEach(swapper::cancel);
        logChanges(after, routeIds, deferred);
    }

    private List<RouteTemplateDefinition> templates(RouteFiles routes, Set<String> ids) throws Exception {
        List<RouteTemplateDefinition> templates = new ArrayList<>();
        for (var entry : routes.files().entrySet()) {
            if (entry.getValue().templates().keySet().stream().anyMatch(ids::contains)) {
                templates.addAll(reader.templates(entry.getKey()));
            }
        }
        templates.removeIf(template -> !ids.contains(template.getId()));
        return templates;
    }

    private List<RouteDefinition> read(RouteFiles routes, Set<String> ids, List<RouteTemplateDefinition> templates)
            throws Exception {
        List<RouteDefinition> definitions = new ArrayList<>();
        for (var entry : routes.byFile(ids).entrySet()) {
            definitions.addAll(reader.routes(entry.getKey(), entry.getValue(), templates));
        }
        return definitions;
    }

    private void updateTemplates(RouteFiles routes, Set<String> ids) throws Exception {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        for (var id : ids) {
            var old = model.getRouteTemplateDefinition(id);
            if (old != null) {
                model.removeRouteTemplateDefinition(old);
            }
        }
        model.addRouteTemplateDefinitions(templates(routes, ids));
    }

    /** Camel itself looks up a bean only when it is first used. */
    private void requireBeans(RouteFiles routes, Set<String> ids) {
        routes.beans(ids)
                .map(camel::resolvePropertyPlaceholders)
                .filter(bean -> camel.getRegistry().lookupByName(bean) == null)
                .findFirst()
                .ifPresent(bean -> {
                    throw new ReloadException("Unknown bean: '%s'.".formatted(bean));
                });
    }

    private static Set<String> removed(Set<String> routeIds, RouteFiles after) {
        var removed = new LinkedHashSet<>(routeIds);
        removed.removeAll(after.routes().keySet());
        return removed;
    }

    private void logChanges(RouteFiles after, Set<String> routeIds, Set<String> deferred) {
        var old = current.routes().keySet();
        var removed = removed(routeIds, after);
        var byFile = after.byFile(routeIds);
        current.byFile(removed)
                .forEach((file, ids) -> byFile.computeIfAbsent(file, key -> new LinkedHashSet<>())
                        .addAll(ids));
        byFile.forEach((file, ids) -> LOG.info(
                "reload file={} changed={} added={} removed={} later={}",
                name(file),
                ids.stream()
                        .filter(id -> old.contains(id) && !removed.contains(id))
                        .toList(),
                ids.stream().filter(id -> !old.contains(id)).toList(),
                ids.stream().filter(removed::contains).toList(),
                ids.stream().filter(deferred::contains).toList()));
    }
}
