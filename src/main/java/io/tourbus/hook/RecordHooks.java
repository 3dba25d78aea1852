package io.tourbus.hook;

import static io.tourbus.run.RunCounters.Count.DEAD_LETTERS;
import static io.tourbus.run.RunCounters.Count.DROPPED;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.run.Run;
import io.tourbus.run.RunReport;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.slice.EntityHook;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** The bean {@code hooks} of the routes: applies the hooks of the installation. Without a hook, it returns what it receives. */
public final class RecordHooks implements EntityHook {

    private final HookCalls calls;
    private final HookDeadLetters letters;
    private final boolean lakeTakesUnchanged;
    private final RecordEncoder encoder = new RecordEncoder();

    /** @param lakeTakesUnchanged whether unchanged records are also written to the lake */
    public RecordHooks(HookCalls calls, HookDeadLetters letters, boolean lakeTakesUnchanged) {
        this.calls = calls;
        this.letters = letters;
        this.lakeTakesUnchanged = lakeTakesUnchanged;
    }

    @Override
    public boolean isPresent() {
        return calls.isPresent(Hook.BEFORE_NORMALIZE);
    }

    @Override
    public Optional<JsonNode> change(JsonNode entity, Entity kind, Origin origin) {
        try {
            var answer =
                    calls.call(Hook.BEFORE_NORMALIZE, HookRecords.map(entity), HookContext.of(origin, kind.label()));
            return RecordEditor.isDropped(answer)
                    ? Optional.empty()
                    : Optional.of(HookRecords.result(
                            Hook.BEFORE_NORMALIZE, answer.getMessage().getBody()));
        } catch (HookException e) {
            throw new RejectedException(e.getMessage());
        }
    }

    /** What a hook made of a batch. */
    private static final class Outcome {
        private final List<Normalized> kept = new ArrayList<>();
        private final List<byte[]> rawOnly;
        private final List<Normalized> gone = new ArrayList<>();
        private final List<DeadLetter> failed = new ArrayList<>();
        private int dropped;

        Outcome(Batch batch) {
            rawOnly = new ArrayList<>(batch.withoutRecord());
        }

        void remove(Normalized item) {
            gone.add(item);
            if (item.raw().length > 0) {
                rawOnly.add(item.raw());
            }
        }
    }

    /**
     * Applies {@code after-normalize} to a batch and to those that it contains.
     *
     * @param run {@code null} outside of runs
     * @param chunk the dead letter that is replayed, whose failure is thrown; {@code null} otherwise
     */
    public Batch afterNormalize(
            @Variable("run") Run run, @Body Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
        if (!calls.isPresent(Hook.AFTER_NORMALIZE)) {
            return batch;
        }
        var changed = changed(run, batch, chunk);
        return changed.containing(changed.contained().stream()
                .map(contained -> changed(run, contained, chunk))
                .filter(Batch::pending)
                .toList());
    }

    private Batch changed(Run run, Batch batch, List<StoredDeadLetter> chunk) {
        var outcome = apply(Hook.AFTER_NORMALIZE, batch, batch, chunk != null);
        letters.keep(outcome.failed);
        if (run != null) {
            run.claims().release(batch.with(outcome.gone));
            var counters = run.counters(batch.source(), batch.entity());
            if (batch.embedded()) {
                counters.add(DEAD_LETTERS, outcome.failed.size());
                note(run, batch, outcome);
            } else {
                counters.add(DROPPED, outcome.dropped);
                outcome.failed.forEach(letter -> counters.reject(letter.reason()));
            }
        }
        return batch.with(outcome.kept, outcome.rawOnly);
    }

    /** Applies {@code before-lake} to the records that the lake is about to receive. */
    public Batch beforeLake(
            @Variable("run") Run run, @Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
        return beforeSink(Hook.BEFORE_LAKE, "lake", !lakeTakesUnchanged, run, batch, chunk);
    }

    /** Applies {@code before-stream} to the records that the stream is about to receive. */
    public Batch beforeStream(
            @Variable("run") Run run, @Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
        return beforeSink(Hook.BEFORE_STREAM, "stream", true, run, batch, chunk);
    }

    private Batch beforeSink(
            Hook hook, String sink, boolean onlyChanged, Run run, Batch batch, List<StoredDeadLetter> chunk) {
        if (batch == null || !calls.isPresent(hook)) {
            return batch;
        }
        var sent = onlyChanged ? batch.onlyChanged(sink) : batch;
        var outcome = apply(hook, batch, sent, chunk != null);
        letters.keep(outcome.failed);
        if (run != null) {
            var counters = run.counters(batch.source(), batch.entity());
            counters.add(sink + "_dropped", outcome.dropped);
            counters.add(DEAD_LETTERS, outcome.failed.size());
            note(run, batch, outcome);
        }
        return batch.with(outcome.kept, outcome.rawOnly);
    }

    private static void note(Run run, Batch batch, Outcome outcome) {
        outcome.failed.stream()
                .findFirst()
                .ifPresent(first -> run.note("%s: kept as dead letters: %s".formatted(batch.source(), first.reason())));
    }

    /** @param strict whether a failure is thrown, because the records are in a dead letter already */
    private Outcome apply(Hook hook, Batch batch, Batch records, boolean strict) {
        var outcome = new Outcome(batch);
        for (var item : records.normalized()) {
            var context = HookContext.of(batch, item.line().id());
            try {
                change(hook, item.line(), batch.entity(), context)
                        .ifPresentOrElse(line -> outcome.kept.add(new Normalized(item.raw(), line)), () -> {
                            outcome.dropped++;
                            outcome.remove(item);
                        });
            } catch (HookException e) {
                if (strict) {
                    throw e;
                }
                outcome.failed.add(
                        letters.letter(hook.label(), context, item.line().json(), e.getMessage(), false));
                outcome.remove(item);
            }
        }
        return outcome;
    }

    /** Returns the record as a hook returns it; empty if the hook drops it. */
    private Optional<RecordLine> change(Hook hook, RecordLine line, Entity kind, HookContext context) {
        var before = HookRecords.map(line.json());
        var answer = calls.call(hook, new LinkedHashMap<>(before), context);
        if (RecordEditor.isDropped(answer)) {
            return Optional.empty();
        }
        var record = HookRecords.result(hook, answer.getMessage().getBody());
        requireSameOrigin(hook, before, HookRecords.map(record), kind);
        var changed = encoder.encode(line, record);
        if (Arrays.equals(changed.json(), line.json())) {
            return Optional.of(line);
        }
        // Whether a record is unchanged is decided before the hooks of the sinks.
        return Optional.of(
                hook.isOfSink()
                        ? new RecordLine(line.id(), line.identity(), line.hash(), changed.json(), changed.startsAt())
                        : changed);
    }

    static void requireSameOrigin(Hook hook, Map<String, Object> before, Map<String, Object> after, Entity kind) {
        Stream.concat(Stream.of(kind.idField()), RecordEncoder.ORIGIN_FIELDS.stream())
                .filter(field -> !field.equals("record_hash"))
                .filter(field -> !Objects.equals(before.get(field), after.get(field)))
                .findFirst()
                .ifPresent(field -> {
                    throw new HookException(
                            hook,
                            "changed '%s'. A hook cannot change the ID of a record or its origin.".formatted(field));
                });
    }

    /** Calls {@code after-slice}. */
    public void afterSlice(@Variable("run") Run run, @Variable("reading") SliceReading reading, @Body Batch batch) {
        if (!calls.isPresent(Hook.AFTER_SLICE)) {
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("run_id", batch.runId());
        body.put("job", run.job().label());
        body.put("source", batch.source());
        body.put("entity", batch.entity().label());
        body.put("slice", batch.slice());
        body.put("query", reading.slice().query().title());
        body.put("fetched", reading.fetched());
        body.put("delivered", batch.normalized().size() - batch.unchangedEverywhere());
        body.put("unchanged", batch.unchangedEverywhere());
        body.put("rejected", batch.rejects().size());
        notify(Hook.AFTER_SLICE, body, HookContext.of(batch, ""));
    }

    /** Calls {@code after-run}. */
    public void afterRun(@Variable("report") RunReport report) {
        if (calls.isPresent(Hook.AFTER_RUN)) {
            notify(
                    Hook.AFTER_RUN,
                    HookRecords.map(report.json().getBytes(UTF_8)),
                    new HookContext(report.runId(), Instant.parse(report.startedAt()), "", "", "", ""));
        }
    }

    private void notify(Hook hook, Map<String, Object> body, HookContext context) {
        var payload = HookRecords.bytes(body);
        try {
            calls.call(hook, body, context);
        } catch (HookException | FailedSliceException e) {
            letters.keep(List.of(letters.letter(hook.label(), context, payload, e.getMessage(), false)));
        }
    }

    /**
     * Calls a hook that changes no records again, for its dead letter.
     *
     * @throws HookException if it fails again, or does not exist anymore
     */
    public void repeat(Hook hook, DeadLetter letter) {
        if (!calls.isPresent(hook)) {
            throw new HookException(hook, "there is no such hook anymore. Drop the dead letter.");
        }
        calls.call(
                hook,
                HookRecords.map(letter.payload()),
                HookContext.of(letter, Instant.parse(letter.headers().get(HookDeadLetters.RUN_STARTED))));
    }

    /** Sets the message that a sink receives again. */
    public void prepare(DeadLetter letter, Exchange exchange) {
        exchange.getMessage().setBody(HookRecords.map(letter.payload()));
        exchange.getMessage()
                .setHeaders(HookContext.headers(
                        letter.source(), letter.entity(), letter.runId(), letter.slice(), letter.target()));
    }
}
