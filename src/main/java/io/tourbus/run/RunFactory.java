package io.tourbus.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.job.Job;
import io.tourbus.model.Sha256;
import io.tourbus.run.RunCounters.ProcessCounters;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.RunRegistry.RunStart;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.Scope.EventsBarrier;
import io.tourbus.source.slice.Scope.Mode;
import io.tourbus.source.slice.SlicePreview;
import io.tourbus.state.GapRepository.Gap;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.RunRepository.RunFingerprint;
import io.tourbus.state.RunRepository.TimeSpan;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Creates runs: decides what a run of a job requests from each source, and whether an unfinished run has the same options. */
final class RunFactory {

    private final Map<String, Reader> readers;
    private final List<String> notes;
    private final Supplier<RunSettings> settings;
    private final GapTracker gaps;
    private final ProcessCounters totals;

    /**
     * @param readers by source, sorted
     * @param notes for every report
     */
    RunFactory(
            Map<String, Reader> readers,
            List<String> notes,
            Supplier<RunSettings> settings,
            GapTracker gaps,
            ProcessCounters totals) {
        this.readers = readers;
        this.notes = List.copyOf(notes);
        this.settings = settings;
        this.gaps = gaps;
        this.totals = totals;
    }

    /** The sources that the current settings select. */
    private Map<String, Reader> selected() {
        Map<String, Reader> selected = new TreeMap<>(readers);
        selected.keySet().removeIf(source -> !settings.get().selects(source));
        return selected;
    }

    /** The fingerprint of a job's options. An unfinished run is resumed only if its fingerprint is the same. */
    RunFingerprint fingerprint(Job job) {
        var rest = selected().entrySet().stream()
                .map(reader -> "%s %s"
                        .formatted(reader.getKey(), reader.getValue().plan().fingerprint()))
                .collect(Collectors.joining(
                        "\n",
                        "",
                        "\nlimit " + settings.get().limit() + (settings.get().full() ? "\nfull" : "")));
        return new RunFingerprint(
                settings.get().dates(job), HexFormat.of().formatHex(Sha256.hash(rest.getBytes(UTF_8))));
    }

    /** The fingerprint of the current settings with the dates of an earlier run. */
    RunFingerprint fingerprintWithDatesOf(KnownRun run) {
        var now = fingerprint(Job.of(run.job()));
        return run.fingerprint().map(then -> now.withDates(then.dates())).orElse(now);
    }

    /** What a run would request, as far as that is known before the first request; without the gaps of earlier runs. */
    List<SlicePreview> preview(Job job, TimeSpan events) {
        var scope = scope(job, events, List.of());
        return selected().values().stream()
                .flatMap(reader -> reader.plan().preview(scope).stream())
                .toList();
    }

    /** A source whose quota is used up is blocked from the start. */
    Run create(Job job, RunStart start) {
        var current = settings.get();
        var selected = selected();
        var known = gaps.findAll();
        var scope = scope(job, start.events(), known);
        Map<String, SliceDispatcher> dispatchers = new TreeMap<>();
        try {
            selected.forEach((source, reader) ->
                    dispatchers.put(source, new SliceDispatcher(reader.plan().slices(scope), reader.permits())));
            var run = new Run(
                    start.runId(),
                    job,
                    current.share(job),
                    start.started(),
                    start.before(),
                    start.lock(),
                    dispatchers,
                    current.narrowed(job, start.started(), start.events()) ? List.of() : known,
                    current.limit(),
                    current.full(),
                    current.failuresInARow(),
                    totals);
            if (run.sampling()) {
                run.sources().forEach(source -> run.queue(source).sample(current.limit()));
                run.note("a sample: at most %,d entities of each type from each source (--limit or tourbus.run.limit)"
                        .formatted(current.limit()));
            }
            run.reads(new RunInput(
                    start.events(),
                    selected.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    reader -> reader.getValue().plan().fingerprint())),
                    selected.values().stream()
                            .flatMap(reader -> reader.plan().scopes(scope).stream())
                            .toList(),
                    current));
            start.apply(run);
            notes.forEach(run::note);
            readers.keySet().stream()
                    .filter(source -> !selected.containsKey(source))
                    .forEach(source ->
                            run.note("%s: skipped: --only or tourbus.run.only does not name it".formatted(source)));
            selected.forEach((source, reader) ->
                    reader.quota().refusal(run.share()).ifPresent(refusal -> run.close(source, refusal.getMessage())));
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
