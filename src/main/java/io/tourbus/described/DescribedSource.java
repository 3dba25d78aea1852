package io.tourbus.described;

import io.tourbus.model.Entity;
import io.tourbus.settings.Setting;
import io.tourbus.settings.Settings;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.SourceSettings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.RoutesBuilder;

/** A source that a file describes. */
public final class DescribedSource implements Source {

    private final String name;
    private final Description description;

    DescribedSource(String name, Description description) {
        this.name = name;
        this.description = description;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return description.title();
    }

    /** The kinds of entities that it reads. */
    public Set<Entity> kinds() {
        return description.byKind().entrySet().stream()
                .filter(entity -> entity.getValue().requested())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** An ID or a query that always has results; blank if the description has none. */
    public String example(Entity kind) {
        return Optional.ofNullable(description.byKind().get(kind).example()).orElse("");
    }

    /**
     * The fields of entities that no record contains.
     *
     * @param entities JSON objects as the API returned them
     * @return an example value of each field, by JSON Pointer; {@code *} stands for the items of a list
     */
    public SortedMap<String, String> unmapped(Entity kind, Collection<byte[]> entities) {
        return UnmappedFields.find(description.byKind().get(kind), entities);
    }

    @Override
    public List<Setting> settings() {
        return DescribedSettings.declare(name, description);
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
        return DescribedSettings.read(name, description, settings);
    }

    @Override
    public Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest) {
        return new DescribedConnection(
                name, description, context, (DescribedSettings) settings, () -> (DescribedSettings) latest.get());
    }
}
