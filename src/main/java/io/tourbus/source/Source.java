package io.tourbus.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Entity;
import io.tourbus.settings.Settings;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An API that Tourbus reads. Everything that is special to an API is behind this interface: the composition root holds a list
 * of sources, and no other class names one. The routes of a source are in {@code routes/<name>.camel.yaml}.
 */
public interface Source {

    /** Lower case; part of settings, object keys, records, reports and metrics. */
    String name();

    /** The name for people: {@code Ticketmaster}. */
    String title();

    /**
     * Reads the settings of this source. {@link Settings} collects the problems. Called at start and for each live edit.
     *
     * @param home the folder that relative paths in settings refer to
     */
    SourceSettings read(Settings settings, Path home);

    /**
     * Binds the beans that the routes of this source name.
     *
     * @param settings as they are at start
     * @param latest the settings as they are now, which decide what the next run requests
     */
    Connection connect(SourceContext context, SourceSettings settings, Supplier<SourceSettings> latest);

    /** A source that is ready to be read. Safe for use by several threads. */
    interface Connection {

        /** What runs request from this source. */
        SlicePlan plan();

        /** Readers by the name that slices state, see {@link Slice#reader}. The names are unique among all sources. */
        Map<String, SliceReader> readers();

        /** The readers that turn stored raw entities into records again; the keys are the entities of this source. */
        Map<Entity, SliceReader> normalizers();

        /**
         * A slice for {@code tourbus preview}.
         *
         * @throws IllegalArgumentException if this source has no such entities, or the query is invalid
         */
        Slice preview(Entity entity, String query);

        /** A slice that always has entities, for {@code tourbus check}. */
        Slice probe();

        /**
         * The position of an entity that does not state it itself, as {@link SliceReader#place} encodes it.
         *
         * @param entity of the raw zone
         * @param record that was made of it; empty if there is none
         */
        default Map<String, String> position(Entity entity, JsonNode record) {
            return Map.of();
        }

        /** Why an estimate may be too low, for sources whose API stops counting. */
        default Optional<String> countLimit() {
            return Optional.empty();
        }
    }
}
