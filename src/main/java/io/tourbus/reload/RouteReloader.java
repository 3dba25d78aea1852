package io.tourbus.reload;

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
 * Watches the folder of routes. A file that has been edited is tried out beside what runs; only the routes in it that say something else
 * are swapped, and only if all of them could be built. Camel's own reload removes a route before it knows whether there is another one.
 */
final class RouteReloader {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");
    private final CamelContext camel;
    private final Path folder;
    private final Function<Throwable, String> told;
    private final RouteReader reader;
    private final StableFiles edits;
    private final Map<Path, RouteFile> known = new TreeMap<>();
    private final Map<Path, Optional<String>> refused = new TreeMap<>();
    private final RouteSwapper swaps;

    /**
     * @param folder with files of routes, all of which Camel has read
     * @param patience how long others may have to wait for a busy route, before it is swapped later
     * @param told what is said of a failure, in a line
     */
    RouteReloader(CamelContext camel, Path folder, Duration patience, Function<Throwable, String> told) {
        this.camel = camel;
        this.reader = new RouteReader(camel);
        this.swaps = new RouteSwapper(camel, patience, told);
        this.folder = folder;
        this.edits = new StableFiles(new RouteFolder(folder)::read);
        this.told = told;
    }

    void begin() throws IOException {
        edits.begin().forEach((file, text) -> known.put(file, RouteFolder.parsed(text)));
    }

    void look() throws IOException {
        var edited = edits.markApplied();
        if (!edited.isEmpty()) {
            take(edited);
        }
        swaps.doWhatWasPutOff();
    }

    /** Together with what was refused before, which may be one change with it; else alone. */
    private void take(Map<Path, Optional<String>> edited) {
        refused.putAll(edited);
        try {
            change(refused, Map.of());
            refused.clear();
        } catch (Throwable e) {
            if (refused.size() > edited.size()) {
                takeAlone(edited);
            } else {
                refuse(edited, e);
            }
        }
    }

    private void takeAlone(Map<Path, Optional<String>> edited) {
        Map<Path, Optional<String>> others = new TreeMap<>(refused);
        others.keySet().removeAll(edited.keySet());
        try {
            change(edited, others);
            refused.keySet().removeAll(edited.keySet());
        } catch (Throwable e) {
            refuse(edited, e);
        }
    }

    private void refuse(Map<Path, Optional<String>> edited, Throwable why) {
        var names = edited.keySet().stream().map(this::name).collect(Collectors.joining(","));
        LOG.error("reload refused, what ran goes on file={} reason={}", names, told.apply(why));
    }

    private String name(Path file) {
        return folder.relativize(file).toString();
    }

    /** @param others edits that are refused: what they name stays */
    private void change(Map<Path, Optional<String>> edited, Map<Path, Optional<String>> others) throws Exception {
        var before = new RouteFiles(known);
        var now = edited(edited);
        var templates = RouteFile.different(before.templates(), now.templates());
        now.requireSound(templates);
        var ids = RouteFile.different(before.routes(), now.routes());
        requireFree(ids);
        requireNotNamed(ids, now, others);
        var says = before.routes();
        swap(now, ids, templates, id -> Optional.ofNullable(says.get(id)));
        renew(now, templates);
        known.clear();
        known.putAll(now.files());
    }

    private RouteFiles edited(Map<Path, Optional<String>> edited) {
        Map<Path, RouteFile> files = new TreeMap<>(known);
        edited.forEach((file, text) -> {
            try {
                var before = known.getOrDefault(file, RouteFile.NONE);
                var now = text.map(RouteFolder::parsed).orElse(RouteFile.NONE);
                requireSafe(before, now);
                files.put(file, now);
            } catch (ReloadException e) {
                throw edited.size() == 1 ? e : new ReloadException("%s: %s".formatted(name(file), e.getMessage()));
            }
        });
        files.values().removeIf(RouteFile.NONE::equals);
        return new RouteFiles(files);
    }

    private static void requireSafe(RouteFile before, RouteFile now) {
        if (before.equals(now)) {
            return;
        }
        now.forGood().or(before::forGood).ifPresent(what -> {
            throw new ReloadException(
                    "a file with %s in it is only read at the start: start Tourbus again".formatted(what));
        });
        if (!before.others().equals(now.others())) {
            throw new ReloadException("there is something in it that is neither a route nor a template");
        }
    }

    /** Camel may have routes that are in no file. */
    private void requireFree(Set<String> ids) {
        var files = new RouteFiles(known).routes().keySet();
        for (var id : ids) {
            if (!files.contains(id) && !swaps.putsOff(id) && camel.getRoute(id) != null) {
                throw new ReloadException("there is a route '%s' already".formatted(id));
            }
        }
    }

    private void requireNotNamed(Set<String> ids, RouteFiles now, Map<Path, Optional<String>> others) {
        var gone = new LinkedHashSet<>(ids);
        gone.removeAll(now.routes().keySet());
        others.forEach((file, text) -> gone.stream()
                .filter(id -> text.filter(some -> some.contains(id)).isPresent())
                .findFirst()
                .ifPresent(id -> {
                    throw new ReloadException(
                            "the route '%s' would go, which %s names, and that is refused".formatted(id, name(file)));
                }));
    }

    /** Makes the routes anew that name properties which have changed. */
    void renew(Set<String> properties) {
        try {
            if (!properties.isEmpty()) {
                swaps.allDiffer();
                var now = new RouteFiles(known);
                swap(now, now.naming(properties), Set.of(), id -> Optional.empty());
            }
        } catch (Exception e) {
            LOG.error("reload refused, what ran goes on properties={} reason={}", properties, told.apply(e));
        }
    }

    /**
     * Tries all out, before anything is swapped.
     *
     * @param ids the routes that differ
     * @param templates those that differ
     * @param runs what a route says before, by its id
     */
    private void swap(RouteFiles now, Set<String> ids, Set<String> templates, Function<String, Optional<Object>> runs)
            throws Exception {
        var routes = now.routes();
        Set<String> anew = new LinkedHashSet<>(ids);
        anew.removeIf(id -> swaps.putsOff(id, routes.get(id)));
        requireBeans(now, anew);
        var read = templates(now, templates);
        RouteSwap.tryOut(camel, read(now, anew, read));
        var later = swaps.swap(anew, read(now, anew, read), runs);
        ids.stream().filter(id -> !anew.contains(id)).forEach(swaps::cancel);
        tell(now, ids, later);
    }

    private List<RouteTemplateDefinition> templates(RouteFiles now, Set<String> ids) throws Exception {
        List<RouteTemplateDefinition> templates = new ArrayList<>();
        for (var each : now.files().entrySet()) {
            if (each.getValue().templates().keySet().stream().anyMatch(ids::contains)) {
                templates.addAll(reader.templates(each.getKey()));
            }
        }
        templates.removeIf(template -> !ids.contains(template.getId()));
        return templates;
    }

    /** The routes that differ, as Camel reads them; each time other objects. */
    private List<RouteDefinition> read(RouteFiles now, Set<String> ids, List<RouteTemplateDefinition> templates)
            throws Exception {
        List<RouteDefinition> routes = new ArrayList<>();
        for (var each : now.homes(ids).entrySet()) {
            routes.addAll(reader.routes(each.getKey(), each.getValue(), templates));
        }
        return routes;
    }

    /** Has Camel know the templates as they are now. */
    private void renew(RouteFiles now, Set<String> templates) throws Exception {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        for (var id : templates) {
            var old = model.getRouteTemplateDefinition(id);
            if (old != null) {
                model.removeRouteTemplateDefinition(old);
            }
        }
        model.addRouteTemplateDefinitions(templates(now, templates));
    }

    /** Camel looks for them when they are needed first. */
    private void requireBeans(RouteFiles now, Set<String> ids) {
        now.beans(ids)
                .map(camel::resolvePropertyPlaceholders)
                .filter(bean -> camel.getRegistry().lookupByName(bean) == null)
                .findFirst()
                .ifPresent(bean -> {
                    throw new ReloadException("there is no bean '%s'".formatted(bean));
                });
    }

    private void tell(RouteFiles now, Set<String> ids, Set<String> later) {
        var before = new RouteFiles(known);
        var old = before.routes().keySet();
        var gone = new LinkedHashSet<>(ids);
        gone.removeAll(now.routes().keySet());
        Map<Path, Set<String>> homes = new TreeMap<>(now.homes(ids));
        before.homes(gone)
                .forEach((file, here) -> homes.computeIfAbsent(file, same -> new LinkedHashSet<>())
                        .addAll(here));
        homes.forEach((file, here) -> LOG.info(
                "reload file={} changed={} added={} removed={} later={}",
                name(file),
                here.stream()
                        .filter(id -> old.contains(id) && !gone.contains(id))
                        .toList(),
                here.stream().filter(id -> !old.contains(id)).toList(),
                here.stream().filter(gone::contains).toList(),
                here.stream().filter(later::contains).toList()));
    }
}
