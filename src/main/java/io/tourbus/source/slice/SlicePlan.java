package io.tourbus.source.slice;

import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Divides what a run reads from one source into slices. */
@FunctionalInterface
public interface SlicePlan {

    /** A plan that delegates each call to a new plan, so that it uses the current settings. */
    static SlicePlan latest(Supplier<? extends SlicePlan> plans) {
        return new SlicePlan() {
            @Override
            public SliceQueue slices(Scope scope) {
                return plans.get().slices(scope);
            }

            @Override
            public String fingerprint() {
                return plans.get().fingerprint();
            }

            @Override
            public List<SlicePreview> preview(Scope scope) {
                return plans.get().preview(scope);
            }

            @Override
            public List<NamedScope> scopes(Scope scope) {
                return plans.get().scopes(scope);
            }

            @Override
            public SplitStrategy splits() {
                return plans.get().splits();
            }

            @Override
            public SliceQueue borrow(AdaptiveSlicer slice) {
                return plans.get().borrow(slice);
            }
        };
    }

    /** The slices of a run, created lazily. */
    SliceQueue slices(Scope scope);

    /** Changes if and only if the settings that determine the slices change. A run resumes only with an equal fingerprint. */
    default String fingerprint() {
        return "";
    }

    /** The parts of a run that are known before the API is called, without the gaps of earlier runs. */
    default List<SlicePreview> preview(Scope scope) {
        return List.of();
    }

    /** The configured places and search terms that a run reads. The report names those that match nothing. */
    default List<NamedScope> scopes(Scope scope) {
        return List.of();
    }

    /** How slices are divided that have more entities than the API returns. */
    default SplitStrategy splits() {
        return SplitStrategy.NONE;
    }

    /** The queue of a slice that this process reads for a run of another one. Has a listener, if that of a run stores something. */
    default SliceQueue borrow(AdaptiveSlicer slice) {
        return new SliceQueue(Stream.empty(), List.of(slice), SplitStrategy.NONE, () -> {});
    }
}
