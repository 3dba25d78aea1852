package io.tourbus.run;

import io.tourbus.model.Entity;
import io.tourbus.source.Coverage;
import io.tourbus.source.Narrowing;
import io.tourbus.source.Query;
import io.tourbus.source.Slice;
import io.tourbus.state.Gap;
import io.tourbus.state.Gaps;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
        return gaps.stream().map(Leftovers::slice).toList();
    }

    /**
     * Keeps what is missing of queries, where there is hope to get it.
     *
     * @param before what was missing when the run began, of any query: no longer, where the run has asked the query
     */
    void keep(Collection<Coverage> coverages, Collection<Gap> before) {
        var asked = coverages.stream().map(Coverage::query).collect(Collectors.toSet());
        gaps.replace(
                before.stream().filter(gap -> asked.contains(query(gap))).toList(),
                coverages.stream()
                        .flatMap(coverage -> coverage.missing().stream())
                        .filter(missing -> !missing.hopeless())
                        .map(Leftovers::gap)
                        .toList());
    }

    private static Query query(Gap gap) {
        return new Query(gap.source(), Entity.valueOf(gap.entity().toUpperCase(Locale.ROOT)), gap.query());
    }

    private static Slice slice(Gap gap) {
        return new Slice(query(gap), gap.via(), gap.name(), gap.parameters(), gap.ids(), Narrowing.NONE);
    }

    private static Gap gap(Coverage.Missing missing) {
        var slice = missing.slice();
        return new Gap(
                slice.source(),
                slice.entity().label(),
                slice.query().title(),
                slice.via(),
                slice.name(),
                slice.parameters(),
                slice.ids(),
                missing.reason());
    }
}
