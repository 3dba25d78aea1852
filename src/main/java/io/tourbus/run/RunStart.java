package io.tourbus.run;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Completeness.FinishedSlice;
import io.tourbus.state.DeadLetterRepository.Waiting;
import io.tourbus.state.RunRepository.SliceProgress;
import io.tourbus.state.TimeSpan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run begins.
 *
 * @param events from when to when it wants them
 * @param lock of its job, to be released when it ends
 * @param replaces the run that is left unfinished, because this one is asked for something else
 * @param slices those that may have reached a sink before the process of the run died; none for a new run
 * @param deadLetters what a sink did not take before, and still waits; none for a new run
 */
record RunStart(
        String runId,
        Instant started,
        TimeSpan events,
        RunLock lock,
        boolean resumed,
        Optional<String> replaces,
        List<SliceProgress> slices,
        List<Waiting> deadLetters) {

    /** Tells a run that has just been made what was before it. */
    void apply(Run run) {
        replaces.ifPresent(other ->
                run.note("run %s had not ended, and is not resumed: it was asked for something else".formatted(other)));
        if (resumed) {
            var done = slices.stream().filter(SliceProgress::done).count();
            run.note(
                    "resumed after its process died or its time was up: %,d slices were done, whose counts are left out here, %,d are delivered again"
                            .formatted(done, slices.size() - done));
        }
        deadLetters.forEach(some -> run.counters(some.source(), Entity.of(some.entity()))
                .add(RunCounters.Count.DEAD_LETTERS, some.count()));
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
                                .map(slice -> new FinishedSlice(
                                        SliceCodec.restore(slice.slice()),
                                        slice.reportedTotal(),
                                        slice.received(),
                                        slice.unique()))
                                .toList(),
                        its.stream()
                                .filter(slice -> !slice.done())
                                .map(slice -> SliceCodec.restore(slice.slice()))
                                .toList());
    }
}
