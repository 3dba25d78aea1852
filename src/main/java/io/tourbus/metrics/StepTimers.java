package io.tourbus.metrics;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.MeterRegistry;
import io.tourbus.job.Job;
import io.tourbus.metrics.StepTimingStrategy.Measure;
import io.tourbus.model.Batch;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import io.tourbus.run.RunReport.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** What is measured on the way: calls, waits for them, batches, puts and the ends of runs. */
final class StepTimers {

    private final MeterRegistry registry;
    private final Map<List<String>, AtomicLong> entities = new ConcurrentHashMap<>();

    StepTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    /** By the ids of the steps. */
    StepTimingStrategy strategyFor(Collection<String> sources) {
        Map<String, Measure> steps = new HashMap<>();
        for (var source : sources) {
            steps.put(source + "-http", request(source, "page"));
            steps.put(source + "-token-http", request(source, "token"));
            var permits = Metric.PERMITS.timer(registry, source);
            steps.put(source + "-permit", (exchange, nanos) -> permits.record(nanos, NANOSECONDS));
        }
        steps.put("both-sinks", this::batch);
        steps.put("lake-s3", put("lake"));
        steps.put("stream-kinesis", put("stream"));
        runsThatMayEnd();
        steps.put("log-report", (exchange, nanos) -> ended(exchange.getVariable("report", RunReport.class)));
        return new StepTimingStrategy(Map.copyOf(steps));
    }

    private Measure request(String source, String call) {
        return (exchange, nanos) ->
                Metric.REQUESTS.timer(registry, source, call, status(exchange)).record(nanos, NANOSECONDS);
    }

    private static String status(Exchange exchange) {
        var status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return exchange.getException() != null || status == null ? "none" : status.toString();
    }

    private void batch(Exchange exchange, long nanos) {
        var batch = exchange.getVariable("batch", Batch.class);
        Metric.BATCHES
                .summary(registry, batch.source(), batch.entity().label())
                .record(batch.normalized().size());
    }

    private Measure put(String sink) {
        var taken = Metric.SINK_PUTS.timer(registry, sink, "taken");
        var failed = Metric.SINK_PUTS.timer(registry, sink, "failed");
        return (exchange, nanos) -> (exchange.getException() == null ? taken : failed).record(nanos, NANOSECONDS);
    }

    /** From 0 on: a count that begins with 1 has not grown, and no rule would tell of the first run that fails. */
    private void runsThatMayEnd() {
        for (var job : Job.values()) {
            for (var status : Status.values()) {
                Metric.RUNS.timer(registry, job.label(), status.label());
            }
        }
    }

    private void ended(RunReport report) {
        Metric.RUNS
                .timer(registry, report.job(), report.status().label())
                .record(Duration.ofMillis(report.durationMillis()));
        if (report.status() == Status.COMPLETE) {
            report.queries().stream()
                    .collect(Collectors.groupingBy(
                            query -> List.of(report.job(), query.source(), query.entity()),
                            Collectors.summingLong(QueryLine::unique)))
                    .forEach((tags, found) ->
                            entities.computeIfAbsent(tags, this::entities).set(found));
        }
    }

    private AtomicLong entities(List<String> tags) {
        var found = new AtomicLong();
        Metric.RUN_ENTITIES.gauge(registry, found::get, tags.toArray(String[]::new));
        return found;
    }
}
