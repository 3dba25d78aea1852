package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Scope.EventsBarrier;
import io.tourbus.source.slice.Scope.Mode;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.state.GapRepository.Gap;
import io.tourbus.state.RunRepository.TimeSpan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Creates runs: decides what a run of a job requests from each source. */
final class RunFactory {

    private final Map<String, Reader> readers;
    private final List<String> notes;
    private final GapTracker gaps;
    private final List<String> sinkCounters;

    /**
     * @param readers by source
     * @param notes for every report
     * @param sinkCounters the names of the counters of all sinks
     */
    RunFactory(Map<String, Reader> readers, List<String> notes, GapTracker gaps, List<String> sinkCounters) {
        this.readers = readers;
        this.notes = List.copyOf(notes);
        this.gaps = gaps;
        this.sinkCounters = List.copyOf(sinkCounters);
    }

    /** What a run would request, as far as that is known before the first request; without the gaps of earlier runs. */
    List<SlicePreview> preview(Job job, TimeSpan events) {
        var scope = scope(job, events, List.of());
        return readers.values().stream()
                .flatMap(reader -> reader.plan().preview(scope).stream())
                .toList();
    }

    /** A source whose quota is used up is blocked from the start. */
    Run create(Job job, RunSettings settings, RunStart start) {
        var known = gaps.findAll();
        var scope = scope(job, start.events(), known);
        Map<String, SliceDispatcher> dispatchers = new TreeMap<>();
        try {
            readers.forEach((source, reader) ->
                    dispatchers.put(source, new SliceDispatcher(reader.plan().slices(scope), reader.permits())));
            var run = new Run(
                    start.runId(),
                    job,
                    settings.share(job),
                    start.started(),
                    start.lock(),
                    dispatchers,
                    settings.narrowed(job, start.started(), start.events()) ? List.of() : known,
                    settings.limit(),
                    settings.failuresInARow(),
                    sinkCounters);
            start.apply(run);
            notes.forEach(run::note);
            readers.forEach((source, reader) ->
                    reader.quota().refusal(run.share()).ifPresent(refusal -> run.block(source, refusal.getMessage())));
            return run;
        } catch (RuntimeException e) {
            dispatchers.values().forEach(dispatcher -> dispatcher.queue().finish());
            throw e;
        }
    }

    private static Scope scope(Job job, TimeSpan events, List<Gap> gaps) {
        return new Scope(
                job.entities(),
                events.from(),
                events.until(),
                job.mode(),
                job.mode() == Mode.NEAR ? GapTracker.slices(gaps) : List.of(),
                new EventsBarrier());
    }
}
