package io.tourbus.run;

import io.tourbus.run.RunManager.Reader;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.SlicePreview;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the progress of a run. The expected size of a query is the largest of what the API reported, what the last complete run
 * with the same options found, and what arrived. A planned query of unknown size counts as the mean of the others.
 */
final class ProgressMeter {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    /** A run that is not finished may still find more than expected. */
    private static final double MAX_PERCENT = 99;

    private static final long UNKNOWN = -1;

    private final long opened = System.nanoTime();
    private final Run run;
    private final Map<String, Reader> readers;
    private final Supplier<List<SlicePreview>> plan;
    private final Supplier<Map<String, Long>> previous;
    private Map<String, Long> planned;
    private double percent;

    /**
     * @param plan the parts of the run that are known before the first request; evaluated once
     * @param previous the number of entities that the last run with the same options found, by {@link #key}; evaluated once
     */
    ProgressMeter(
            Run run,
            Map<String, Reader> readers,
            Supplier<List<SlicePreview>> plan,
            Supplier<Map<String, Long>> previous) {
        this.run = run;
        this.readers = readers;
        this.plan = plan;
        this.previous = previous;
    }

    static String key(Query query) {
        return "%s %s %s".formatted(query.source(), query.entity(), query.title());
    }

    Run run() {
        return run;
    }

    synchronized RunProgress measure() {
        var queries = run.coverages();
        var sizes = new HashMap<>(planned());
        queries.forEach(
                query -> sizes.merge(key(query.query()), Math.max(query.reportedTotal(), query.unique()), Math::max));
        var unique = queries.stream().mapToLong(Completeness::unique).sum();
        var expected = sum(sizes);
        percent = finished() ? 100 : Math.max(percent, Math.min(MAX_PERCENT, 100.0 * unique / Math.max(1, expected)));
        var perSecond = 1e9 * count(RunCounters.Count.FETCHED) / Math.max(1, System.nanoTime() - opened);
        return new RunProgress(
                run.id(),
                run.job().label(),
                run.stopRequested() ? "stopping" : "running",
                queries.stream().mapToLong(Completeness::received).sum(),
                queries.stream()
                        .mapToLong(query -> Math.max(query.reportedTotal(), query.received()))
                        .sum(),
                count(RunCounters.Count.REQUESTS),
                requestsLeft(),
                Math.floor(10 * percent) / 10,
                Math.round(10 * perSecond) / 10.0,
                perSecond > 0 ? Math.round(Math.max(0, expected - unique) / perSecond) : UNKNOWN,
                run.sources().stream().map(this::activity).collect(Collectors.joining("; ")));
    }

    private Map<String, Long> planned() {
        if (planned == null) {
            planned = new HashMap<>();
            try {
                plan.get()
                        .forEach(part -> planned.merge(
                                key(part.slice().query()),
                                part.counted() ? UNKNOWN : part.estimate(0).records(),
                                Long::sum));
                planned.replaceAll((query, size) -> Math.max(UNKNOWN, size));
                previous.get().forEach((query, size) -> planned.merge(query, size, Math::max));
            } catch (RuntimeException e) {
                LOG.warn("progress not estimated run={} reason={}", run.id(), ErrorMessages.describe(e));
            }
        }
        return planned;
    }

    private static long sum(Map<String, Long> sizes) {
        var known = sizes.values().stream()
                .mapToLong(Long::longValue)
                .filter(size -> size != UNKNOWN)
                .summaryStatistics();
        var mean = Math.max(1, Math.round(known.getAverage()));
        return known.getSum() + mean * (sizes.size() - known.getCount());
    }

    private boolean finished() {
        return run.sources().stream().allMatch(source -> run.queue(source).finished());
    }

    private long count(RunCounters.Count count) {
        return run.allCounters().stream()
                .mapToLong(counters -> counters.get(count))
                .sum();
    }

    private long requestsLeft() {
        return run.sources().stream()
                .map(source -> readers.get(source).quota().remaining())
                .flatMapToLong(OptionalLong::stream)
                .min()
                .orElse(-1);
    }

    /** What the run does with a source now. */
    private String activity(String source) {
        var reader = readers.get(source);
        var queue = run.queue(source);
        var block = reader.quota().block();
        var pause = Duration.ofMillis(reader.pausedMillis().getAsLong());
        String text;
        if (queue.finished()) {
            text = "finished";
        } else if (block.isPresent()) {
            text = "blocked until %s: %s"
                    .formatted(block.get().until(), block.get().reason());
        } else if (!pause.isZero()) {
            text = "paused for %d s".formatted(pause.plusMillis(999).toSeconds());
        } else {
            var slices = queue.reading();
            text = slices.isEmpty()
                    ? "waiting for slices"
                    : "reading " + slices.get(0)
                            + (slices.size() > 1 ? " and %d more".formatted(slices.size() - 1) : "");
        }
        return source + ": " + text;
    }
}
