package io.tourbus.source.slice;

import java.util.List;
import java.util.function.Supplier;

/** Cuts what a run wants from one source into slices. */
@FunctionalInterface
public interface SlicePlan {

    /** A plan that is made anew for each question, so that it goes by the settings of then. */
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
        };
    }

    /** The slices, each made when it is asked for. */
    SliceQueue slices(Scope scope);

    /** What of its settings decides what it asks for: the same text for as long as that is the same. */
    default String fingerprint() {
        return "";
    }

    /** What there is to ask for, as far as that is known before anything is asked; without what earlier runs did not get. */
    default List<SlicePreview> preview(Scope scope) {
        return List.of();
    }
}
