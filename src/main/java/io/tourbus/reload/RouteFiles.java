package io.tourbus.reload;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** One version of all route files, with the routes and templates of all of them. */
record RouteFiles(Map<Path, RouteFile> files) {

    /** An edit cannot be applied. The message says why, on one line. */
    static final class ReloadException extends RuntimeException {

        private static final long serialVersionUID = 1;

        ReloadException(String message) {
            super(message);
        }
    }

    RouteFiles {
        files = new TreeMap<>(files);
    }

    /** The keys whose values differ, or that only one of the maps contains. */
    static <K> Set<K> differences(Map<K, ?> before, Map<K, ?> after) {
        Set<K> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return keys;
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
        var templates = templates();
        for (var id : changedTemplates) {
            if (!templates.containsKey(id)
                    && files.values().stream()
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

    /**
     * The parsed content of a {@code *.camel.yaml} file, to compare two versions of it without regard to comments and layout.
     *
     * @param routes routes and templated routes by ID
     * @param templates route templates by ID
     * @param others all other elements
     */
    record RouteFile(Map<String, Object> routes, Map<String, Object> templates, List<Object> others) {

        private static final String TEMPLATED_ROUTE = "templatedRoute";
        private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}]+)}}");

        /** Elements that Camel cannot replace after it has loaded them. */
        private static final Set<String> STARTUP_ONLY =
                Set.of("beans", "rest", "restConfiguration", "routeConfiguration");

        /** The content of a file that does not exist. */
        static final RouteFile MISSING = new RouteFile(Map.of(), Map.of(), List.of());

        /**
         * @param bytes the UTF-8 content of the file, with one character per byte
         * @throws ReloadException if it is not a list of routes, or an ID is missing or duplicate
         */
        static RouteFile parse(String bytes) {
            try {
                var text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                        .toString();
                var file = of(elements(text));
                // Content with a cycle can be neither compared nor searched. Computing its hash code overflows the
                // stack.
                Objects.hash(file);
                return file;
            } catch (CharacterCodingException e) {
                throw new ReloadException("The file is not UTF-8.");
            } catch (StackOverflowError e) {
                throw new ReloadException("The file is nested too deeply, or a YAML alias refers to itself.");
            }
        }

        private static RouteFile of(List<?> elements) {
            var file = new RouteFile(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
            for (var element : elements) {
                if (element instanceof Map<?, ?> map && map.get("route") instanceof Map<?, ?> route) {
                    put(file.routes, "route", route.get("id"), map);
                } else if (element instanceof Map<?, ?> map
                        && map.get(TEMPLATED_ROUTE) instanceof Map<?, ?> templated) {
                    put(file.routes, "route", templated.get("routeId"), map);
                } else if (element instanceof Map<?, ?> map && map.get("routeTemplate") instanceof Map<?, ?> template) {
                    put(file.templates, "route template", template.get("id"), template);
                } else {
                    file.others.add(element);
                }
            }
            return file;
        }

        private static void put(Map<String, Object> all, String kind, Object id, Map<?, ?> content) {
            if (id == null) {
                throw new ReloadException("A %s has no ID. Add one.".formatted(kind));
            }
            if (all.put(String.valueOf(id), content) != null) {
                throw new ReloadException("Duplicate ID of a %s: '%s'. Change one of them.".formatted(kind, id));
            }
        }

        private static List<?> elements(String text) {
            try {
                var content = new Load(LoadSettings.builder().build()).loadFromString(text);
                if (content instanceof List<?> list) {
                    return list;
                }
                throw new ReloadException(
                        content == null
                                ? "The file is empty. Delete it to remove its routes."
                                : "The file is not a list of routes.");
            } catch (MarkedYamlEngineException e) {
                throw new ReloadException(e.getProblemMark()
                                .map(mark -> "line %d: ".formatted(mark.getLine() + 1))
                                .orElse("")
                        + e.getProblem());
            } catch (YamlEngineException e) {
                throw new ReloadException(
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("The file is not YAML."));
            }
        }

        /** The IDs of the routes that use one of the given templates. */
        Set<String> routesFrom(Set<String> templateIds) {
            return routes.keySet().stream()
                    .filter(id -> templateOf(id).filter(templateIds::contains).isPresent())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /** The ID of the template that a route uses; empty for other routes. */
        Optional<String> templateOf(String routeId) {
            return templatedRoute(routeId).map(templated -> String.valueOf(templated.get("routeTemplateRef")));
        }

        private Optional<Map<?, ?>> templatedRoute(String id) {
            return routes.get(id) instanceof Map<?, ?> map && map.get(TEMPLATED_ROUTE) instanceof Map<?, ?> templated
                    ? Optional.of(templated)
                    : Optional.empty();
        }

        /** The IDs of the routes or templates whose placeholders refer to one of the properties. */
        static Set<String> referencing(Map<String, Object> contents, Set<String> properties) {
            return contents.keySet().stream()
                    .filter(id -> PLACEHOLDER
                            .matcher(String.valueOf(contents.get(id)))
                            .results()
                            .flatMap(placeholder ->
                                    Stream.of(placeholder.group(1).split("[:=]")))
                            .anyMatch(properties::contains))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /**
         * The names of the beans that routes refer to. They can contain placeholders.
         *
         * @param templateContents returns the content of a template by its ID
         */
        Stream<String> beans(Set<String> routeIds, Function<String, Object> templateContents) {
            return routeIds.stream()
                    .filter(routes::containsKey)
                    .flatMap(id -> templatedRoute(id)
                            .map(templated -> beans(templateContents.apply(
                                            templateOf(id).orElseThrow()))
                                    .map(name -> withParameters(name, templated.get("parameters"))))
                            .orElseGet(() -> beans(routes.get(id))));
        }

        private static Stream<String> beans(Object part) {
            if (part instanceof Map<?, ?> map) {
                var here = map.get("ref") instanceof String name ? Stream.of(name) : Stream.<String>empty();
                return Stream.concat(here, map.values().stream().flatMap(RouteFile::beans));
            }
            return part instanceof List<?> list ? list.stream().flatMap(RouteFile::beans) : Stream.empty();
        }

        private static String withParameters(String name, Object parameters) {
            var resolved = name;
            if (parameters instanceof List<?> list) {
                for (var parameter : list) {
                    if (parameter instanceof Map<?, ?> map) {
                        resolved =
                                resolved.replace("{{%s}}".formatted(map.get("name")), String.valueOf(map.get("value")));
                    }
                }
            }
            return resolved;
        }

        /** The name of an element that Camel reads only at startup; empty if there is none. */
        Optional<String> startupOnlyElement() {
            return others.stream()
                    .filter(Map.class::isInstance)
                    .flatMap(element -> ((Map<?, ?>) element).keySet().stream())
                    .map(String::valueOf)
                    .filter(STARTUP_ONLY::contains)
                    .findFirst();
        }
    }
}
