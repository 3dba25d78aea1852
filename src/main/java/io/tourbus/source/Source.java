package io.tourbus.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Entity;
import io.tourbus.settings.Setting;
import io.tourbus.settings.Settings;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.RoutesBuilder;

/**
 * An API that Tourbus reads. Everything specific to an API is behind this interface: only the composition root refers to
 * implementations. The routes of a source are in {@code routes/<name>.camel.yaml}.
 */
public interface Source {

    /** Lower case identifier, part of settings, object keys, records, reports and metrics. */
    String name();

    /** The name of the API in messages. */
    String title();

    /** Settings that {@code settings.yaml} does not declare. */
    default List<Setting> settings() {
        return List.of();
    }

    /** The name of the file in {@code routes/} that this source needs, without its extension. */
    default String routeFile() {
        return name();
    }

    /** The routes of this source, if no file contains them. */
    default Optional<RoutesBuilder> routes() {
        return Optional.empty();
    }

    /**
     * Reads the settings of this source. {@link Settings} collects the problems. Called at start and after each live edit.
     *
     * @param home the folder that relative paths in settings refer to
     */
    SourceSettings read(Settings settings, Path home);

    /**
     * The settings by key that make a page for {@code tourbus preview} small; empty if the size of pages does not matter.
     *
     * @param limit how many records are shown
     */
    default Map<String, String> previewSettings(int limit) {
        return Map.of();
    }

    /**
     * Binds the beans that the routes of this source use.
     *
     * @param settings the settings at start
     * @param latest returns the current settings, which determine the slices of the next run
     */
    Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest);

    /** A source that is ready to be read. Thread-safe. */
    interface Connection {

        /** Divides what a run reads into slices. */
        SlicePlan plan();

        /** Slice readers by {@link Slice#reader}. The names are unique among all sources. */
        Map<String, SliceReader> readers();

        /** Readers that normalize stored raw entities again, by entity. */
        Map<Entity, SliceReader> normalizers();

        /** The entities that this source returns, including those that only other entities contain. */
        default Set<Entity> entities() {
            return normalizers().keySet();
        }

        /**
         * The slice for {@code tourbus preview}.
         *
         * @throws IllegalArgumentException if this source does not have the entity, or the query is invalid
         */
        Slice preview(Entity entity, String query);

        /** A slice that always has results, for {@code tourbus check}. */
        Slice probe();

        /**
         * Derives the position that an entity needs to be normalized again, encoded by {@link SliceReader#position}.
         *
         * @param record the record created from the raw entity; an object without fields if there is none
         */
        default Map<String, String> position(Entity entity, JsonNode record) {
            return Map.of();
        }

        /** A note for estimates that may be too low, if the API stops counting at some total. */
        default Optional<String> countLimit() {
            return Optional.empty();
        }
    }
}
