package io.tourbus.run;

import io.tourbus.model.Entity;
import io.tourbus.run.slice.SliceCodec;
import io.tourbus.source.slice.Completeness.FinishedSlice;
import io.tourbus.state.DeadLetterRepository.Waiting;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.SliceRepository.SliceProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The initial state of a run, new or resumed.
 *
 * @param before the time between the start and the resumption of the run
 * @param events the date range of the events
 * @param lock the lock of the job, to be released when the run ends
 * @param replaces the ID of the unfinished run that is not resumed, because its options differ
 * @param slices the slices that may have reached a sink before the crash; empty for a new run
 * @param deadLetters the dead letters of the run that are not redelivered yet; empty for a new run
 */
record RunStart(
        String runId,
        Instant started,
        Duration before,
        TimeSpan events,
        RunLock lock,
        boolean resumed,
        Optional<String> replaces,
        List<SliceProgress> slices,
        List<Waiting> deadLetters) {

    /** Without earlier progress. */
    static RunStart of(String runId, Instant started, RunLock lock) {
        return new RunStart(
                runId,
                started,
                Duration.ZERO,
                new TimeSpan(started, started),
                lock,
                false,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** Applies the earlier progress to a new run object. */
    void apply(Run run) {
        replaces.ifPresent(other -> run.note("unfinished run %s is not resumed: its options differ".formatted(other)));
        if (resumed) {
            var done = slices.stream().filter(SliceProgress::done).count();
            run.note(
                    "resumed after a crash or a time limit: %,d slices were done before and are not counted here, %,d are delivered again"
                            .formatted(done, slices.size() - done));
        }
        deadLetters.forEach(waiting -> run.counters(waiting.source(), Entity.of(waiting.entity()))
                .add(RunCounters.Count.DEAD_LETTERS, waiting.count()));
        run.sources().forEach(source -> resume(run, source));
    }

    private void resume(Run run, String source) {
        var started = slices.stream()
                .filter(slice -> slice.slice().source().equals(source))
                .toList();
        run.queue(source)
                .resume(
                        started.stream()
                                .filter(SliceProgress::done)
                                .map(slice -> new FinishedSlice(
                                        SliceCodec.restore(slice.slice()),
                                        slice.reportedTotal(),
                                        slice.received(),
                                        slice.unique()))
                                .toList(),
                        started.stream()
                                .filter(slice -> !slice.done())
                                .map(slice -> SliceCodec.restore(slice.slice()))
                                .toList());
    }
}
