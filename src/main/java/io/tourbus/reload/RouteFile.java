package io.tourbus.reload;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One version of a file with routes, and what it contains. */
record RouteFile(Path path, String text, List<Element> elements) {

    static final String TEMPLATED_ROUTE = "templatedRoute";
    private static final Set<String> ROUTES = Set.of("route", TEMPLATED_ROUTE);

    /** Elements that Camel reads only at the start. */
    private static final Set<String> START_ONLY = Set.of("beans", "rest", "restConfiguration");

    /**
     * An element of the list in the file.
     *
     * @param kind such as {@code route}
     * @param id empty if elements of this kind have none
     * @param content the content without comments and layout
     */
    record Element(String kind, String id, int line, Object content) {

        boolean isRoute() {
            return ROUTES.contains(kind);
        }

        boolean isTemplate() {
            return kind.equals("routeTemplate");
        }

        /** The template that the route uses. */
        Optional<String> template() {
            return kind.equals(TEMPLATED_ROUTE)
                    ? Optional.of(String.valueOf(map(content).get("routeTemplateRef")))
                    : Optional.empty();
        }
    }

    /**
     * @param bytes the content, with one character per byte
     * @throws RefusedException if it is not a list of complete routes
     */
    static RouteFile parse(Path path, String bytes) {
        var text = decode(path, bytes);
        try {
            var settings = LoadSettings.builder().build();
            if (!(new Load(settings).loadFromString(text) instanceof List<?> list)) {
                throw new RefusedException(
                        path,
                        1,
                        text.lines()
                                        .allMatch(line ->
                                                line.isBlank() || line.strip().startsWith("#"))
                                ? "The file is empty. Delete it to remove its routes."
                                : "The file is not a list of routes.");
            }
            // Content with a cycle can be neither compared nor searched. Computing its hash code overflows the stack.
            Objects.hash(list);
            var nodes =
                    ((SequenceNode) new Compose(settings).composeString(text).orElseThrow()).getValue();
            List<Element> elements = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                var line = nodes.get(i)
                        .getStartMark()
                        .map(mark -> mark.getLine() + 1)
                        .orElse(0);
                elements.add(element(path, line, list.get(i)));
            }
            return new RouteFile(path, text, elements);
        } catch (YamlEngineException | StackOverflowError e) {
            var reason = RefusedException.Reason.of(e);
            throw new RefusedException(path, Math.max(1, reason.line()), reason.text());
        }
    }

    static String decode(Path path, String bytes) {
        var in = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
        var out = CharBuffer.allocate(bytes.length());
        var result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        var text = out.flip().toString();
        if (result.isError()) {
            throw new RefusedException(path, lineAfter(text), "The text is not UTF-8. Save the file in this encoding.");
        }
        return text;
    }

    private static int lineAfter(String text) {
        return (int) text.chars().filter(letter -> letter == '\n').count() + 1;
    }

    private static Element element(Path path, int line, Object item) {
        if (!(item instanceof Map<?, ?> map) || map.size() != 1) {
            throw new RefusedException(path, line, "This is not a route. An element has one name, such as 'route'.");
        }
        var kind = String.valueOf(map.keySet().iterator().next());
        var content = map.get(kind);
        var element = new Element(kind, id(path, line, kind, map(content)), line, content);
        if (kind.equals("route")) {
            requireInput(path, element, map(content));
        } else if (element.isTemplate()) {
            requireInput(path, element, map(map(content).get("route")));
        } else if (kind.equals(TEMPLATED_ROUTE) && !(map(content).get("routeTemplateRef") instanceof String)) {
            throw new RefusedException(path, line, "The route '%s' names no template.".formatted(element.id()));
        }
        return element;
    }

    private static String id(Path path, int line, String kind, Map<?, ?> content) {
        if (!ROUTES.contains(kind) && !kind.equals("routeTemplate")) {
            return "";
        }
        var id = content.get(kind.equals(TEMPLATED_ROUTE) ? "routeId" : "id");
        if (id == null || String.valueOf(id).isBlank()) {
            throw new RefusedException(path, line, "A %s has no ID. Add one.".formatted(name(kind)));
        }
        return String.valueOf(id);
    }

    static String name(String kind) {
        return kind.equals("routeTemplate") ? "route template" : "route";
    }

    private static void requireInput(Path path, Element element, Map<?, ?> route) {
        var from = map(route.get("from"));
        if (!(from.get("uri") instanceof String uri) || uri.isBlank()) {
            throw new RefusedException(
                    path,
                    element.line(),
                    "The %s '%s' has no 'from' with a 'uri'.".formatted(name(element.kind()), element.id()));
        }
        if (!(from.get("steps") instanceof List<?>)) {
            throw new RefusedException(
                    path,
                    element.line(),
                    "The %s '%s' has no list of 'steps' under 'from'.".formatted(name(element.kind()), element.id()));
        }
    }

    static Map<?, ?> map(Object content) {
        return content instanceof Map<?, ?> map ? map : Map.of();
    }

    Stream<Element> routes() {
        return elements.stream().filter(Element::isRoute);
    }

    Stream<Element> templates() {
        return elements.stream().filter(Element::isTemplate);
    }

    private List<Object> others() {
        return elements.stream()
                .filter(element -> !element.isRoute() && !element.isTemplate())
                .<Object>map(element -> List.of(element.kind(), String.valueOf(element.content())))
                .toList();
    }

    /** @throws RefusedException if the file cannot replace the running version without a restart, or is cut off */
    void requireReplaces(Optional<RouteFile> running) {
        running.ifPresent(this::requireUncut);
        if (running.filter(file -> contents(file).equals(contents(this))).isPresent()) {
            return;
        }
        var before = running.map(RouteFile::elements).orElse(List.of());
        Stream.of(without(elements, before), without(before, elements), elements, before)
                .flatMap(List::stream)
                .filter(element -> START_ONLY.contains(element.kind()))
                .findFirst()
                .ifPresent(element -> {
                    throw new RefusedException(
                            path,
                            element.line(),
                            "Tourbus reads %s only when it starts. Restart Tourbus.".formatted(element.kind()));
                });
        if (!running.map(RouteFile::others).orElse(List.of()).equals(others())) {
            throw new RefusedException(
                    path,
                    elements.stream()
                            .filter(element -> !element.isRoute() && !element.isTemplate())
                            .findFirst()
                            .map(Element::line)
                            .orElse(1),
                    "The file contains or contained an element that is neither a route nor a template. Restart Tourbus.");
        }
    }

    private static List<Element> without(List<Element> some, List<Element> others) {
        return some.stream()
                .filter(element ->
                        others.stream().noneMatch(other -> Objects.equals(element.content(), other.content())))
                .toList();
    }

    private static List<Object> contents(RouteFile file) {
        return file.elements.stream().map(Element::content).toList();
    }

    private void requireUncut(RouteFile running) {
        var lost = text.length() < running.text.length() && running.text.startsWith(text)
                ? running.text.substring(text.length())
                : "";
        var inElement = lost.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .filter(line -> !line.startsWith("- ") && !line.startsWith("#"))
                .isPresent();
        if (inElement || running.text.endsWith("\n") && !text.endsWith("\n")) {
            throw new RefusedException(
                    path,
                    Math.max(1, (int) text.lines().count()),
                    "The file ends here, without a line break or in the middle of a route. Save it again, complete.");
        }
    }

    /** The line of a word in an element, or the first line of the element. */
    int line(Element element, String word) {
        var lines = text(element).lines().toList();
        var pattern = Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])");
        for (int line = 0; !word.isEmpty() && line < lines.size(); line++) {
            if (pattern.matcher(lines.get(line)).find()) {
                return element.line() + line;
            }
        }
        return element.line();
    }

    /** The lines of an element. */
    String text(Element element) {
        var lines = text.lines().toList();
        var end = elements.stream()
                .mapToInt(Element::line)
                .filter(line -> line > element.line())
                .min()
                .orElse(lines.size() + 1);
        return String.join("\n", lines.subList(element.line() - 1, end - 1)) + "\n";
    }
}
