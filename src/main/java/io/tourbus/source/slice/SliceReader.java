package io.tourbus.source.slice;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.model.Reject;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities;
import io.tourbus.source.page.RawEntities.RawEntity;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads the pages of the slices of one entity type and converts their entities to records. Stateless. */
public record SliceReader(Pager pager, PageNormalizer normalizer, RecordEncoder encoder, Clock clock) {

    private static final String PATH = "path";
    private static final String NUMBER = "number";
    private static final String PARAMETER = "parameter.";

    public SliceReader(Pager pager, EntityNormalizer normalizer, RecordEncoder encoder, Clock clock) {
        this(pager, (page, request) -> normalizer, encoder, clock);
    }

    public SliceReading open(Slice slice) {
        return open(slice, Set.of());
    }

    SliceReading open(Slice slice, Set<String> known) {
        return new SliceReading(slice, pager, known);
    }

    /** Normalizes the entities of a page and advances the reading. Converts {@code null} entries to rejects. */
    public void read(PageResult page, SliceReading reading, String runId) {
        read(page, reading, runId, EntityHook.NONE);
    }

    void read(PageResult page, SliceReading reading, String runId, EntityHook hook) {
        if (page == PageResult.RETRY_DIFFERENTLY) {
            reading.requestDifferently();
            return;
        }
        if (reading.narrow(page)) {
            return;
        }
        var request = reading.request();
        var slice = reading.slice();
        var selected = normalizer.select(page, request, slice);
        var normalize = normalizer.forPage(selected, request);
        var origin =
                new Origin(slice.source(), runId, slice.name(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var hooked = hook.isPresent();
        var number = 0;
        for (var entity : selected.entities()) {
            if (reading.isFull()) {
                break;
            }
            number++;
            var changed = hooked ? change(entity, number, reading, hook, origin) : Optional.of(entity.tree());
            if (changed.isEmpty()) {
                skip(normalize, entity);
                continue;
            }
            try {
                var fields = JsonFields.of(changed.get(), reading::repaired);
                var record = normalize.normalize(fields);
                reading.add(normalized(entity, record, origin));
                reading.contents().addReferences(record.references());
                for (var found : normalize.embedded(fields, record)) {
                    if (reading.contents().isNew(found)) {
                        reading.contents().add(found, embedded(found, origin));
                    }
                }
            } catch (RejectedException e) {
                var position = position(request.path(), request.parameters(), number);
                reading.add(new Reject(e.getMessage(), entity.json(), position), idOf(entity));
            }
            entity.release();
        }
        normalize.end();
        for (int i = 0; i < selected.nulls() && !reading.isFull(); i++) {
            reading.add(Reject.nullEntry(), "");
            number++;
        }
        reading.advance(page, number < selected.entities().size() + selected.nulls());
    }

    /** The entity to normalize. Empty if the hook drops it or fails, which the reading then knows. */
    private static Optional<JsonNode> change(
            RawEntity entity, int number, SliceReading reading, EntityHook hook, Origin origin) {
        try {
            var changed = hook.change(entity.tree(), reading.slice().entity(), origin);
            if (changed.isEmpty()) {
                reading.add(Reject.dropped(entity.json()), idOf(entity));
            }
            return changed;
        } catch (RejectedException e) {
            var request = reading.request();
            var position = position(request.path(), request.parameters(), number);
            reading.add(new Reject(e.getMessage(), entity.json(), position, hook.stage()), idOf(entity));
            return Optional.empty();
        }
    }

    /** Some normalizers count the entities of a page, so they need all of them. */
    private static void skip(EntityNormalizer normalize, RawEntity entity) {
        try {
            normalize.normalize(JsonFields.of(entity.tree()));
        } catch (RejectedException e) {
            // It has no record anyway.
        }
    }

    private static String idOf(RawEntity entity) {
        return entity.tree().path("id").asText("");
    }

    private Normalized normalized(RawEntity entity, Record record, Origin origin) {
        return new Normalized(entity.json(), encoder.encode(record, origin));
    }

    /**
     * The record of a stored entity, and those of the entities that it contains.
     *
     * @param record empty if a hook drops the entity
     * @param embedded by entity and identity, without raw JSON
     */
    public record Renormalized(Optional<Normalized> record, Map<Entity, Map<String, Normalized>> embedded) {}

    /**
     * Normalizes a stored entity again.
     *
     * @param stored the entity with its position
     * @param origin of the slice that returned the entity
     * @param hook changes the entity before
     * @throws RejectedException if it cannot become a record
     */
    public Renormalized renormalize(Reject stored, Entity kind, Origin origin, EntityHook hook) {
        var entity = parse(stored.json());
        var normalize = single(entity, stored.place());
        var changed = hook.isPresent() ? hook.change(entity.tree(), kind, origin) : Optional.of(entity.tree());
        if (changed.isEmpty()) {
            return new Renormalized(Optional.empty(), Map.of());
        }
        var fields = JsonFields.of(changed.get());
        var record = normalize.normalize(fields);
        Map<Entity, Map<String, Normalized>> embedded = new TreeMap<>();
        normalize
                .embedded(fields, record)
                .forEach(found -> embedded.computeIfAbsent(found.entity(), label -> new TreeMap<>())
                        .put(found.identity(), embedded(found, origin)));
        normalize.end();
        return new Renormalized(Optional.of(normalized(entity, record, origin)), embedded);
    }

    private EntityNormalizer single(RawEntity entity, Map<String, String> position) {
        var page = new PageResult(List.of(entity), 0, OptionalLong.empty(), false);
        var number = Integer.parseInt(position.getOrDefault(NUMBER, "1"));
        return normalizer.forEntity(page, requestOf(position), number);
    }

    private Normalized embedded(Embedded found, Origin origin) {
        return new Normalized(new byte[0], encoder.encode(found.record().get(), origin));
    }

    /**
     * Encodes the position of an entity for {@link Reject#place()}.
     *
     * @param path of the request that returned the page
     * @param parameters of that request
     * @param number position of the entity in the page, from 1
     */
    public static Map<String, String> position(String path, Map<String, String> parameters, int number) {
        Map<String, String> fields = new TreeMap<>();
        parameters.forEach((name, value) -> fields.put(PARAMETER + name, value));
        fields.put(PATH, path);
        fields.put(NUMBER, String.valueOf(number));
        return fields;
    }

    /** The request in an encoded position. Missing fields get default values. */
    private static PageRequest requestOf(Map<String, String> position) {
        Map<String, String> parameters = new TreeMap<>();
        position.forEach((name, value) -> {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), value);
            }
        });
        return new PageRequest(position.getOrDefault(PATH, ""), parameters, 0);
    }

    private static RawEntity parse(byte[] json) {
        var entities = new RawEntities(json);
        try (var parser = entities.open()) {
            entities.take(parser);
        } catch (IOException e) {
            throw new RejectedException("not JSON");
        }
        return entities.entities().get(0);
    }

    /** The paging strategy of an API: which request returns the first and the next page of a slice. Stateless. */
    public interface Pager {

        /** How far a total may be from the number of entities that the API returns without a page being lost. */
        int DRIFT_PERCENT = 2;

        /** The same for small totals, in entities. */
        int MIN_DRIFT = 2;

        PageRequest first(Slice slice);

        /** The request after {@code request}; empty if {@code page} was the last one that the API has or serves. */
        Optional<PageRequest> next(Slice slice, PageRequest request, PageResult page);

        /** A replacement for a request that the API refused because of its form; empty to end the slice. */
        default Optional<PageRequest> fallback(Slice slice, PageRequest refused) {
            return Optional.empty();
        }

        /** A smaller request if no more than {@code wanted} entities are needed, or the same if the API does not allow that. */
        default PageRequest atMost(int wanted, Slice slice, PageRequest request) {
            return request;
        }

        /** Whether the total of the API is exact enough to detect missing entities. */
        default boolean exact() {
            return false;
        }

        /** Whether each page returns the next entities of one list, whose number is the total. */
        default boolean paged() {
            return exact();
        }

        /**
         * The request for the page behind {@code request}, whatever that returned. Empty if the API does not serve it, or if the
         * pager cannot skip a page.
         */
        default Optional<PageRequest> following(Slice slice, PageRequest request) {
            return Optional.empty();
        }

        /** By how much a total may change from page to page without a page being lost: 2%, rounded up, but at least 2. */
        static long drift(long total) {
            return Math.max(MIN_DRIFT, (total * DRIFT_PERCENT + 99) / 100);
        }

        /** The total at which the API stops counting: the real total may be higher. */
        default long cap() {
            return Long.MAX_VALUE;
        }

        /** How many entities of one query the API returns at most. */
        default int maxResults() {
            return 1_000;
        }
    }

    /** Converts an entity to its record. */
    @FunctionalInterface
    public interface EntityNormalizer {

        /** @throws RejectedException if the entity cannot become a record */
        Record normalize(JsonFields entity);

        /**
         * The entities that this one contains and that become separate records, such as the venues of an event.
         *
         * @param record the record of this entity
         */
        default List<Embedded> embedded(JsonFields entity, Record record) {
            return List.of();
        }

        /** Called after the last entity of the page. */
        default void end() {}
    }

    /**
     * An entity that another one contains.
     *
     * @param identity of its record
     * @param record converts it; called once for each identity
     */
    public record Embedded(Entity entity, String identity, Supplier<? extends Record> record) {}

    /** Converts the entities of a page to records, for records that need data from the request or the rest of the page. */
    @FunctionalInterface
    public interface PageNormalizer {

        /**
         * Returns what converts one entity of the page. It is applied to each entity in page order, and throws
         * {@link RejectedException} for an entity that cannot become a record.
         *
         * @param request the request that returned the page
         */
        EntityNormalizer forPage(PageResult page, PageRequest request);

        /**
         * The same for a single entity that was taken out of its page.
         *
         * @param number position of the entity in its original page, from 1
         */
        default EntityNormalizer forEntity(PageResult page, PageRequest request, int number) {
            return forPage(page, request);
        }

        /** Removes entities that were not requested, for APIs that return others as well. */
        default PageResult select(PageResult page, PageRequest request, Slice slice) {
            return page;
        }
    }
}
