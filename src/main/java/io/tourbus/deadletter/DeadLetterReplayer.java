package io.tourbus.deadletter;

import io.tourbus.lake.LakeObject;
import io.tourbus.run.ErrorMessages;
import io.tourbus.source.error.RejectedException;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.stream.BatchAbortedException;
import io.tourbus.stream.RecordsRefusedException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out dead letters to be tried again, some at a time, and is told what became of them. */
public final class DeadLetterReplayer {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    /** What goes into one call of the stream. */
    private static final int RECORDS = 500;

    private final DeadLetterRepository repository;
    private final Semaphore turn = new Semaphore(1);

    public DeadLetterReplayer(DeadLetterRepository letters) {
        this.repository = letters;
    }

    /** Waits until nobody else hands out letters: each would be handed out twice. */
    public void lock() {
        turn.acquireUninterruptibly();
    }

    public void unlock() {
        turn.release();
    }

    /** The dead letters of a kind, in chunks: {@code entities}, {@code objects} or {@code records}. */
    public Iterator<List<StoredDeadLetter>> pending(@Variable("kind") String kind) {
        return switch (kind) {
            case "entities" -> entities();
            case "objects" -> objects();
            case "records" -> records();
            default -> throw new IllegalArgumentException("no kind of dead letters: " + kind);
        };
    }

    /**
     * The objects that wait for the lake, one by one: those tried least come first, so that one that is never taken does not
     * hold up the others.
     */
    public Iterator<List<StoredDeadLetter>> objects() {
        return repository.leastTried(Stage.LAKE).stream()
                .map(repository::find)
                .flatMap(Optional::stream)
                .map(List::of)
                .iterator();
    }

    /** The entities that are to go through the normaliser again, one by one. */
    public Iterator<List<StoredDeadLetter>> entities() {
        return new Pages(Stage.NORMALIZE, 1);
    }

    /** The records that wait for the stream, by the batch. */
    public Iterator<List<StoredDeadLetter>> records() {
        return new Pages(Stage.STREAM, RECORDS);
    }

    /** The object that the only one of the letters holds. */
    public LakeObject object(@Variable("chunk") List<StoredDeadLetter> one) {
        return DeadLetterCodec.object(one.get(0).letter());
    }

    public List<byte[]> lines(@Variable("chunk") List<StoredDeadLetter> some) {
        return some.stream().map(stored -> stored.letter().payload()).toList();
    }

    /** The partition keys of the {@link #lines}. */
    public List<String> keys(@Variable("chunk") List<StoredDeadLetter> some) {
        return some.stream().map(stored -> stored.letter().target()).toList();
    }

    /** All letters have arrived. */
    public void succeeded(@Variable("chunk") List<StoredDeadLetter> some) {
        repository.remove(ids(some));
        LOG.info("dead letters arrived count={}", some.size());
    }

    /**
     * Some or all letters came back. An entity is not tried again by itself, whatever kept it.
     *
     * @throws Exception the failure, when the sink takes nothing at all for now
     */
    public void failed(
            @Variable("chunk") List<StoredDeadLetter> some,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
            throws Exception {
        var reason = ErrorMessages.describe(failure);
        var byItself = some.get(0).letter().stage() != Stage.NORMALIZE;
        if (failure instanceof RecordsRefusedException refusal) {
            Set<Long> hopeless = new HashSet<>();
            Set<Long> others = new HashSet<>();
            refusal.refused()
                    .forEach(record -> (DeadLetterQueue.permanent(record) ? hopeless : others)
                            .add(some.get(record.index()).id()));
            repository.failedAgain(hopeless, reason, false);
            repository.failedAgain(others, reason, byItself);
            repository.remove(ids(some).stream()
                    .filter(id -> !hopeless.contains(id) && !others.contains(id))
                    .toList());
        } else {
            repository.failedAgain(ids(some), reason, byItself);
        }
        LOG.info("dead letters came back count={} reason={}", some.size(), reason);
        if (!isOfTheseLettersAlone(failure)) {
            throw failure;
        }
    }

    private static boolean isOfTheseLettersAlone(Exception failure) {
        return failure instanceof RejectedException
                || failure instanceof RecordsRefusedException && !(failure instanceof BatchAbortedException);
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
