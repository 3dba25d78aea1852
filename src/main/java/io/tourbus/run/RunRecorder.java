package io.tourbus.run;

import static io.tourbus.run.RunCounters.Count.ANSWERS;
import static io.tourbus.run.RunCounters.Count.DROPPED;
import static io.tourbus.run.RunCounters.Count.FAILED_SLICES;
import static io.tourbus.run.RunCounters.Count.FETCHED;
import static io.tourbus.run.RunCounters.Count.LOST;
import static io.tourbus.run.RunCounters.Count.NORMALIZED;
import static io.tourbus.run.RunCounters.Count.PAGES;
import static io.tourbus.run.RunCounters.Count.REPEATED;
import static io.tourbus.run.RunCounters.Count.REQUESTS;
import static io.tourbus.run.RunCounters.Count.SKIPPED_SLICES;
import static io.tourbus.run.RunCounters.Count.SLICES;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.Reject;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.StoppedException;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.source.slice.SliceResult;
import io.tourbus.source.slice.SliceTimeline;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Bean of the routes that records the progress and failures of slices in the run of the exchange. */
public final class RunRecorder {

    private static final List<String> MDC_KEYS = List.of("run", "source", "slice");

    /** An exchange property with the time of the request. */
    private static final String REQUESTED = "requestedNanos";

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    /** How many runs keep the times of their slices in memory. */
    private static final int TIMELINES = 20;

    private final Map<String, SliceTimeline> timelines = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SliceTimeline> eldest) {
            return size() > TIMELINES;
        }
    });

    private SliceTimeline timeline(Run run) {
        return timelines.computeIfAbsent(run.id(), id -> new SliceTimeline(Instant.now()));
    }

    /** The slices that this process has read for one of its latest runs; none for other runs. */
    public List<SliceTimeline.Entry> timeline(String runId) {
        return Optional.ofNullable(timelines.get(runId))
                .map(SliceTimeline::entries)
                .orElse(List.of());
    }

    /** Counts a request, including retries. */
    public void requested(@Variable("run") Run run, @Variable("slice") Slice slice, Exchange exchange) {
        counters(run, slice).add(REQUESTS, 1);
        exchange.setProperty(REQUESTED, System.nanoTime());
    }

    /** Counts a usable response of the source. */
    public void answered(@Variable("run") Run run, @Variable("slice") Slice slice, Exchange exchange) {
        counters(run, slice).add(ANSWERS, 1);
        var requested = exchange.getProperty(REQUESTED, Long.class);
        if (requested != null) {
            run.bySource().onResponse(slice, (System.nanoTime() - requested) / 1e6);
        }
    }

    /**
     * Continues behind a page whose request failed.
     *
     * @throws Exception the failure, if that is not possible
     */
    public void pageFailed(
            @Variable("reading") SliceReading reading,
            @ExchangeProperty(Exchange.FAILURE_ENDPOINT) String endpoint,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
            throws Exception {
        if (!reading.skipPage(ErrorMessages.describe(failure, endpoint))) {
            throw failure;
        }
    }

    /**
     * Records a slice that was read completely.
     *
     * @return the entities of the slice, without records that another slice of this run has already delivered
     */
    public Batch fetched(@Variable("run") Run run, @Variable("reading") SliceReading reading) {
        var slice = reading.slice();
        if (reading.rescanned()) {
            run.note("%s: %s: read again, because its pages shifted".formatted(slice.source(), slice.name()));
        }
        run.results(slice.source()).read(reading);
        run.bySource().onSlice(slice, bytes(reading.normalized()));
        return batch(run, reading);
    }

    private static long bytes(List<Normalized> entities) {
        return entities.stream()
                .mapToLong(entity -> entity.raw().length + entity.line().json().length)
                .sum();
    }

    private static Batch batch(Run run, SliceReading reading) {
        var slice = reading.slice();
        var counters = counters(run, slice);
        counters.add(PAGES, reading.pages());
        counters.add(FETCHED, reading.fetched());
        counters.add(NORMALIZED, reading.normalized().size());
        counters.add(REPEATED, reading.fetched() - reading.unique());
        var rejects =
                reading.rejects().stream().filter(reject -> !reject.isDropped()).toList();
        var dropped = reading.rejects().stream()
                .filter(Reject::isDropped)
                .map(Reject::json)
                .toList();
        rejects.forEach(reject -> counters.reject(reject.reason()));
        counters.add(DROPPED, dropped.size());
        reading.repairs().forEach(counters::repair);
        var batch = new Batch(
                run.id(),
                run.started(),
                slice.source(),
                slice.entity(),
                slice.name(),
                claim(run, slice, reading.normalized()),
                rejects,
                Map.of());
        return batch.with(batch.normalized(), dropped).containing(embedded(run, reading, batch));
    }

    private static List<Batch> embedded(Run run, SliceReading reading, Batch batch) {
        return reading.contents().embedded().entrySet().stream()
                .map(found -> batch.ofEmbedded(
                        batch.slice(), found.getKey(), claimEmbedded(run, found.getKey(), found.getValue())))
                .filter(Batch::pending)
                .toList();
    }

    private static List<Normalized> claimEmbedded(Run run, Entity entity, List<Normalized> records) {
        var claimed = run.claims()
                .claimAllEmbedded(
                        entity,
                        records.stream()
                                .map(record -> record.line().identity())
                                .filter(identity -> !run.embedded().contains(identity))
                                .toList());
        var others = claimed.stream()
                .filter(identity -> !run.embedded().add(identity))
                .toList();
        run.claims().release(entity, others, true);
        return records.stream()
                .filter(record -> claimed.contains(record.line().identity())
                        && !others.contains(record.line().identity()))
                .toList();
    }

    private static List<Normalized> claim(Run run, Slice slice, List<Normalized> normalized) {
        var claimed = run.claims()
                .claimAll(
                        slice.entity(),
                        normalized.stream()
                                .map(entity -> entity.line().identity())
                                .toList());
        var fresh = normalized.stream()
                .filter(entity -> claimed.contains(entity.line().identity()))
                .toList();
        counters(run, slice).add(REPEATED, normalized.size() - fresh.size());
        return fresh;
    }

    /** Records a slice that all sinks accepted completely. */
    public void acknowledge(@Variable("run") Run run, @Variable("reading") SliceReading reading, @Body Batch batch) {
        run.results(batch.source()).delivered(reading);
        run.counters(batch.source(), batch.entity()).add(SLICES, 1);
        run.succeeded(batch.source());
        LOG.debug(
                "slice done run={} slice={} records={} rejected={}",
                run.id(),
                batch.slice(),
                batch.normalized().size(),
                batch.rejects().size());
    }

    /**
     * Records a slice that could not be read or delivered.
     *
     * @param reading {@code null} if reading had not started
     * @param batch {@code null} if reading had not finished
     * @param endpoint the URI of the endpoint that failed
     */
    public void failed(
            @Variable("run") Run run,
            @Variable("slice") Slice asked,
            @Variable("reading") SliceReading reading,
            @Variable("batch") Batch batch,
            @ExchangeProperty(Exchange.FAILURE_ENDPOINT) String endpoint,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        var slice = reading == null ? asked : reading.slice();
        lose(run, batch);
        if (failure instanceof StoppedException) {
            timeline(run).skipped(asked);
            counters(run, slice).add(SKIPPED_SLICES, 1);
            missing(run, slice, reading, batch, run.closeReason(slice.source()));
            return;
        }
        counters(run, slice).add(FAILED_SLICES, 1);
        timeline(run).failed(asked);
        var reason = ErrorMessages.describe(failure, endpoint);
        run.note("%s: failed: %s: %s".formatted(slice.source(), slice.name(), reason));
        missing(run, slice, reading, batch, reason);
        if (failure instanceof SourceException.Blocked
                || failure instanceof SourceException.Closed
                || failure instanceof SourceException.TokenRefused) {
            run.close(slice.source(), reason);
        } else {
            run.failed(slice.source());
        }
        LOG.warn("slice failed run={} slice={} reason={}", run.id(), slice.name(), reason);
    }

    private void missing(Run run, Slice slice, SliceReading reading, Batch batch, String reason) {
        if (hasPages(reading, batch)) {
            run.results(slice.source()).failed(reading, reason);
        } else {
            run.results(slice.source()).failed(slice, reason);
        }
    }

    /** Whether a slice that failed has some pages to deliver. */
    public boolean hasPages(@Variable("reading") SliceReading reading, @Variable("batch") Batch batch) {
        return batch == null && reading != null && reading.fetched() > 0;
    }

    /** The entities that a slice returned before it failed. */
    public Batch partialBatch(@Variable("run") Run run, @Variable("reading") SliceReading reading) {
        return batch(run, reading);
    }

    /** Records that the pages of a failed slice could not be delivered either. */
    public void partialDeliveryFailed(
            @Variable("run") Run run,
            @Variable("batch") Batch batch,
            @ExchangeProperty(Exchange.FAILURE_ENDPOINT) String endpoint,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        lose(run, batch);
        LOG.warn(
                "pages of a failed slice not delivered run={} reason={}",
                run.id(),
                ErrorMessages.describe(failure, endpoint));
    }

    /** Counts the records of a batch that could not be delivered as lost for this run. */
    private static void lose(Run run, Batch batch) {
        if (batch != null) {
            run.counters(batch.source(), batch.entity())
                    .add(LOST, batch.normalized().size());
            run.claims().release(batch);
            batch.contained().forEach(contained -> {
                run.claims().release(contained);
                contained.identities().forEach(run.embedded()::remove);
            });
        }
    }

    /** Records a slice that is skipped, because the run no longer calls its source. */
    public void skipped(@Variable("run") Run run, @Variable("slice") Slice slice) {
        counters(run, slice).add(SKIPPED_SLICES, 1);
        timeline(run).skipped(slice);
        run.results(slice.source()).failed(slice, run.closeReason(slice.source()));
    }

    /** Records that another process could not read or deliver a slice completely. */
    public void failedElsewhere(Run run, Slice asked, boolean skipped) {
        if (skipped) {
            timeline(run).skipped(asked);
        } else {
            timeline(run).failed(asked);
        }
    }

    /** Adds the slice to the log context of this thread. */
    public void sliceStarted(@Variable("run") Run run, @Variable("slice") Slice slice) {
        MDC.put("run", run.id());
        MDC.put("source", slice.source());
        MDC.put("slice", slice.name());
        timeline(run).began(slice);
    }

    /** Releases a slice, however it ended, and removes it from the log context. */
    public void sliceEnded(
            @Variable("run") Run run, @Variable("slice") Slice asked, @Variable("reading") SliceResult reading) {
        timeline(run).ended(asked, reading == null ? 0 : reading.fetched());
        run.bySource().ended(reading == null ? asked : reading.slice());
        MDC_KEYS.forEach(MDC::remove);
    }

    private static RunCounters counters(Run run, Slice slice) {
        return run.counters(slice.source(), slice.entity());
    }
}
