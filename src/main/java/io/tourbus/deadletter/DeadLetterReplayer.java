package io.tourbus.deadletter;

import io.tourbus.hook.Hook;
import io.tourbus.hook.HookException;
import io.tourbus.hook.OptionalSinks;
import io.tourbus.hook.RecordHooks;
import io.tourbus.run.ErrorMessages;
import io.tourbus.sink.Sink.RedeliveryFailure;
import io.tourbus.sink.Sinks;
import io.tourbus.source.error.RejectedException;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Returns dead letters in chunks for redelivery, and records the results. */
public final class DeadLetterReplayer {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private static final String ENTITIES = "entities";

    private final DeadLetterRepository repository;
    private final Sinks sinks;
    private final RecordHooks hooks;
    private final Semaphore turn = new Semaphore(1);

    public DeadLetterReplayer(DeadLetterRepository repository, Sinks sinks, RecordHooks hooks) {
        this.repository = repository;
        this.sinks = sinks;
        this.hooks = hooks;
    }

    /** The kinds that Tourbus redelivers itself: the sinks, and those of hooks that have dead letters and whose routes exist. */
    public List<String> kinds(CamelContext camel) {
        var others = repository.byStage().keySet().stream()
                .map(Stage::label)
                .filter(DeadLetterReplayer::isSinkOfHooks)
                .filter(stage -> exists(stage, camel))
                .sorted();
        return Stream.concat(sinks.names().stream(), others).toList();
    }

    private static boolean exists(String sink, CamelContext camel) {
        var exists = camel.hasEndpoint("direct:" + sink) != null;
        if (!exists) {
            LOG.warn(
                    "dead letters not redelivered stage={} reason=there is no such sink anymore: add it, or drop the dead letters",
                    sink);
        }
        return exists;
    }

    private static boolean isSinkOfHooks(String kind) {
        return kind.startsWith(OptionalSinks.PREFIX);
    }

    /** Sets the name and the message of a sink of hooks, if the dead letter is for one. */
    public void prepare(
            @Variable("kind") String kind, @Variable("chunk") List<StoredDeadLetter> chunk, Exchange exchange) {
        if (isSinkOfHooks(kind)) {
            exchange.setVariable("sinkOfHooks", kind.substring(OptionalSinks.PREFIX.length()));
            hooks.prepare(chunk.get(0).letter(), exchange);
        }
    }

    /** The sinks that a dead letter is for: one if the hook of a sink failed, otherwise all. */
    public List<String> sinks(@Variable("chunk") List<StoredDeadLetter> chunk) {
        return Hook.named(chunk.get(0).letter().stage().label())
                .filter(Hook::isOfSink)
                .map(hook -> List.of(hook.label().replace("before-", "")))
                .orElseGet(sinks::names);
    }

    /** Waits until no other thread replays dead letters. Otherwise both would deliver the same ones. */
    public void lock() {
        turn.acquireUninterruptibly();
    }

    /** Whether no thread waits in {@link #lock}. One that waits will deliver what another one would. */
    public boolean nobodyWaits() {
        return !turn.hasQueuedThreads();
    }

    public void unlock() {
        turn.release();
    }

    /**
     * Returns the dead letters of a kind in chunks. For a sink that accepts only one at a time, those with the fewest attempts
     * come first. Otherwise, one that is never accepted would block the others.
     *
     * @param kind {@code entities}, or the name of a sink
     * @param selected the IDs of the dead letters to return; {@code null} for all
     * @param cancelled whether to end early; {@code null} for never
     */
    public Iterator<List<StoredDeadLetter>> pending(
            @Variable("kind") String kind,
            @Variable("selected") Set<Long> selected,
            @Variable("cancelled") BooleanSupplier cancelled) {
        var chunks = chunks(kind)
                .map(chunk -> chunk.stream()
                        .filter(stored -> selected == null || selected.contains(stored.id()))
                        .toList())
                .filter(chunk -> !chunk.isEmpty())
                .iterator();
        return new CancellableIterator<>(chunks, cancelled);
    }

    private Stream<List<StoredDeadLetter>> chunks(String kind) {
        if (kind.equals(ENTITIES)) {
            return Stream.concat(
                            Stream.of(Stage.NORMALIZE), Hook.labels().stream().map(Stage::of))
                    .flatMap(stage -> chunks(stage, 1));
        }
        var stage = Stage.of(kind);
        var size = isSinkOfHooks(kind) ? 1 : sinks.get(kind).redeliverySize();
        return size > 1
                ? chunks(stage, size)
                : repository.leastTried(stage).stream()
                        .flatMap(id -> repository.find(id).stream())
                        .map(List::of);
    }

    /** Reads each chunk after the previous one was redelivered. */
    private Stream<List<StoredDeadLetter>> chunks(Stage stage, int size) {
        return Stream.iterate(
                repository.retryable(stage, 0, size),
                chunk -> !chunk.isEmpty(),
                chunk -> repository.retryable(stage, chunk.get(chunk.size() - 1).id(), size));
    }

    /** Removes dead letters that the sink accepted. */
    public void succeeded(@Variable("chunk") List<StoredDeadLetter> chunk) {
        repository.remove(chunk.stream().map(StoredDeadLetter::id).toList());
        LOG.info("dead letters redelivered count={}", chunk.size());
    }

    /**
     * Records a failed attempt. Rejected entities are never retried automatically.
     *
     * @throws Exception the failure, if the sink accepts nothing at the moment
     */
    public void failed(
            @Variable("chunk") List<StoredDeadLetter> chunk,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
            throws Exception {
        var reason = ErrorMessages.describe(failure);
        var stage = chunk.get(0).letter().stage();
        var ofHooks = isSinkOfHooks(stage.label());
        var automatic = ofHooks || sinks.names().contains(stage.label());
        var result = ofHooks
                ? RedeliveryFailure.unavailable(chunk.size())
                : automatic
                        ? sinks.get(stage.label()).redeliveryFailed(failure, chunk.size())
                        : new RedeliveryFailure(Set.of(0), Set.of(), isEntityFailure(failure));
        repository.failedAgain(ids(chunk, result.permanent()), reason, false);
        repository.failedAgain(ids(chunk, result.temporary()), reason, automatic);
        repository.remove(IntStream.range(0, chunk.size())
                .filter(index -> !result.permanent().contains(index)
                        && !result.temporary().contains(index))
                .mapToObj(index -> chunk.get(index).id())
                .toList());
        LOG.info("dead letters not redelivered count={} reason={}", chunk.size(), reason);
        if (!result.available()) {
            throw failure;
        }
    }

    /** Whether only this entity failed, so that the sinks can accept others. */
    private boolean isEntityFailure(Exception failure) {
        return failure instanceof RejectedException
                || failure instanceof HookException
                || sinks.connections().stream()
                        .anyMatch(sink -> sink.redeliveryFailed(failure, 1).available());
    }

    private static List<Long> ids(List<StoredDeadLetter> chunk, Set<Integer> indexes) {
        return indexes.stream().map(index -> chunk.get(index).id()).toList();
    }
}
