package io.tourbus.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.job.Job;
import io.tourbus.model.Sha256;
import io.tourbus.run.RunCounters.ProcessCounters;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.slice.BorrowedSlice;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.run.slice.SliceDispatcher;
import io.tourbus.source.slice.NamedScope;
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

    /** How many slices a run offers to other processes, as a multiple of what this process reads at the same time. */
    private static final int SHARED = 4;

    private final Map<String, Reader> readers;
    private final List<String> notes;
    private final Supplier<RunSettings> settings;
    private final GapTracker gaps;
    private final ProcessCounters totals;
    private volatile boolean sharing;

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

    /** Lets other processes read slices of new runs. */
    void share() {
        sharing = true;
    }

    private SliceDispatcher dispatcher(Reader reader, Scope scope, boolean sample) {
        var queue = reader.plan().slices(scope);
        if (!sharing || sample) {
            return new SliceDispatcher(queue, reader.permits(), false);
        }
        var slices = reader.permits().slices();
        return new SliceDispatcher(queue, new ConcurrencyLimiter(slices == 1 ? 1 : SHARED * slices), true);
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
        var scope = scope(job, events, List.of(), settings.get().full());
        return selected().values().stream()
                .flatMap(reader -> reader.plan().preview(scope).stream())
                .toList();
    }

    /** A source whose quota is used up is blocked from the start. */
    Run create(Job job, RunStart start) {
        var current = settings.get();
        var selected = selected();
        var known = gaps.findAll();
        var scope = scope(job, start.events(), known, current.full());
        Map<String, SliceDispatcher> dispatchers = new TreeMap<>();
        try {
            selected.forEach(
                    (source, reader) -> dispatchers.put(source, dispatcher(reader, scope, current.limit() > 0)));
            var run = new Run(
                    start,
                    job,
                    current.share(job),
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

    /** A run of another process, of which this process reads one slice. */
    Run borrow(String source, BorrowedSlice part) {
        var held = part.held();
        var lock = RunLock.ofSlice(held.holder(), part.renewal(), System::nanoTime);
        return new Run(
                        RunStart.of(held.runId(), part.started(), lock),
                        part.job(),
                        settings.get().share(part.job()),
                        Map.of(
                                source,
                                new SliceDispatcher(
                                        part.queue(), readers.get(source).permits(), false)),
                        List.of(),
                        0,
                        part.full(),
                        Integer.MAX_VALUE,
                        totals)
                .borrow(part);
    }

    private static Scope scope(Job job, TimeSpan events, List<Gap> gaps, boolean full) {
        return new Scope(
                job.entities(),
                events.from(),
                events.until(),
                job.mode(),
                job.mode() == Mode.NEAR ? GapTracker.slices(gaps) : List.of(),
                new EventsBarrier(),
                full);
    }

    /**
     * What a run reads.
     *
     * @param events the period whose events it reads
     * @param fingerprints of the settings, by source
     * @param settings when the run started
     */
    record RunInput(TimeSpan events, Map<String, String> fingerprints, List<NamedScope> scopes, RunSettings settings) {

        RunInput {
            fingerprints = Map.copyOf(fingerprints);
            scopes = List.copyOf(scopes);
        }
    }
}
