package io.tourbus.operations;

import io.tourbus.deadletter.Redelivery.Redelivered;
import io.tourbus.deadletter.Reprocessor.ReprocessProgress;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.lake.LakeSink;
import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunReport;
import io.tourbus.sink.Sinks;
import io.tourbus.state.RunRepository.RunFilter;
import io.tourbus.state.State;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.FluentProducerTemplate;

/** The operations in this process. */
public final class LocalOperations implements Operations {

    /** The parts of this process that operations need. */
    public interface Access extends AutoCloseable {

        State state();

        /** The started routes, which use the same state. */
        CamelContext camel();

        @Override
        default void close() {}
    }

    private static final String COMMAND_LINE = "command line";

    private final Access access;
    private volatile Optional<RunManager> running = Optional.empty();
    private volatile boolean cancelled;

    public LocalOperations(Access access) {
        this.access = access;
    }

    @Override
    public List<RunLine> runs(RunFilter filter, boolean reports) {
        filter.status().filter(status -> !RunFilter.STATUSES.contains(status)).ifPresent(status -> {
            throw new InvalidOptionException(
                    "The status is not valid. Use one of: %s.".formatted(String.join(", ", RunFilter.STATUSES)));
        });
        return access.state().runs().find(filter).stream()
                .map(run -> RunLine.of(run, reports))
                .toList();
    }

    @Override
    public Optional<RunView> run(String runId) {
        return access.state().runs().find(runId).map(RunView::of);
    }

    @Override
    public RunReport run(RunRequest request) {
        return run("direct:run-job", request.job());
    }

    @Override
    public RunReport resume(RunRequest request) {
        return run("direct:resume-run", request.job());
    }

    private RunReport run(String route, String job) {
        var routes = routes();
        running = Optional.of(bean("runManager", RunManager.class));
        return routes.request(call -> call.to(route).withBody(job).request(RunReport.class));
    }

    @Override
    public List<UnfinishedRun> unfinished() {
        return bean("runManager", RunManager.class).unfinished();
    }

    @Override
    public RunView cancel(String runId) {
        if (run(runId).isEmpty()) {
            throw new NotFoundException("There is no run %s.".formatted(runId));
        }
        bean("runManager", RunManager.class).cancel(runId, COMMAND_LINE);
        return run(runId).orElseThrow();
    }

    /** Like {@link RemoteOperations}, so that the result of a run is the same. */
    @Override
    public String interrupt() {
        cancelled = true;
        var active = running.map(RunManager::active).orElse(List.of());
        active.forEach(run -> running.get().cancel(run.runId(), COMMAND_LINE));
        return active.isEmpty()
                ? "finishing the work in progress; press Ctrl-C again to stop at once"
                : "finishing the current slices; press Ctrl-C again to stop at once, `tourbus resume` then continues the run";
    }

    @Override
    public Optional<RunView> underWay() {
        return running.flatMap(manager -> manager.active().stream()
                .findFirst()
                .flatMap(progress -> run(progress.runId()).map(run -> run.active(progress, manager.progress()))));
    }

    @Override
    public DeadLetters deadLetters(long after, int limit) {
        var repository = access.state().deadLetters();
        return new DeadLetters(
                repository.count(),
                repository.after(after, limit).stream()
                        .map(letter -> DeadLetterView.of(letter, false))
                        .toList());
    }

    @Override
    public Optional<DeadLetterView> deadLetter(long id) {
        return access.state().deadLetters().find(id).map(letter -> DeadLetterView.of(letter, true));
    }

    @Override
    public int drop(DeadLetterSelection selection) {
        return access.state().deadLetters().remove(select(selection));
    }

    @Override
    public Replayed replay(DeadLetterSelection selection) {
        var selected = select(selection);
        access.state().deadLetters().release(selected);
        request(
                "direct:replay-released",
                call -> (selection.all() ? call : call.withVariable("selected", Set.copyOf(selected)))
                        .request(Object.class));
        var remaining = access.state().deadLetters().present(selected).size();
        return new Replayed(selected.size(), selected.size() - remaining, cancelled && remaining > 0);
    }

    private List<Long> select(DeadLetterSelection selection) {
        var repository = access.state().deadLetters();
        if (selection.all()) {
            return repository.ids();
        }
        var present = repository.present(selection.ids());
        var unknown = selection.ids().stream()
                .filter(id -> !present.contains(id))
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new NotFoundException(
                    "There are no dead letters with these IDs: %s. Use IDs from the list of dead letters."
                            .formatted(unknown));
        }
        return present;
    }

    @Override
    public List<String> runsOf(LocalDate day, String from) {
        var lake = bean("lakeReader", LakeReader.class);
        return (from == null ? lake : lake.from(from)).runsOf(day);
    }

    @Override
    public ReprocessedRun reprocess(String runId) {
        return ReprocessedRun.of(
                request("direct:reprocess-run", call -> call.withBody(runId).request(ReprocessProgress.class)));
    }

    @Override
    public RedeliveredRun redeliver(String runId, String sink, String from) {
        checkRedelivery(sink, from);
        return RedeliveredRun.of(
                sink,
                request(
                        "direct:resend-run",
                        call -> call.withVariable("sink", sink)
                                .withVariable("from", from)
                                .withBody(runId)
                                .request(Redelivered.class)));
    }

    private void checkRedelivery(String sink, String from) {
        var sinks = bean("sinks", Sinks.class).names();
        if (!sinks.contains(sink)) {
            throw new InvalidOptionException(
                    "'to' is not a sink: %s. Use %s.".formatted(sink, String.join(" or ", sinks)));
        }
        var toLake = sink.equals(LakeSink.NAME);
        if (toLake && from == null) {
            throw new InvalidOptionException(
                    "'from' is missing. The lake already has what it holds; name the bucket to copy from.");
        }
        if (!toLake && from != null) {
            throw new InvalidOptionException("'from' requires 'to' lake.");
        }
        if (toLake && from.equals(bean("lakeSettings", LakeSettings.class).bucket())) {
            throw new InvalidOptionException(
                    "'from' %s is the bucket of the lake. Name another bucket.".formatted(from));
        }
    }

    /** Calls a route that ends early when this is cancelled. */
    private <T> T request(String route, Function<FluentProducerTemplate, T> call) {
        return routes().request(template ->
                call.apply(template.to(route).withVariable("cancelled", (BooleanSupplier) () -> cancelled)));
    }

    private RouteCaller routes() {
        return new RouteCaller(access.camel());
    }

    private <T> T bean(String name, Class<T> type) {
        return access.camel().getRegistry().lookupByNameAndType(name, type);
    }

    @Override
    public void close() {
        access.close();
    }
}
