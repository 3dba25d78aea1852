package io.tourbus.reload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a file of routes says, as far as two versions of it have to be compared: comments and the way it is written are no part of it.
 *
 * @param routes by their ids
 * @param others what is no route, such as templates
 */
record RouteFile(Map<String, Object> routes, List<Object> others) {

    /** What is made when Camel reads a file, and cannot be taken back. */
    private static final Set<String> FOR_GOOD = Set.of("beans", "rest", "restConfiguration", "routeConfiguration");

    /** A file that is not there. */
    static final RouteFile NONE = new RouteFile(Map.of(), List.of());

    /** @throws ReloadException when it is no YAML, or a route in it has no id of its own */
    static RouteFile of(String text) {
        Map<String, Object> routes = new LinkedHashMap<>();
        List<Object> others = new ArrayList<>();
        for (var entry : entries(text)) {
            if (entry instanceof Map<?, ?> map && map.get("route") instanceof Map<?, ?> route) {
                var id = String.valueOf(route.get("id"));
                if (route.get("id") == null || routes.put(id, route) != null) {
                    throw new ReloadException(
                            route.get("id") == null ? "a route has no id" : "there are two routes '%s'".formatted(id));
                }
            } else {
                others.add(entry);
            }
        }
        return new RouteFile(routes, others);
    }

    private static List<?> entries(String text) {
        try {
            var content = new Load(LoadSettings.builder().build()).loadFromString(text);
            if (content instanceof List<?> list) {
                return list;
            }
            if (content == null) {
                return List.of();
            }
            throw new ReloadException("it is no list of routes");
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

    /** The beans that some of its routes name. */
    Stream<String> beans(Set<String> ids) {
        return ids.stream().map(routes::get).filter(Objects::nonNull).flatMap(RouteFile::beans);
    }

    private static Stream<String> beans(Object part) {
        if (part instanceof Map<?, ?> map) {
            var here = map.get("ref") instanceof String name ? Stream.of(name) : Stream.<String>empty();
            return Stream.concat(here, map.values().stream().flatMap(RouteFile::beans));
        }
        return part instanceof List<?> list ? list.stream().flatMap(RouteFile::beans) : Stream.empty();
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
