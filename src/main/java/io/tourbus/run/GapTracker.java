package io.tourbus.run;

import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Slice;
import io.tourbus.state.GapRepository;
import io.tourbus.state.GapRepository.Gap;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What runs did not get, kept for the next run that asks for it. */
public final class GapTracker {

    private final GapRepository gaps;

    public GapTracker(GapRepository gaps) {
        this.gaps = gaps;
    }

    List<Gap> findAll() {
        return gaps.all();
    }

    /** As slices that would fetch it. */
    static List<Slice> slices(Collection<Gap> gaps) {
        return gaps.stream().map(Gap::slice).map(SliceCodec::restore).toList();
    }

    /**
     * Keeps what is missing of queries, where there is hope to get it.
     *
     * @param before what was missing when the run began, of any query: no longer, where the run has asked the query
     */
    void save(Collection<Completeness> coverages, Collection<Gap> before) {
        var asked = coverages.stream().map(Completeness::query).collect(Collectors.toSet());
        gaps.replace(
                before.stream()
                        .filter(gap -> asked.contains(SliceCodec.query(gap.slice())))
                        .toList(),
                coverages.stream()
                        .flatMap(coverage -> coverage.missing().stream())
                        .filter(missing -> !missing.permanent())
                        .map(missing -> new Gap(SliceCodec.store(missing.slice()), missing.reason()))
                        .toList());
    }
}
