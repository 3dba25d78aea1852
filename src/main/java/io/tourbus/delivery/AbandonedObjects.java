package io.tourbus.delivery;

import io.tourbus.lake.LakeObject;
import io.tourbus.lake.LakeObjects;
import io.tourbus.lake.LakeReader;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.run.Run;
import io.tourbus.state.LandedObjects;
import io.tourbus.state.SliceRepository;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.State;
import io.tourbus.state.StoredSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/**
 * Finds the objects that a killed process wrote for a slice and that its repetition did not replace, because other slices have
 * delivered all their records since. The state does not always know them: the process can be killed before it records an object.
 */
public final class AbandonedObjects {

    private final SliceRepository slices;
    private final LandedObjects landed;
    private final LakeObjects builder;
    private final LakeReader lake;

    /** The keys of the objects of repeated slices that this process wrote, by run. */
    private final Map<String, Set<String>> written = new ConcurrentHashMap<>();

    public AbandonedObjects(State state, LakeObjects builder, LakeReader lake) {
        this.slices = state.slices();
        this.landed = state.landedObjects();
        this.builder = builder;
        this.lake = lake;
    }

    /** Remembers an object that the lake accepted. */
    public void written(@Variable("run") Run run, @Variable("lakeObject") LakeObject object) {
        if (run.repeated().containsKey(object.slice())) {
            written.computeIfAbsent(run.id(), id -> ConcurrentHashMap.newKeySet())
                    .add(object.key());
        }
    }

    /**
     * Returns empty objects with the keys of abandoned ones. Slices that this run shares with other processes have none, because
     * what the others wrote is not known here.
     */
    public List<LakeObject> replacements(@Variable("run") Run run) {
        if (run.repeated().isEmpty()) {
            return List.of();
        }
        var keys = Optional.ofNullable(written.remove(run.id())).orElse(Set.of());
        var done = slices.ofRun(run.id()).stream()
                .filter(SliceProgress::done)
                .map(progress -> progress.slice().name())
                .collect(Collectors.toSet());
        var kinds = landed.find(run.id()).stream()
                .flatMap(object -> LakeObjects.kindOf(object.key()).stream())
                .collect(Collectors.toSet());
        return run.repeated().values().stream()
                .filter(slice -> done.contains(slice.name()) && !run.shares(slice.source()))
                .flatMap(slice -> withoutRecords(run, slice, kinds))
                .filter(object -> !keys.contains(object.key()) && lake.exists(object.bucket(), object.key()))
                .toList();
    }

    private Stream<LakeObject> withoutRecords(Run run, StoredSlice slice, Set<Entity> kinds) {
        var own = empty(run, slice, Entity.of(slice.entity()));
        return Stream.concat(
                Stream.of(builder.withoutEntities(own)),
                kinds.stream().map(kind -> builder.withoutRecords(empty(run, slice, kind))));
    }

    private static Batch empty(Run run, StoredSlice slice, Entity kind) {
        return new Batch(run.id(), run.started(), slice.source(), kind, slice.name(), List.of(), List.of(), Map.of());
    }
}
