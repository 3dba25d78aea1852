package io.tourbus.reload;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What some files of routes say together: it does not matter which of them says it. */
record RouteFiles(Map<Path, RouteFile> files) {

    RouteFiles {
        files = new TreeMap<>(files);
    }

    /** By their ids; of those that are made of templates also what the template says. */
    Map<String, Object> routes() {
        var templates = templates();
        Map<String, Object> routes = new LinkedHashMap<>();
        for (var file : files.values()) {
            file.routes()
                    .forEach((id, content) -> routes.put(
                            id,
                            file.template(id)
                                    .filter(templates::containsKey)
                                    .<Object>map(template -> List.of(content, templates.get(template)))
                                    .orElse(content)));
        }
        return routes;
    }

    /** By their ids. */
    Map<String, Object> templates() {
        Map<String, Object> templates = new LinkedHashMap<>();
        files.values().forEach(file -> templates.putAll(file.templates()));
        return templates;
    }

    /** The ids of routes that name a property, or are made of a template that does. */
    Set<String> naming(Set<String> properties) {
        var templates = RouteFile.naming(templates(), properties);
        return files.values().stream()
                .flatMap(file -> Stream.concat(
                        file.madeOf(templates).stream(), RouteFile.naming(file.routes(), properties).stream()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Some routes by the files that have them. */
    Map<Path, Set<String>> homes(Set<String> ids) {
        Map<Path, Set<String>> homes = new TreeMap<>();
        files.forEach((path, file) -> {
            var here = new LinkedHashSet<>(ids);
            here.retainAll(file.routes().keySet());
            if (!here.isEmpty()) {
                homes.put(path, here);
            }
        });
        return homes;
    }

    /** The beans that some routes name. */
    Stream<String> beans(Set<String> ids) {
        var templates = templates();
        return files.values().stream().flatMap(file -> file.beans(ids, templates::get));
    }

    /**
     * @param gone templates that no file has any more, perhaps
     * @throws ReloadException when two files have the same route or template, or one that is gone is needed
     */
    void requireSound(Set<String> gone) {
        requireOneEach("route", RouteFile::routes);
        requireOneEach("template", RouteFile::templates);
        var needed = new LinkedHashSet<>(gone);
        needed.removeAll(templates().keySet());
        for (var id : needed) {
            if (files.values().stream()
                    .anyMatch(file -> !file.madeOf(Set.of(id)).isEmpty())) {
                throw new ReloadException("routes are made of the template '%s'".formatted(id));
            }
        }
    }

    private void requireOneEach(String what, Function<RouteFile, Map<String, Object>> part) {
        Set<String> all = new HashSet<>();
        for (var file : files.values()) {
            for (var id : part.apply(file).keySet()) {
                if (!all.add(id)) {
                    throw new ReloadException("another file has a %s '%s' already".formatted(what, id));
                }
            }
        }
    }
}
