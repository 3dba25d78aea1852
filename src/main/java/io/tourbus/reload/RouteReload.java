package io.tourbus.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
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
    private final Edits edits = new Edits(this::files);
    private final Map<Path, RouteFile> known = new TreeMap<>();
    private final Map<String, Swap> putOff = new LinkedHashMap<>();

    /**
     * @param folder with files of routes, all of which Camel has read
     * @param told what is said of a failure, in a line
     */
    RouteReload(CamelContext camel, Path folder, Function<Throwable, String> told) {
        this.camel = camel;
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
                var different = different(before, now);
                requireBeans(now, different);
                Swap.tryOut(camel, definitions(file, now, different));
                swap(file, before, now, definitions(file, now, different), different);
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
            throw new ReloadException("templates are only read at the start: start Tourbus again");
        }
    }

    /** Camel looks for them when they are needed first. */
    private void requireBeans(RouteFile now, Set<String> ids) {
        now.beans(ids)
                .filter(bean -> camel.getRegistry().lookupByName(bean) == null)
                .findFirst()
                .ifPresent(bean -> {
                    throw new ReloadException("there is no bean '%s'".formatted(bean));
                });
    }

    private static Set<String> different(RouteFile before, RouteFile now) {
        Set<String> ids = new LinkedHashSet<>(before.routes().keySet());
        ids.addAll(now.routes().keySet());
        ids.removeIf(id -> Objects.equals(before.routes().get(id), now.routes().get(id)));
        return ids;
    }

    /** The routes as Camel reads them; each time other objects. */
    private List<RouteDefinition> definitions(Path file, RouteFile now, Set<String> ids) throws Exception {
        if (now.routes().isEmpty()) {
            return List.of();
        }
        var resource = ResourceHelper.resolveMandatoryResource(camel, "file:" + file);
        List<RouteDefinition> routes = new ArrayList<>();
        for (var builder : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(resource))) {
            if (builder instanceof RouteBuilder read) {
                read.setCamelContext(camel);
                read.configure();
                read.getRouteCollection().getRoutes().stream()
                        .filter(route -> ids.contains(route.getId()))
                        .forEach(routes::add);
            }
        }
        for (var route : routes) {
            if (!known.getOrDefault(file, RouteFile.NONE).routes().containsKey(route.getId())
                    && camel.getRoute(route.getId()) != null) {
                throw new ReloadException("another file has a route '%s' already".formatted(route.getId()));
            }
        }
        return routes;
    }

    private void swap(Path file, RouteFile before, RouteFile now, List<RouteDefinition> wanted, Set<String> different)
            throws Exception {
        List<String> later = new ArrayList<>();
        for (var id : different) {
            var swap = new Swap(
                    camel,
                    id,
                    wanted.stream().filter(route -> route.getId().equals(id)).findFirst());
            putOff.remove(id);
            if (!swap.done()) {
                putOff.put(id, swap);
                later.add(id);
            }
        }
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
                later);
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
