package io.tourbus.metrics;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.MeterRegistry;
import io.tourbus.job.Job;
import io.tourbus.model.Batch;
import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import io.tourbus.run.RunReport.Status;
import io.tourbus.sink.Sink;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the metrics of route steps: requests, rate limits, batches, writes to the sinks, and the results of runs. */
final class StepTimers {

    private static final Logger LOG = LoggerFactory.getLogger(StepTimers.class);

    /** Receives the duration of each call of a step. */
    @FunctionalInterface
    interface StepListener {

        /** @param exchange the exchange after the step, with its exception if it failed */
        void onDone(Exchange exchange, long nanos);
    }

    private final MeterRegistry registry;
    private final Map<List<String>, AtomicLong> entities = new ConcurrentHashMap<>();

    StepTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Listeners for all measured steps, by the IDs of the steps in the routes. */
    StepTimingStrategy strategyFor(Collection<String> sources, Collection<Sink> sinks) {
        Map<String, StepListener> steps = new HashMap<>();
        for (var source : sources) {
            steps.put(source + "-http", request(source, "page"));
            steps.put(source + "-token-http", request(source, "token"));
            var permits = Metric.PERMITS.timer(registry, source);
            steps.put(source + "-permit", (exchange, nanos) -> permits.record(nanos, NANOSECONDS));
        }
        steps.put("both-sinks", this::recordBatch);
        sinks.forEach(sink -> steps.put(sink.step(), put(sink.name())));
        registerRuns();
        steps.put("log-report", (exchange, nanos) -> recordRun(exchange.getVariable("report", RunReport.class)));
        return new StepTimingStrategy(Map.copyOf(steps));
    }

    private StepListener request(String source, String call) {
        return (exchange, nanos) ->
                Metric.REQUESTS.timer(registry, source, call, status(exchange)).record(nanos, NANOSECONDS);
    }

    private static String status(Exchange exchange) {
        var status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return exchange.getException() != null || status == null ? "none" : status.toString();
    }

    private void recordBatch(Exchange exchange, long nanos) {
        var batch = exchange.getVariable("batch", Batch.class);
        Metric.BATCHES
                .summary(registry, batch.source(), batch.entity().label())
                .record(batch.normalized().size());
    }

    private StepListener put(String sink) {
        var succeeded = Metric.SINK_PUTS.timer(registry, sink, "taken");
        var failed = Metric.SINK_PUTS.timer(registry, sink, "failed");
        return (exchange, nanos) -> (exchange.getException() == null ? succeeded : failed).record(nanos, NANOSECONDS);
    }

    /** Registers all counts with 0. Otherwise Prometheus would not see the first run as an increase. */
    private void registerRuns() {
        for (var job : Job.values()) {
            for (var status : Status.values()) {
                Metric.RUNS.timer(registry, job.label(), status.label());
            }
        }
    }

    private void recordRun(RunReport report) {
        Metric.RUNS
                .timer(registry, report.job(), report.status().label())
                .record(Duration.ofMillis(report.durationMillis()));
        if (report.status() == Status.COMPLETE) {
            report.queries().stream()
                    .collect(Collectors.groupingBy(
                            query -> List.of(report.job(), query.source(), query.entity()),
                            Collectors.summingLong(QueryLine::unique)))
                    .forEach((tags, count) -> entities.computeIfAbsent(tags, this::registerEntities)
                            .set(count));
        }
    }

    private AtomicLong registerEntities(List<String> tags) {
        var count = new AtomicLong();
        Metric.RUN_ENTITIES.gauge(registry, count::get, tags.toArray(String[]::new));
        return count;
    }

    /** Times selected steps of routes. Each redelivery counts as a separate call. Does not wrap other steps. */
    record StepTimingStrategy(Map<String, StepListener> listeners) implements InterceptStrategy {

        @Override
        public Processor wrapProcessorInInterceptors(
                CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
            var listener = listeners.get(definition.getId());
            if (listener == null) {
                return target;
            }
            return new DelegateAsyncProcessor(target) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    var start = System.nanoTime();
                    return super.process(exchange, sync -> {
                        report(listener, exchange, System.nanoTime() - start);
                        callback.done(sync);
                    });
                }
            };
        }

        /** A failing listener must affect neither the step nor its callback. */
        private static void report(StepListener listener, Exchange exchange, long nanos) {
            try {
                listener.onDone(exchange, nanos);
            } catch (RuntimeException e) {
                LOG.warn("step not measured reason={}", e.toString());
            }
        }
    }
}
