package io.tourbus.deadletter;

import io.tourbus.run.ErrorMessages;
import io.tourbus.sink.Sink.RedeliveryFailure;
import io.tourbus.sink.Sinks;
import io.tourbus.source.error.RejectedException;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
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
    private final Semaphore turn = new Semaphore(1);

    public DeadLetterReplayer(DeadLetterRepository repository, Sinks sinks) {
        this.repository = repository;
        this.sinks = sinks;
    }

    /** Waits until no other thread replays dead letters. Otherwise both would deliver the same ones. */
    public void lock() {
        turn.acquireUninterruptibly();
    }

    public void unlock() {
        turn.release();
    }

    /**
     * Returns the dead letters of a kind in chunks. Where a sink accepts only one at a time, those with the fewest attempts come
     * first, so that one that is never accepted does not block the others.
     *
     * @param kind {@code entities}, or the name of a sink
     */
    public Iterator<List<StoredDeadLetter>> pending(@Variable("kind") String kind) {
        if (kind.equals(ENTITIES)) {
            return new Pages(Stage.NORMALIZE, 1);
        }
        var size = sinks.get(kind).redeliverySize();
        return size > 1
                ? new Pages(Stage.of(kind), size)
                : repository.leastTried(Stage.of(kind)).stream()
                        .map(repository::find)
                        .flatMap(Optional::stream)
                        .map(List::of)
                        .iterator();
    }

    /** Removes dead letters that the sink accepted. */
    public void succeeded(@Variable("chunk") List<StoredDeadLetter> some) {
        repository.remove(ids(some));
        LOG.info("dead letters arrived count={}", some.size());
    }

    /**
     * Records a failed attempt. Rejected entities are never retried automatically.
     *
     * @throws Exception the failure, if the sink accepts nothing at the moment
     */
    public void failed(
            @Variable("chunk") List<StoredDeadLetter> some,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
            throws Exception {
        var reason = ErrorMessages.describe(failure);
        var stage = some.get(0).letter().stage();
        var automatic = !stage.equals(Stage.NORMALIZE);
        var result = automatic
                ? sinks.get(stage.label()).redeliveryFailed(failure, some.size())
                : new RedeliveryFailure(Set.of(0), Set.of(), isOfEntityAlone(failure));
        repository.failedAgain(ids(some, result.permanent()), reason, false);
        repository.failedAgain(ids(some, result.temporary()), reason, automatic);
        repository.remove(IntStream.range(0, some.size())
                .filter(index -> !result.permanent().contains(index)
                        && !result.temporary().contains(index))
                .mapToObj(index -> some.get(index).id())
                .toList());
        LOG.info("dead letters came back count={} reason={}", some.size(), reason);
        if (!result.available()) {
            throw failure;
        }
    }

    private boolean isOfEntityAlone(Exception failure) {
        return failure instanceof RejectedException
                || sinks.connections().stream()
                        .anyMatch(sink -> sink.redeliveryFailed(failure, 1).available());
    }

    private static List<Long> ids(List<StoredDeadLetter> some, Set<Integer> indexes) {
        return indexes.stream().map(index -> some.get(index).id()).toList();
    }

    private static List<Long> ids(List<StoredDeadLetter> some) {
        return some.stream().map(StoredDeadLetter::id).toList();
    }

    private final class Pages implements Iterator<List<StoredDeadLetter>> {

        private final Stage stage;
        private final int size;
        private List<StoredDeadLetter> page = List.of();
        private long last;

        Pages(Stage stage, int size) {
            this.stage = stage;
            this.size = size;
        }

        @Override
        public boolean hasNext() {
            if (page.isEmpty()) {
                page = repository.retryable(stage, last, size);
            }
            return !page.isEmpty();
        }

        @Override
        public List<StoredDeadLetter> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var next = page;
            last = next.get(next.size() - 1).id();
            page = List.of();
            return next;
        }
    }
}
