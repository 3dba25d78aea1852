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

/** What runs did not get, kept for the next run that asks for it. */
public final class Leftovers {

    private final Gaps gaps;

    public Leftovers(Gaps gaps) {
        this.gaps = gaps;
    }

    /** As slices that would fetch it. */
    List<Slice> all() {
        return gaps.all().stream().map(Leftovers::slice).toList();
    }

    /** Keeps what is missing of queries, in place of what was missing of them before. */
    void keep(Collection<Coverage> coverages) {
        for (var coverage : coverages) {
            var query = coverage.query();
            gaps.replace(
                    query.source(),
                    query.entity().label(),
                    query.title(),
                    coverage.missing().stream().map(Leftovers::gap).toList());
        }
    }

    private static Slice slice(Gap gap) {
        var entity = Entity.valueOf(gap.entity().toUpperCase(Locale.ROOT));
        var query = new Query(gap.source(), entity, gap.query());
        return new Slice(query, gap.via(), gap.name(), gap.parameters(), gap.ids(), Narrowing.NONE);
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
