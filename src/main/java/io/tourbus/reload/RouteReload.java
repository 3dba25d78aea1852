package io.tourbus.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
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
final class RouteReload {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.reload");
    private static final String ENDING = ".camel.yaml";

    private final CamelContext camel;
    private final Path folder;
    private final Function<Throwable, String> told;
    private final RouteReader reader;
    private final Edits edits = new Edits(this::files);
    private final Map<Path, RouteFile> known = new TreeMap<>();
    private final Map<String, Swap> putOff = new LinkedHashMap<>();

    /**
     * @param folder with files of routes, all of which Camel has read
     * @param told what is said of a failure, in a line
     */
    RouteReload(CamelContext camel, Path folder, Function<Throwable, String> told) {
        this.camel = camel;
        this.reader = new RouteReader(camel);
        this.folder = folder;
        this.told = told;
    }

    void begin() throws IOException {
        edits.begin().forEach((file, text) -> known.put(file, RouteFile.of(text)));
    }

    void look() throws IOException {
        edits.taken().forEach(this::take);
        swapWhatWasPutOff();
    }

    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (var all = Files.list(folder)) {
            for (var file : all.filter(file -> file.toString().endsWith(ENDING)).toList()) {
                files.put(file, Files.readString(file));
            }
        }
        return files;
    }

    private void take(Path file, Optional<String> text) {
        try {
            var before = known.getOrDefault(file, RouteFile.NONE);
            var now = text.map(RouteFile::of).orElse(RouteFile.NONE);
            if (!before.equals(now)) {
                requireSafe(before, now);
                swap(file, before, now);
            }
            known.put(file, now);
        } catch (Exception e) {
            LOG.error("reload refused, what ran goes on file={} reason={}", folder.relativize(file), told.apply(e));
        }
    }

    private static void requireSafe(RouteFile before, RouteFile now) {
        now.forGood().or(before::forGood).ifPresent(what -> {
            throw new ReloadException(
                    "a file with %s in it is only read at the start: start Tourbus again".formatted(what));
        });
        if (!before.others().equals(now.others())) {
            throw new ReloadException("there is something in it that is neither a route nor a template");
        }
    }

    /** Makes the routes anew that name properties which have changed. */
    void renew(Set<String> properties) {
        try {
            if (!properties.isEmpty()) {
                Map<Path, Set<String>> different = new TreeMap<>();
                var templates = known.values().stream()
                        .flatMap(routes -> RouteFile.naming(routes.templates(), properties).stream())
                        .collect(Collectors.toSet());
                known.forEach((file, routes) -> {
                    different.put(file, routes.madeOf(templates));
                    different.get(file).addAll(RouteFile.naming(routes.routes(), properties));
                });
                swap(known, different, List.of());
            }
        } catch (Exception e) {
            LOG.error("reload refused, what ran goes on properties={} reason={}", properties, told.apply(e));
        }
    }

    /** Swaps what differs, and what is made in other files of templates that differ. */
    private void swap(Path file, RouteFile before, RouteFile now) throws Exception {
        var files = new TreeMap<>(known);
        files.put(file, now);
        var templates = RouteFile.different(before.templates(), now.templates());
        Map<Path, Set<String>> different = new TreeMap<>();
        files.forEach((each, routes) -> different.put(each, routes.madeOf(templates)));
        different.get(file).addAll(RouteFile.different(before.routes(), now.routes()));
        requireTemplates(files, templates);
        requireNoOther(different.get(file), before);
        swap(files, different, now.templates().isEmpty() ? List.of() : reader.templates(file));
        renew(file, now, templates);
    }

    /** Tries all out, before anything is swapped. */
    private void swap(
            Map<Path, RouteFile> files, Map<Path, Set<String>> different, List<RouteTemplateDefinition> templates)
            throws Exception {
        different.values().removeIf(Set::isEmpty);
        requireBeans(files, different);
        Swap.tryOut(camel, read(files, different, templates));
        var ids = different.values().stream().flatMap(Set::stream).toList();
        var later = swap(ids, read(files, different, templates));
        for (var each : different.entrySet()) {
            var file = each.getKey();
            tell(file, known.getOrDefault(file, RouteFile.NONE), files.get(file), each.getValue(), later);
        }
    }

    /** Each is in one file, and none that is gone is needed. */
    private static void requireTemplates(Map<Path, RouteFile> files, Set<String> templates) {
        for (var id : templates) {
            var homes = files.values().stream()
                    .filter(routes -> routes.templates().containsKey(id))
                    .count();
            if (homes > 1) {
                throw new ReloadException("another file has a template '%s' already".formatted(id));
            }
            if (homes == 0
                    && files.values().stream()
                            .anyMatch(routes -> !routes.madeOf(Set.of(id)).isEmpty())) {
                throw new ReloadException("routes are made of the template '%s'".formatted(id));
            }
        }
    }

    /** The routes that differ, as Camel reads them; each time other objects. */
    private List<RouteDefinition> read(
            Map<Path, RouteFile> files, Map<Path, Set<String>> different, List<RouteTemplateDefinition> templates)
            throws Exception {
        List<RouteDefinition> routes = new ArrayList<>();
        for (var each : different.entrySet()) {
            if (files.get(each.getKey()).routes().keySet().stream().anyMatch(each.getValue()::contains)) {
                routes.addAll(reader.routes(each.getKey(), each.getValue(), templates));
            }
        }
        return routes;
    }

    /** Has Camel know the templates as they are now. */
    private void renew(Path file, RouteFile now, Set<String> templates) throws Exception {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        for (var id : templates) {
            var old = model.getRouteTemplateDefinition(id);
            if (old != null) {
                model.removeRouteTemplateDefinition(old);
            }
        }
        if (now.templates().keySet().stream().anyMatch(templates::contains)) {
            model.addRouteTemplateDefinitions(reader.templates(file).stream()
                    .filter(template -> templates.contains(template.getId()))
                    .toList());
        }
    }

    /** Camel looks for them when they are needed first. */
    private void requireBeans(Map<Path, RouteFile> files, Map<Path, Set<String>> different) {
        Map<String, Object> templates = new TreeMap<>();
        files.values().forEach(routes -> templates.putAll(routes.templates()));
        different.entrySet().stream()
                .flatMap(each -> files.get(each.getKey()).beans(each.getValue(), templates::get))
                .map(camel::resolvePropertyPlaceholders)
                .filter(bean -> camel.getRegistry().lookupByName(bean) == null)
                .findFirst()
                .ifPresent(bean -> {
                    throw new ReloadException("there is no bean '%s'".formatted(bean));
                });
    }

    private void requireNoOther(Set<String> ids, RouteFile before) {
        for (var id : ids) {
            if (!before.routes().containsKey(id) && camel.getRoute(id) != null) {
                throw new ReloadException("another file has a route '%s' already".formatted(id));
            }
        }
    }

    /** @return those that are put off; when one does not start, all of them are as they were */
    private Set<String> swap(List<String> ids, List<RouteDefinition> wanted) throws Exception {
        Set<String> later = new LinkedHashSet<>();
        Deque<Swap> back = new ArrayDeque<>();
        try {
            for (var id : ids) {
                var swap = new Swap(
                        camel,
                        id,
                        wanted.stream()
                                .filter(route -> route.getId().equals(id))
                                .findFirst());
                var undone = swap.undone();
                putOff.remove(id);
                if (swap.done()) {
                    back.push(undone);
                } else {
                    putOff.put(id, swap);
                    later.add(id);
                }
            }
            return later;
        } catch (Exception e) {
            later.forEach(putOff::remove);
            for (var swap : back) {
                swap.done();
            }
            throw e;
        }
    }

    private void tell(Path file, RouteFile before, RouteFile now, Set<String> different, Set<String> later) {
        var added = new LinkedHashSet<>(different);
        added.removeAll(before.routes().keySet());
        var removed = new LinkedHashSet<>(different);
        removed.removeAll(now.routes().keySet());
        var changed = new LinkedHashSet<>(different);
        changed.removeAll(added);
        changed.removeAll(removed);
        LOG.info(
                "reload file={} changed={} added={} removed={} later={}",
                folder.relativize(file),
                changed,
                added,
                removed,
                later.stream().filter(different::contains).toList());
    }

    private void swapWhatWasPutOff() {
        for (var swap : List.copyOf(putOff.values())) {
            try {
                if (camel.getInflightRepository().size(swap.id()) == 0 && swap.done()) {
                    putOff.remove(swap.id());
                    LOG.info("reload of what was busy route={}", swap.id());
                }
            } catch (Exception e) {
                putOff.remove(swap.id());
                LOG.error("reload refused, what ran goes on route={} reason={}", swap.id(), told.apply(e));
            }
        }
    }
}
