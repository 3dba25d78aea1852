package io.tourbus.run.slice;

import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Slice;
import io.tourbus.state.GapRepository;
import io.tourbus.state.GapRepository.Gap;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Stores the slices that runs could not read, so that the next run with the same query requests them. */
public final class GapTracker {

    private final GapRepository gaps;

    public GapTracker(GapRepository gaps) {
        this.gaps = gaps;
    }

    public List<Gap> findAll() {
        return gaps.all();
    }

    /** The slices that fetch the missing data. */
    public static List<Slice> slices(Collection<Gap> gaps) {
        return gaps.stream().map(Gap::slice).map(SliceCodec::restore).toList();
    }

    /**
     * Saves the gaps of a run, except permanent ones.
     *
     * @param before the gaps before the run; those of queries that the run has sent are replaced
     */
    public void save(Collection<Completeness> queries, Collection<Gap> before) {
        var sent = queries.stream().map(Completeness::query).collect(Collectors.toSet());
        gaps.replace(
                before.stream()
                        .filter(gap -> sent.contains(SliceCodec.query(gap.slice())))
                        .toList(),
                queries.stream()
                        .flatMap(query -> query.missing().stream())
                        .filter(missing -> !missing.permanent())
                        .map(missing -> new Gap(SliceCodec.store(missing.slice()), missing.reason()))
                        .toList());
    }
}
