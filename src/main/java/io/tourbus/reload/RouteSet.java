package io.tourbus.reload;

import io.tourbus.reload.RouteFile.Element;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The routes and templates of one version of all files. */
record RouteSet(Map<Path, RouteFile> files) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}]+)}}");

    /** A route or template, and the file that contains it. */
    record Place(RouteFile file, Element element) {

        RefusedException refuse(String word, String reason) {
            return new RefusedException(file.path(), file.line(element, word), reason);
        }
    }

    /** A bean that a route refers to. */
    record BeanUse(String name, Optional<String> method, Place place) {}

    /**
     * @param running the version that runs
     * @throws RefusedException if the files do not form a set of routes that can replace the running one
     */
    static RouteSet parse(Map<Path, String> contents, RouteSet running) {
        Map<Path, RouteFile> files = new TreeMap<>();
        contents.forEach((path, bytes) -> files.put(path, RouteFile.parse(path, bytes)));
        files.forEach((path, file) -> file.requireReplaces(Optional.ofNullable(running.files.get(path))));
        running.files.forEach((path, file) -> {
            if (!files.containsKey(path)) {
                new RouteFile(path, "", List.of()).requireReplaces(Optional.of(withoutText(file)));
            }
        });
        var set = new RouteSet(files);
        set.requireConsistent();
        HookFiles.requireKnownSinks(files.values());
        return set;
    }

    /** @throws RefusedException if the files do not fit together */
    void requireConsistent() {
        files.values().forEach(HookFiles::requireKnownHooks);
        requireUnique(Element::isRoute);
        requireUnique(Element::isTemplate);
        requireTemplates();
    }

    /** Parses files that Camel has loaded already. */
    static RouteSet loaded(Map<Path, String> contents) {
        Map<Path, RouteFile> files = new TreeMap<>();
        contents.forEach((path, bytes) -> files.put(path, RouteFile.parse(path, bytes)));
        return new RouteSet(files);
    }

    private static RouteFile withoutText(RouteFile file) {
        return new RouteFile(file.path(), "", file.elements());
    }

    private void requireUnique(Predicate<Element> kind) {
        Map<String, Place> known = new HashMap<>();
        places(kind).forEach(place -> {
            var other = known.put(place.element().id(), place);
            if (other != null) {
                throw place.refuse(
                        place.element().id(),
                        "Duplicate ID of a %s: '%s', also in %s line %d. Change one of them."
                                .formatted(
                                        RouteFile.name(place.element().kind()),
                                        place.element().id(),
                                        other.file().path().getFileName(),
                                        other.element().line()));
            }
        });
    }

    private void requireTemplates() {
        var templates = templates();
        places(Element::isRoute)
                .forEach(place -> place.element().template().ifPresent(template -> {
                    if (!templates.containsKey(template)) {
                        throw place.refuse(template, "Unknown route template: '%s'.".formatted(template));
                    }
                }));
    }

    private Stream<Place> places(Predicate<Element> kind) {
        return files.values().stream()
                .flatMap(file -> file.elements().stream().filter(kind).map(element -> new Place(file, element)));
    }

    Map<String, Place> routes() {
        return byId(Element::isRoute);
    }

    Map<String, Place> templates() {
        return byId(Element::isTemplate);
    }

    private Map<String, Place> byId(Predicate<Element> kind) {
        return places(kind)
                .collect(Collectors.toMap(
                        place -> place.element().id(), place -> place, (first, second) -> first, LinkedHashMap::new));
    }

    Optional<Place> templateOf(Place route) {
        return route.element().template().map(templates()::get);
    }

    /** What a route consists of: its file, its content and its template. */
    private Map<String, List<Object>> contents() {
        var templates = templates();
        Map<String, List<Object>> contents = new LinkedHashMap<>();
        routes().forEach((id, place) -> {
            List<Object> content =
                    new ArrayList<>(List.of(place.file().path(), place.element().content()));
            place.element()
                    .template()
                    .map(templates::get)
                    .ifPresent(template -> content.addAll(
                            List.of(template.file().path(), template.element().content())));
            contents.put(id, content);
        });
        return contents;
    }

    /** The IDs of the routes that differ from another version, or that only one of both contains. */
    Set<String> changedFrom(RouteSet before) {
        return differences(before.contents(), contents());
    }

    /** The keys whose values differ, or that only one of the maps contains. */
    static <K> Set<K> differences(Map<K, ?> before, Map<K, ?> after) {
        Set<K> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return keys;
    }

    /** The IDs of the routes that refer to one of the properties, directly or in their template. */
    Set<String> routesReferencing(Collection<String> properties) {
        Set<String> ids = new LinkedHashSet<>();
        contents().forEach((id, content) -> {
            if (PLACEHOLDER
                    .matcher(content.toString())
                    .results()
                    .flatMap(placeholder -> Stream.of(placeholder.group(1).split("[:=]")))
                    .anyMatch(properties::contains)) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** The beans that routes refer to. Their names can contain placeholders. */
    Stream<BeanUse> beans(Set<String> ids) {
        var routes = routes();
        return ids.stream()
                .filter(routes::containsKey)
                .map(routes::get)
                .flatMap(route -> templateOf(route)
                        .map(template -> beans(template.element().content(), template)
                                .map(use -> new BeanUse(withParameters(use.name(), route), use.method(), use.place())))
                        .orElseGet(() -> beans(route.element().content(), route)));
    }

    private static Stream<BeanUse> beans(Object part, Place place) {
        if (part instanceof Map<?, ?> map) {
            var here = map.get("ref") instanceof String name
                    ? Stream.of(new BeanUse(
                            name, Optional.ofNullable(map.get("method")).map(String::valueOf), place))
                    : Stream.<BeanUse>empty();
            return Stream.concat(here, map.values().stream().flatMap(value -> beans(value, place)));
        }
        return part instanceof List<?> list ? list.stream().flatMap(value -> beans(value, place)) : Stream.empty();
    }

    private static String withParameters(String name, Place route) {
        var resolved = name;
        if (RouteFile.map(route.element().content()).get("parameters") instanceof List<?> parameters) {
            for (var parameter : parameters) {
                var map = RouteFile.map(parameter);
                resolved = resolved.replace("{{%s}}".formatted(map.get("name")), String.valueOf(map.get("value")));
            }
        }
        return resolved;
    }
}
