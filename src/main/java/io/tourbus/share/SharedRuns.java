package io.tourbus.share;

import io.tourbus.model.Entity;
import io.tourbus.run.Run;
import io.tourbus.run.RunRecorder;
import io.tourbus.run.slice.SliceCodec;
import io.tourbus.share.Outcome.Terms;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.slice.Completeness.FinishedSlice;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceListener;
import io.tourbus.source.slice.SplitTracker.SliceRole;
import io.tourbus.state.SliceRepository;
import io.tourbus.state.queue.SharedSlices;
import io.tourbus.state.queue.SharedSlices.Decision;
import io.tourbus.state.queue.SharedSlices.NewSlice;
import io.tourbus.state.queue.SharedSlices.Progress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean of the routes for the runs of this process whose slices any process reads. Offers each slice to the processes, decides after its
 * first page whether it has to be narrower, and adds its outcome to the run.
 */
public final class SharedRuns {

    private static final long POLL_MILLIS = 200;
    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final SharedSlices shared;
    private final SliceRepository stored;
    private final RunRecorder recorder;
    private final PerformerRegistry performers;
    private final Announcements announcements;
    private final String process;
    private final Map<String, Map<String, Integer>> slices = new ConcurrentHashMap<>();

    /** @param process identifies this process */
    public SharedRuns(
            SharedSlices shared,
            SliceRepository stored,
            RunRecorder recorder,
            PerformerRegistry performers,
            Announcements announcements,
            String process) {
        this.shared = shared;
        this.stored = stored;
        this.recorder = recorder;
        this.performers = performers;
        this.announcements = announcements;
        this.process = process;
    }

    /** Waits until any process has read and delivered a slice, and adds the outcome to the run. */
    public void read(@Variable("run") Run run, @Variable("slice") Slice slice, Exchange exchange) {
        var queue = run.queue(slice.source());
        var id = shared.add(
                new NewSlice(
                        run.id(),
                        slice.source(),
                        slice.name(),
                        SliceCodec.json(slice),
                        terms(run, queue.role(slice), queue.listener()),
                        queue.isAdaptive(slice)),
                process);
        announcements.announce(slice.source(), id);
        var current = slice;
        for (var progress = shared.find(id, process); progress.isPresent(); progress = shared.find(id, process)) {
            var now = progress.get();
            if (now.outcome().isPresent()) {
                var outcome = Outcome.read(now.outcome().get(), Outcome.class);
                if (shared.remove(id, process)) {
                    add(run, current, outcome);
                    exchange.setVariable("reading", outcome.read() == null ? outcome.partial() : outcome.read());
                    if (outcome.failure() != null) {
                        recorder.failedElsewhere(run, slice, outcome.skipped());
                    }
                    return;
                }
            } else if (now.lost()) {
                shared.remove(id, process);
                addLost(run, current, now);
                return;
            } else if (now.page().isPresent()) {
                current = decide(id, current, now.page().get());
            } else if (!run.open(slice.source()) && shared.withdraw(id, process)) {
                break;
            } else {
                Pause.sleep(POLL_MILLIS, "a slice");
            }
        }
        recorder.skipped(run, current);
    }

    private static String terms(Run run, SliceRole role, SliceListener listener) {
        return Outcome.write(new Terms(
                run.job().label(),
                run.started().toString(),
                run.full(),
                run.destinations(),
                role == SliceRole.PART,
                listener.learned()));
    }

    private Slice decide(long id, Slice slice, byte[] page) {
        var narrower = slice.narrower().onFirstPage(slice, FirstPage.read(page));
        var next = narrower.orElse(slice);
        shared.decide(id, process, next.name(), new Decision(SliceCodec.json(next), narrower.isPresent(), false));
        return next;
    }

    private void add(Run run, Slice slice, Outcome outcome) {
        var source = slice.source();
        outcome.counts()
                .forEach(counts -> run.counters(source, Entity.of(counts.entity()))
                        .addOutcome(counts.counts(), counts.rejections(), counts.repairs(), counts.references()));
        outcome.notes().forEach(run::note);
        outcome.names().forEach(performers::addNamed);
        var queue = run.queue(source);
        queue.listener().learn(outcome.learned());
        if (outcome.read() != null) {
            queue.read(outcome.read());
        }
        if (outcome.failure() != null) {
            var reason = outcome.skipped() ? run.closeReason(source) : outcome.failure();
            if (outcome.partial() == null) {
                queue.failed(slice, reason);
            } else {
                queue.failed(outcome.partial(), reason);
            }
        }
        if (outcome.closed() != null) {
            run.close(source, outcome.closed());
        } else if (outcome.failure() == null) {
            run.succeeded(source);
        } else if (!outcome.skipped()) {
            run.failed(source);
        }
        slices.computeIfAbsent(run.id(), id -> new ConcurrentHashMap<>()).merge(outcome.process(), 1, Integer::sum);
    }

    /** Adds a slice whose process died: after it had delivered it, or as the last process that tried to read it. */
    private void addLost(Run run, Slice slice, Progress progress) {
        if (!progress.delivered()) {
            throw new IllegalStateException(
                    "%d processes died or lost their lease while they read it".formatted(SharedSlices.MAX_ATTEMPTS));
        }
        var done = stored.ofRun(run.id()).stream()
                .filter(one -> one.done() && one.slice().name().equals(slice.name()))
                .map(one -> new FinishedSlice(slice, one.reportedTotal(), one.received(), one.unique()))
                .toList();
        run.queue(slice.source()).resume(done, List.of());
        run.note("%s: %s: delivered by a process that died before it reported: not counted here"
                .formatted(slice.source(), slice.name()));
    }

    /** Adds the processes to the report, when all slices of a run have ended. */
    public void ended(@Variable("run") Run run) {
        var processes = slices.remove(run.id());
        if (processes != null) {
            run.note("slices read by %s: %s"
                    .formatted(
                            processes.size() == 1 ? "1 process" : processes.size() + " processes",
                            processes.entrySet().stream()
                                    .sorted(Map.Entry.comparingByKey())
                                    .map(one -> "%s (%,d)".formatted(one.getKey(), one.getValue()))
                                    .collect(Collectors.joining(", "))));
            removeEnded(run);
        }
    }

    private void removeEnded(Run run) {
        try {
            shared.removeEnded(run.id());
        } catch (RuntimeException e) {
            LOG.warn("slices of ended runs not removed reason={}", e.getMessage());
        }
    }
}
