package io.tourbus.reload;

import io.tourbus.hook.Hook;
import io.tourbus.hook.OptionalSinks;
import io.tourbus.settings.SettingsTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** Checks the files in the folder of hooks. */
public final class HookFiles {

    private static final String EXTENSION = ".camel.yaml";

    /** A step that sends to a sink whose name is known. */
    private static final Pattern SINK = Pattern.compile("direct:(" + OptionalSinks.PREFIX + "[\\w-]+)");

    private HookFiles() {}

    /** The mistakes in the files of a folder, each with its file and line. Camel finds the others when it builds the routes. */
    public static List<String> problems(Path folder) {
        try (var all = Files.list(folder)) {
            var files = all.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            var problems =
                    files.stream().flatMap(file -> problem(file).stream()).toList();
            return problems.isEmpty() ? unknownSink(files).stream().toList() : problems;
        } catch (IOException e) {
            return List.of("The folder %s cannot be read: %s".formatted(folder, e));
        }
    }

    private static Optional<String> unknownSink(List<Path> files) throws IOException {
        List<RouteFile> parsed = new ArrayList<>();
        for (var file : files) {
            if (file.toString().endsWith(EXTENSION)) {
                parsed.add(RouteFile.parse(file, Files.readString(file, StandardCharsets.ISO_8859_1)));
            }
        }
        try {
            requireKnownSinks(parsed);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(message(e.file(), e));
        }
    }

    /** The mistake in a file; empty if there is none that can be seen without building its routes. */
    public static Optional<String> problem(Path file) {
        var name = file.getFileName().toString();
        if (!name.endsWith(EXTENSION)) {
            return name.endsWith(".yaml") || name.endsWith(".yml")
                    ? Optional.of("%s is not read. Rename it to %s%s, or move it to another folder."
                            .formatted(file, name.replaceFirst("\\..*", ""), EXTENSION))
                    : Optional.empty();
        }
        try {
            requireKnownHooks(RouteFile.parse(file, Files.readString(file, StandardCharsets.ISO_8859_1)));
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(message(file, e));
        } catch (IOException e) {
            return Optional.of("%s cannot be read: %s".formatted(file, e));
        }
    }

    /**
     * Finds the mistake of a hook that prevents the start, by building the hooks in a context that starts no route.
     *
     * @param files of all routes
     * @param isHook which of the files have hooks
     * @param failed the context that did not start, with its beans and settings
     * @return the file, the line and the mistake; empty if the hooks can be built
     */
    public static Optional<String> diagnose(List<Path> files, Predicate<Path> isHook, CamelContext failed) {
        try (var probe = new LiveContext()) {
            probe.getCamelContextExtension().setRegistry(failed.getRegistry());
            probe.setPropertiesComponent(failed.getPropertiesComponent());
            probe.start();
            Map<Path, String> contents = new TreeMap<>();
            for (var file : files) {
                contents.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            var set = RouteSet.loaded(contents);
            set.requireConsistent();
            var hooks = set.routes().entrySet().stream()
                    .filter(route -> isHook.test(route.getValue().file().path()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            new RouteBuilds(probe).build(set, hooks);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(message(e.file(), e));
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private static String message(Path file, RefusedException e) {
        return "%s%s: %s".formatted(file, e.line() == 0 ? "" : " line " + e.line(), e.getMessage());
    }

    /** @throws RefusedException if a route reads from a hook that does not exist */
    static void requireKnownHooks(RouteFile file) {
        file.routes().forEach(route -> {
            var from = RouteFile.map(RouteFile.map(route.content()).get("from"));
            Hook.nameIn(input(from)).filter(name -> Hook.named(name).isEmpty()).ifPresent(name -> {
                throw new RefusedException(file.path(), file.line(route, "hook-" + name), unknown(name));
            });
        });
    }

    private static String unknownSink(String sink, Collection<String> known) {
        var sinks = known.stream()
                .filter(name -> name.startsWith(OptionalSinks.PREFIX))
                .sorted()
                .toList();
        var hint = SettingsTable.similar(sink, sinks)
                .map("Did you mean %s?"::formatted)
                .orElseGet(() -> sinks.isEmpty()
                        ? "Make it from a template, with templatedRoute."
                        : "Use one of %s, or make it from a template, with templatedRoute."
                                .formatted(String.join(", ", sinks)));
        return "Unknown sink: '%s'. %s".formatted(sink, hint);
    }

    /**
     * The mistakes of a file, also with what the other files of the folder define.
     *
     * @param folder of all hooks; it may not exist
     */
    public static List<String> problems(Path file, Path folder) throws IOException {
        var own = problem(file);
        if (own.isPresent()) {
            return List.of(own.get());
        }
        List<Path> files = new ArrayList<>(List.of(file));
        if (Files.isDirectory(folder)) {
            try (var others = Files.list(folder)) {
                others.filter(other -> !other.toAbsolutePath().equals(file.toAbsolutePath()))
                        .filter(other -> problem(other).isEmpty())
                        .forEach(files::add);
            }
        }
        return unknownSink(files).stream()
                .filter(line -> line.startsWith(file.toString()))
                .toList();
    }

    /** @throws RefusedException if a route sends to a sink that no file makes from a template */
    static void requireKnownSinks(Collection<RouteFile> files) {
        var known = files.stream()
                .flatMap(RouteFile::routes)
                .map(route -> RouteFile.map(route.content()))
                .map(route -> route.get("parameters") instanceof List<?> parameters
                        ? OptionalSinks.PREFIX + value(parameters, "name")
                        : input(RouteFile.map(route.get("from"))).replaceFirst("^direct:", ""))
                .collect(Collectors.toSet());
        for (var file : files) {
            file.routes()
                    .forEach(route -> SINK.matcher(String.valueOf(route.content()))
                            .results()
                            .map(found -> found.group(1))
                            .filter(sink -> !known.contains(sink))
                            .findFirst()
                            .ifPresent(sink -> {
                                throw new RefusedException(
                                        file.path(), file.line(route, sink), unknownSink(sink, known));
                            }));
        }
    }

    private static Object value(List<?> parameters, String name) {
        return parameters.stream()
                .map(RouteFile::map)
                .filter(parameter -> name.equals(parameter.get("name")))
                .<Object>map(parameter -> parameter.get("value"))
                .findFirst()
                .orElse("");
    }

    /** The name of an endpoint can be in its URI, or in its parameters. */
    private static String input(Map<?, ?> from) {
        var name = RouteFile.map(from.get("parameters")).get("name");
        return name == null ? String.valueOf(from.get("uri")) : "%s:%s".formatted(from.get("uri"), name);
    }

    private static String unknown(String name) {
        var hint = SettingsTable.similar(name, Hook.labels())
                .map("Did you mean %s?"::formatted)
                .orElseGet(() -> "Use one of %s.".formatted(String.join(", ", Hook.labels())));
        return "Unknown hook: '%s'. %s".formatted(name, hint);
    }
}
