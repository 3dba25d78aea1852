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

/** One version of all route files, with the routes and templates of all of them. */
record RouteFiles(Map<Path, RouteFile> files) {

    RouteFiles {
        files = new TreeMap<>(files);
    }

    /** The contents of routes by ID. The content of a templated route includes that of its template. */
    Map<String, Object> routes() {
        var templates = templates();
        Map<String, Object> routes = new LinkedHashMap<>();
        for (var file : files.values()) {
            file.routes()
                    .forEach((id, content) -> routes.put(
                            id,
                            file.templateOf(id)
                                    .filter(templates::containsKey)
                                    .<Object>map(template -> List.of(content, templates.get(template)))
                                    .orElse(content)));
        }
        return routes;
    }

    /** The contents of route templates by ID. */
    Map<String, Object> templates() {
        Map<String, Object> templates = new LinkedHashMap<>();
        files.values().forEach(file -> templates.putAll(file.templates()));
        return templates;
    }

    /** The IDs of the routes that refer to one of the properties, directly or in their template. */
    Set<String> routesReferencing(Set<String> properties) {
        var templates = RouteFile.referencing(templates(), properties);
        return files.values().stream()
                .flatMap(file -> Stream.concat(
                        file.routesFrom(templates).stream(), RouteFile.referencing(file.routes(), properties).stream()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Groups IDs of routes by the file that contains them. */
    Map<Path, Set<String>> byFile(Set<String> routeIds) {
        Map<Path, Set<String>> groups = new TreeMap<>();
        files.forEach((path, file) -> {
            var ids = new LinkedHashSet<>(routeIds);
            ids.retainAll(file.routes().keySet());
            if (!ids.isEmpty()) {
                groups.put(path, ids);
            }
        });
        return groups;
    }

    /** The names of the beans that routes refer to. */
    Stream<String> beans(Set<String> routeIds) {
        var templates = templates();
        return files.values().stream().flatMap(file -> file.beans(routeIds, templates::get));
    }

    /**
     * @param changedTemplates IDs of templates that were changed or removed
     * @throws ReloadException if two files contain the same route or template, or a removed template is in use
     */
    void requireConsistent(Set<String> changedTemplates) {
        requireUnique("route", RouteFile::routes);
        requireUnique("route template", RouteFile::templates);
        var removed = new LinkedHashSet<>(changedTemplates);
        removed.removeAll(templates().keySet());
        for (var id : removed) {
            if (files.values().stream()
                    .anyMatch(file -> !file.routesFrom(Set.of(id)).isEmpty())) {
                throw new ReloadException("The route template '%s' is missing, but routes use it.".formatted(id));
            }
        }
    }

    private void requireUnique(String kind, Function<RouteFile, Map<String, Object>> contents) {
        Set<String> all = new HashSet<>();
        for (var file : files.values()) {
            for (var id : contents.apply(file).keySet()) {
                if (!all.add(id)) {
                    throw new ReloadException("Another file already contains the %s '%s'.".formatted(kind, id));
                }
            }
        }
    }
}
