package io.tourbus.run;

import io.tourbus.source.Coverage;
import io.tourbus.source.Slice;
import io.tourbus.state.Gap;
import io.tourbus.state.Gaps;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What runs did not get, kept for the next run that asks for it. */
public final class Leftovers {

    private final Gaps gaps;

    public Leftovers(Gaps gaps) {
        this.gaps = gaps;
    }

    List<Gap> all() {
        return gaps.all();
    }

    /** As slices that would fetch it. */
    static List<Slice> slices(Collection<Gap> gaps) {
        return gaps.stream().map(Gap::slice).map(Slices::of).toList();
    }

    /**
     * Keeps what is missing of queries, where there is hope to get it.
     *
     * @param before what was missing when the run began, of any query: no longer, where the run has asked the query
     */
    void keep(Collection<Coverage> coverages, Collection<Gap> before) {
        var asked = coverages.stream().map(Coverage::query).collect(Collectors.toSet());
        gaps.replace(
                before.stream()
                        .filter(gap -> asked.contains(Slices.query(gap.slice())))
                        .toList(),
                coverages.stream()
                        .flatMap(coverage -> coverage.missing().stream())
                        .filter(missing -> !missing.hopeless())
                        .map(missing -> new Gap(Slices.stored(missing.slice()), missing.reason()))
                        .toList());
    }
}
