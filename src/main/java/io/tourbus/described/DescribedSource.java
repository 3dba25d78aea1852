package io.tourbus.described;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.described.DescriptionFile.Content;
import io.tourbus.described.yaml.Problems;
import io.tourbus.described.yaml.Problems.Problem;
import io.tourbus.model.Entity;
import io.tourbus.settings.Setting;
import io.tourbus.settings.Settings;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.SourceSettings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.RoutesBuilder;

/** A source that a file describes. */
public final class DescribedSource implements Source {

    /** What is part of settings and routes, which are made at the start. */
    private static final List<String> FIXED = List.of(
            "title",
            "base-url",
            "authentication",
            "settings",
            "millis-per-request",
            "requests-per-day",
            "slices-at-once");

    private final String name;
    private final AtomicReference<Description> current;

    DescribedSource(String name, Description description) {
        this.name = name;
        this.current = new AtomicReference<>(description);
    }

    /** A version of a description cannot replace the current one. */
    public static final class EditException extends Exception {

        private static final long serialVersionUID = 1;

        private final int line;

        EditException(Problem problem) {
            super(problem.message());
            this.line = problem.line();
        }

        public int line() {
            return line;
        }
    }

    /**
     * Puts another version of the description into effect, from the next page on.
     *
     * @throws EditException if it has mistakes, or cannot be applied without a restart
     */
    public void edit(String text) throws EditException {
        var content = Content.read(text);
        if (!content.problems().isEmpty()) {
            throw new EditException(content.problems().get(0));
        }
        var next = content.description().orElseThrow();
        var problems = new Problems(next.document());
        for (var field : FIXED) {
            if (!Objects.equals(root().get(field), next.document().root().get(field))) {
                problems.add(field, "%s is read at the start. Restart Tourbus to apply this edit.".formatted(field));
            }
        }
        if (!description().requested().equals(next.requested())
                || !description().byKind().keySet().equals(next.byKind().keySet())) {
            problems.add(
                    "entities", "The kinds of entities are read at the start. Restart Tourbus to apply this edit.");
        }
        if (!problems.none()) {
            throw new EditException(problems.all().get(0));
        }
        current.set(next);
    }

    private JsonNode root() {
        return description().document().root();
    }

    private Description description() {
        return current.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return description().title();
    }

    /** The kinds of entities that it reads. */
    public Set<Entity> kinds() {
        return description().requested();
    }

    /** An ID or a query that always has results; blank if the description has none. */
    public String example(Entity kind) {
        return Optional.ofNullable(description().byKind().get(kind).example()).orElse("");
    }

    /**
     * The fields of entities that no record contains.
     *
     * @param entities JSON objects as the API returned them
     * @return an example value of each field, by JSON Pointer; {@code *} stands for the items of a list
     */
    public SortedMap<String, String> unmapped(Entity kind, Collection<byte[]> entities) {
        return UnmappedFields.find(description().byKind().get(kind), entities);
    }

    @Override
    public List<Setting> settings() {
        return DescribedSettings.declare(name, description());
    }

    @Override
    public String routeFile() {
        return "described";
    }

    @Override
    public Optional<RoutesBuilder> routes() {
        return Optional.of(new DescribedRoutes(name));
    }

    @Override
    public SourceSettings read(Settings settings, Path home) {
        return DescribedSettings.read(name, description(), settings);
    }

    @Override
    public Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest) {
        return new DescribedConnection(
                name, current::get, context, (DescribedSettings) settings, () -> (DescribedSettings) latest.get());
    }
}
