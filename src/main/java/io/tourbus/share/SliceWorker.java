package io.tourbus.share;

import io.tourbus.job.Job;
import io.tourbus.run.Run;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.slice.BorrowedSlice;
import io.tourbus.run.slice.SliceCodec;
import io.tourbus.share.Announcements.Announcement;
import io.tourbus.share.Outcome.Terms;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.slice.Slice;
import io.tourbus.state.queue.HeldSlice;
import io.tourbus.state.queue.SharedRecords;
import io.tourbus.state.queue.SharedSlices;
import io.tourbus.state.queue.SharedSlices.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads slices of the runs of all processes: claims as many as the limits of this process allow, and reports their outcome. */
public final class SliceWorker {

    /** How long a slice stays with a process that does not renew its lease. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** How often processes look for slices whose announcement did not arrive, or whose process died. */
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long RENEW_NANOS = LEASE.dividedBy(6).toNanos();
    private static final long STOP_MILLIS = 50;
    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final ProducerTemplate routes;
    private final ExecutorService threads;
    private final RunManager runs;
    private final Map<String, Reader> readers;
    private final SharedSlices shared;
    private final SharedRecords records;
    private final PerformerRegistry performers;
    private final Announcements announcements;
    private final String process;
    private final Map<Long, Run> active = new ConcurrentHashMap<>();
    private final AtomicBoolean foreign = new AtomicBoolean();
    private long renewed = System.nanoTime();
    private long looked = renewed - LOOK_NANOS;
    private boolean failing;
    private volatile boolean released;
    private volatile boolean ended;

    /**
     * @param readers by source
     * @param process identifies this process
     */
    public SliceWorker(
            CamelContext camel,
            ExecutorService threads,
            RunManager runs,
            Map<String, Reader> readers,
            SharedSlices shared,
            SharedRecords records,
            PerformerRegistry performers,
            Announcements announcements,
            String process) {
        this.routes = camel.createProducerTemplate();
        this.threads = threads;
        this.runs = runs;
        this.readers = readers;
        this.shared = shared;
        this.records = records;
        this.performers = performers;
        this.announcements = announcements;
        this.process = process;
    }

    /** Renews leases and claims slices. Called several times a second. */
    public void work() {
        try {
            if (System.nanoTime() - renewed > RENEW_NANOS) {
                renewed = System.nanoTime();
                renew();
            }
            if (canClaim() && isDue()) {
                released = false;
                looked = System.nanoTime();
                shared.sources().stream().filter(readers::containsKey).forEach(this::claim);
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("no slices claimed until the state responds again reason={}", e.getMessage());
            }
            failing = true;
        }
    }

    private boolean canClaim() {
        return !ended && routes.getCamelContext().isStarted();
    }

    private boolean isDue() {
        return !announcements.enabled() || released || System.nanoTime() - looked > LOOK_NANOS;
    }

    /**
     * Claims a slice that a process has announced, unless this process has enough of its source. If the announcement is lost, late or
     * a duplicate, {@link #work} finds the slice, or there is nothing to claim.
     */
    public void announced(String message) {
        var announcement = Announcement.parse(message);
        if (announcement.isEmpty() && !foreign.getAndSet(true)) {
            LOG.warn("messages ignored reason=tourbus.run.slice-queue also contains messages of other programs");
        }
        try {
            announcement
                    .filter(slice -> canClaim() && readers.containsKey(slice.source()))
                    .ifPresent(this::claim);
        } catch (RuntimeException e) {
            LOG.warn("announced slice not claimed reason={}", e.getMessage());
        }
    }

    private synchronized void claim(Announcement slice) {
        if (free(slice.source()) > 0) {
            shared.claim(slice.sliceId(), process, LEASE).forEach(this::begin);
        }
    }

    /** Stops the slices whose run is ending, or that another process reads now. */
    private void renew() {
        if (!active.isEmpty()) {
            var kept = shared.renew(Set.copyOf(active.keySet()), process, LEASE);
            active.forEach((id, run) -> {
                if (!kept.getOrDefault(id, false)) {
                    run.end(Recording.STOPPED);
                }
            });
        }
    }

    private long free(String source) {
        return readers.get(source).permits().limit()
                - active.values().stream()
                        .filter(run -> run.sources().contains(source))
                        .count();
    }

    private synchronized void claim(String source) {
        var free = free(source);
        if (free > 0) {
            // Half of them, so that other processes get some.
            shared.claim(source, (int) (free + 1) / 2, process, LEASE).forEach(this::begin);
        }
    }

    private void begin(Claimed claimed) {
        var slice = SliceCodec.restore(SliceCodec.parse(claimed.slice()));
        var terms = Outcome.read(claimed.terms(), Terms.class);
        var held = new HeldSlice(claimed.sliceId(), claimed.runId(), process);
        var plan = readers.get(slice.source()).plan();
        var queue = plan.borrow(new OfferedSlice(slice, claimed.asks(), shared, held));
        queue.listener().learn(terms.learned());
        var recording = new Recording(plan.splits(), terms.part(), queue.listener());
        var run = runs.borrow(
                slice.source(),
                new BorrowedSlice(
                        held,
                        Job.of(terms.job()),
                        Instant.parse(terms.started()),
                        terms.full(),
                        queue,
                        recording,
                        new ClaimsOfAllProcesses(records, held),
                        () -> !shared.renew(Set.of(held.id()), process, LEASE).isEmpty()));
        run.deliverTo(terms.destinations());
        active.put(claimed.sliceId(), run);
        if (ended) {
            run.end(Recording.STOPPED);
        }
        threads.submit(() -> read(held, run, slice, recording));
    }

    private void read(HeldSlice held, Run run, Slice slice, Recording recording) {
        try {
            var exchange = routes.send("direct:crawl-" + slice.source(), toCrawl -> toCrawl.setVariable("run", run));
            run.queue(slice.source()).settle(Recording.STOPPED);
            var failure = exchange.getException();
            if (failure != null) {
                recording.failed(slice, "stopped by an error: " + failure.getMessage());
            }
            if (ended && recording.interrupted(run)) {
                shared.handBack(held);
                announcements.announce(slice.source(), held.id());
            } else if (!shared.report(held, Outcome.write(recording.outcome(run, process, performers.takeNames())))) {
                LOG.warn(
                        "outcome of a slice not used run={} slice={} reason=its lease was lost",
                        run.id(),
                        slice.name());
            }
        } catch (RuntimeException e) {
            LOG.warn("slice not reported run={} slice={} reason={}", run.id(), slice.name(), e.getMessage());
        } finally {
            run.queue(slice.source()).finish();
            active.remove(held.id());
            released = true;
        }
    }

    /** Claims no more slices. Finishes those in progress without waiting for pauses, and reports them or hands them back. */
    public void end() {
        ended = true;
        active.values().forEach(run -> run.end(Recording.STOPPED));
        var end = System.nanoTime() + LEASE.toNanos();
        while (!active.isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
