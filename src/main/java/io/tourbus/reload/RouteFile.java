package io.tourbus.reload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a file of routes says, as far as two versions of it have to be compared: comments and the way it is written are no part of it.
 *
 * @param routes by their ids, those made of templates included
 * @param templates by their ids
 * @param others what is neither
 */
record RouteFile(Map<String, Object> routes, Map<String, Object> templates, List<Object> others) {

    private static final String MADE = "templatedRoute";
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\??([^{}]+)}}");

    /** What is made when Camel reads a file, and cannot be taken back. */
    private static final Set<String> FOR_GOOD = Set.of("beans", "rest", "restConfiguration", "routeConfiguration");

    /** A file that is not there. */
    static final RouteFile NONE = new RouteFile(Map.of(), Map.of(), List.of());

    /** @throws ReloadException when it is no YAML, or a route in it has no id of its own */
    static RouteFile parse(String text) {
        var file = new RouteFile(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        for (var entry : entries(text)) {
            if (entry instanceof Map<?, ?> map && map.get("route") instanceof Map<?, ?> route) {
                put(file.routes, "route", route.get("id"), map);
            } else if (entry instanceof Map<?, ?> map && map.get(MADE) instanceof Map<?, ?> made) {
                put(file.routes, "route", made.get("routeId"), map);
            } else if (entry instanceof Map<?, ?> map && map.get("routeTemplate") instanceof Map<?, ?> template) {
                put(file.templates, "template", template.get("id"), template);
            } else {
                file.others.add(entry);
            }
        }
        return file;
    }

    private static void put(Map<String, Object> all, String what, Object id, Map<?, ?> content) {
        if (id == null) {
            throw new ReloadException("a %s has no id".formatted(what));
        }
        if (all.put(String.valueOf(id), content) != null) {
            throw new ReloadException("there are two %ss '%s'".formatted(what, id));
        }
    }

    private static List<?> entries(String text) {
        try {
            var content = new Load(LoadSettings.builder().build()).loadFromString(text);
            if (content instanceof List<?> list) {
                return list;
            }
            throw new ReloadException(
                    content == null ? "it is empty: delete the file for its routes to go" : "it is no list of routes");
        } catch (MarkedYamlEngineException e) {
            throw new ReloadException(e.getProblemMark()
                            .map(mark -> "line %d: ".formatted(mark.getLine() + 1))
                            .orElse("")
                    + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ReloadException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("no YAML"));
        }
    }

    /** The ids of what two versions of a file say differently. */
    static Set<String> different(Map<String, Object> before, Map<String, Object> now) {
        Set<String> ids = new LinkedHashSet<>(before.keySet());
        ids.addAll(now.keySet());
        ids.removeIf(id -> Objects.equals(before.get(id), now.get(id)));
        return ids;
    }

    /** The routes that some templates make. */
    Set<String> madeOf(Set<String> some) {
        return routes.keySet().stream()
                .filter(id -> template(id).filter(some::contains).isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The template that a route is made of. */
    Optional<String> template(String id) {
        return made(id).map(made -> String.valueOf(made.get("routeTemplateRef")));
    }

    /** The ids of routes or templates that name a property. */
    static Set<String> naming(Map<String, Object> all, Set<String> properties) {
        return all.keySet().stream()
                .filter(id -> REFERENCE
                        .matcher(String.valueOf(all.get(id)))
                        .results()
                        .flatMap(reference -> Stream.of(reference.group(1).split("[:=]")))
                        .anyMatch(properties::contains))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<Map<?, ?>> made(String id) {
        return routes.get(id) instanceof Map<?, ?> map && map.get(MADE) instanceof Map<?, ?> made
                ? Optional.of(made)
                : Optional.empty();
    }

    /**
     * The beans that some of its routes name.
     *
     * @param all what a template says, by its id
     */
    Stream<String> beans(Set<String> ids, Function<String, Object> all) {
        return ids.stream()
                .filter(routes::containsKey)
                .flatMap(id -> made(id).map(made -> beans(all.apply(String.valueOf(made.get("routeTemplateRef"))))
                                .map(name -> filled(name, made.get("parameters"))))
                        .orElseGet(() -> beans(routes.get(id))));
    }

    private static Stream<String> beans(Object part) {
        if (part instanceof Map<?, ?> map) {
            var here = map.get("ref") instanceof String name ? Stream.of(name) : Stream.<String>empty();
            return Stream.concat(here, map.values().stream().flatMap(RouteFile::beans));
        }
        return part instanceof List<?> list ? list.stream().flatMap(RouteFile::beans) : Stream.empty();
    }

    private static String filled(String name, Object parameters) {
        var filled = name;
        if (parameters instanceof List<?> list) {
            for (var parameter : list) {
                if (parameter instanceof Map<?, ?> map) {
                    filled = filled.replace("{{%s}}".formatted(map.get("name")), String.valueOf(map.get("value")));
                }
            }
        }
        return filled;
    }

    /** What in it can only be read when Tourbus starts. */
    Optional<String> forGood() {
        return others.stream()
                .filter(Map.class::isInstance)
                .flatMap(entry -> ((Map<?, ?>) entry).keySet().stream())
                .map(String::valueOf)
                .filter(FOR_GOOD::contains)
                .findFirst();
    }
}
