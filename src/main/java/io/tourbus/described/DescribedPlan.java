package io.tourbus.described;

import io.tourbus.described.Description.EntityDescription;
import io.tourbus.model.Entity;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.slice.NamedScope;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Scope.Mode;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceListener;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.source.slice.SlicePreview.Estimate;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SliceQueue.Phase;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Plans what a run reads of a described source: first the entities with fixed slices, then those by date, and then those whose
 * IDs other entities contain.
 *
 * @param pagers by kind
 */
record DescribedPlan(
        String source,
        Map<Entity, EntityDescription> entities,
        Map<Entity, DescribedPager> pagers,
        DescribedSettings settings,
        PerformerRegistry registry)
        implements SlicePlan {

    private static final int IDS_PER_SLICE = 100;

    /** Slices of an entity that share all but the dates. */
    private record Part(Entity kind, Query query, Map<String, String> parameters) {}

    @Override
    public SliceQueue slices(Scope scope) {
        var fixed = Stream.concat(scope.gaps(source).stream(), kinds(scope, "").flatMap(this::whole));
        var slicers = kinds(scope, "dates")
                .flatMap(this::parts)
                .map(part -> slicer(part, scope))
                .toList();
        List<Phase> phases = new ArrayList<>();
        kinds(scope, "ids").forEach(kind -> phases.add(new Phase(() -> isReady(kind, scope), () -> byId(kind))));
        var readsEvents = kinds(scope, "").anyMatch(Entity.EVENTS::equals)
                || kinds(scope, "dates").anyMatch(Entity.EVENTS::equals);
        if (readsEvents) {
            scope.eventsBarrier().begin(source);
        }
        return new SliceQueue(
                fixed,
                slicers,
                phases,
                SplitStrategy.NONE,
                SliceListener.NONE,
                () -> scope.eventsBarrier().end(source));
    }

    /** IDs of this source are known after its other slices, those of other sources after all events. */
    private boolean isReady(Entity kind, Scope scope) {
        var of = entities.get(kind).slices("ids").orElseThrow().idsOf();
        return !PerformerRegistry.MUSICBRAINZ.equals(of)
                || !scope.eventsBarrier().reading();
    }

    /**
     * The entities that a run reads.
     *
     * @param slices {@code dates} or {@code ids}; blank for those with neither
     */
    private Stream<Entity> kinds(Scope scope, String slices) {
        return entities.entrySet().stream()
                .filter(entity -> entity.getValue().requested() && scope.includes(entity.getKey()))
                .filter(entity -> slices.isEmpty()
                        ? entity.getValue().slices("dates").isEmpty()
                                && entity.getValue().slices("ids").isEmpty()
                        : entity.getValue().slices(slices).isPresent())
                .filter(entity -> !onlyDates(scope) || slices.equals("dates"))
                .map(Map.Entry::getKey);
    }

    /** Whether a run reads only what a range of dates can narrow. */
    private static boolean onlyDates(Scope scope) {
        return scope.mode() == Mode.NEAR || scope.mode() == Mode.DATED;
    }

    private Stream<Part> parts(Entity kind) {
        var entity = entities.get(kind);
        Map<String, String> common = new HashMap<>();
        entity.parameters().forEach((name, text) -> {
            var value = settings.resolve(text).strip();
            if (!value.isEmpty()) {
                common.put(name, value);
            }
        });
        var list = entity.slices("list");
        if (list.isEmpty()) {
            return Stream.of(new Part(kind, query(kind, ""), common));
        }
        return settings.list(list.get().setting()).stream().map(value -> {
            Map<String, String> parameters = new HashMap<>(common);
            parameters.put(list.get().parameter(), value);
            return new Part(kind, query(kind, " " + value), parameters);
        });
    }

    private Query query(Entity kind, String value) {
        return new Query(source, kind, kind + value);
    }

    static String reader(String source, Entity kind) {
        return source + "-" + kind;
    }

    private Stream<Slice> whole(Entity kind) {
        return parts(kind)
                .map(part -> Slice.of(
                        part.query(), reader(source, kind), part.query().title(), part.parameters(), List.of()));
    }

    private DateSlicer slicer(Part part, Scope scope) {
        var dates = entities.get(part.kind()).slices("dates").orElseThrow();
        var cap = pagers.get(part.kind()).maxResults();
        return new DateSlicer(
                part.query(), reader(source, part.kind()), part.parameters(), dates, cap, scope.from(), scope.until());
    }

    /** With pagination, each ID has a slice. Otherwise a slice has many IDs, each with one request. */
    private Stream<Slice> byId(Entity kind) {
        var entity = entities.get(kind);
        var slices = entity.slices("ids").orElseThrow();
        var configured = slices.setting() == null ? Stream.<String>empty() : settings.list(slices.setting()).stream();
        var found = slices.idsOf() == null
                ? Stream.<String>empty()
                : registry.ids(registryKey(source, slices.idsOf())).stream();
        var ids = Stream.concat(configured, found)
                .map(id -> PerformerRegistry.inOneCase(slices.idsOf(), id))
                .distinct()
                .toList();
        var size = entity.pagination().paged() ? 1 : IDS_PER_SLICE;
        return parts(kind)
                .flatMap(part -> IntStream.iterate(0, from -> from < ids.size(), from -> from + size)
                        .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + size)))
                        .map(some -> Slice.of(
                                part.query(),
                                reader(source, kind),
                                part.query().title() + " by id",
                                part.parameters(),
                                some)));
    }

    /** The key of IDs in the registry: IDs of own entities belong to the source. */
    static String registryKey(String source, String of) {
        return of.equals(PerformerRegistry.MUSICBRAINZ) ? of : source + "." + of;
    }

    @Override
    public String fingerprint() {
        return settings.fingerprint();
    }

    @Override
    public List<SlicePreview> preview(Scope scope) {
        var whole = kinds(scope, "").flatMap(this::whole).map(slice -> estimated(slice, 1));
        var dated = kinds(scope, "dates").flatMap(this::parts).map(part -> {
            var slicer = slicer(part, scope);
            return estimated(slicer.whole(scope.from(), scope.until()), slicer.periods());
        });
        var byId = kinds(scope, "ids").flatMap(this::byId).map(slice -> estimated(slice, 1));
        return Stream.of(whole, dated, byId).flatMap(all -> all).toList();
    }

    /** @param slices into how many slices it is divided at first */
    private SlicePreview estimated(Slice slice, int slices) {
        var pager = pagers.get(slice.entity());
        if (!slice.ids().isEmpty()) {
            var ids = slice.ids().size();
            return new SlicePreview(slice, total -> new Estimate(1, ids, ids, pager.paged()));
        }
        var requests = slices == 1 ? 0 : slices - 1;
        return new SlicePreview(
                slice,
                total -> new Estimate(
                        slices, pager.pages(total) + requests, total, slices == 1 && total > pager.maxResults()));
    }

    @Override
    public List<NamedScope> scopes(Scope scope) {
        return Stream.concat(kinds(scope, ""), kinds(scope, "dates"))
                .filter(kind -> entities.get(kind).slices("list").isPresent())
                .flatMap(this::parts)
                .map(part -> new NamedScope(part.query().title(), List.of(part.query())))
                .toList();
    }
}
