package io.tourbus.run;

import io.tourbus.model.Entity;
import io.tourbus.source.SliceDone;
import io.tourbus.state.DeadLetters.Waiting;
import io.tourbus.state.SliceProgress;
import io.tourbus.state.Span;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run begins.
 *
 * @param events from when to when it wants them
 * @param lock of its job, to be released when it ends
 * @param inPlaceOf the run that is left unfinished, because this one is asked for something else
 * @param slices those that may have reached a sink before the process of the run died; none for a new run
 * @param letters what a sink did not take before, and still waits; none for a new run
 */
record Opening(
        String runId,
        Instant started,
        Span events,
        RunLock lock,
        boolean resumed,
        Optional<String> inPlaceOf,
        List<SliceProgress> slices,
        List<Waiting> letters) {

    /** Tells a run that has just been made what was before it. */
    void tell(Run run) {
        inPlaceOf.ifPresent(other ->
                run.note("run %s had not ended, and is not resumed: it was asked for something else".formatted(other)));
        if (resumed) {
            var done = slices.stream().filter(SliceProgress::done).count();
            run.note(
                    "resumed after its process died or its time was up: %,d slices were done, whose counts are left out here, %,d are delivered again"
                            .formatted(done, slices.size() - done));
        }
        letters.forEach(
                some -> run.tally(some.source(), Entity.of(some.entity())).add(Tally.Count.DEAD_LETTERS, some.count()));
        run.sources().forEach(source -> resume(run, source));
    }

    private void resume(Run run, String source) {
        var its = slices.stream()
                .filter(slice -> slice.slice().source().equals(source))
                .toList();
        run.queue(source)
                .resume(
                        its.stream()
                                .filter(SliceProgress::done)
                                .map(slice -> new SliceDone(
                                        Slices.of(slice.slice()), slice.said(), slice.received(), slice.came()))
                                .toList(),
                        its.stream()
                                .filter(slice -> !slice.done())
                                .map(slice -> Slices.of(slice.slice()))
                                .toList());
    }
}
