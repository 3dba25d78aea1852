package io.tourbus.run;

import io.tourbus.lake.LakeObject;
import io.tourbus.source.RejectedException;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetters;
import io.tourbus.state.StoredLetter;
import io.tourbus.stream.RecordsRefusedException;
import io.tourbus.stream.SendingCutShortException;
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
public final class Replay {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    /** What goes into one call of the stream. */
    private static final int RECORDS = 500;

    private final DeadLetters letters;
    private final Semaphore turn = new Semaphore(1);

    public Replay(DeadLetters letters) {
        this.letters = letters;
    }

    /** Waits until nobody else hands out letters: each would be handed out twice. */
    public void enter() {
        turn.acquireUninterruptibly();
    }

    public void leave() {
        turn.release();
    }

    /** The dead letters of a kind, in chunks: {@code entities}, {@code objects} or {@code records}. */
    public Iterator<List<StoredLetter>> pending(@Variable("kind") String kind) {
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
    public Iterator<List<StoredLetter>> objects() {
        return letters.leastTried(Stage.LAKE).stream()
                .map(letters::of)
                .flatMap(Optional::stream)
                .map(List::of)
                .iterator();
    }

    /** The entities that are to go through the normaliser again, one by one. */
    public Iterator<List<StoredLetter>> entities() {
        return new Pages(Stage.NORMALIZE, 1);
    }

    /** The records that wait for the stream, by the batch. */
    public Iterator<List<StoredLetter>> records() {
        return new Pages(Stage.STREAM, RECORDS);
    }

    /** The object that the only one of the letters holds. */
    public LakeObject object(@Variable("letters") List<StoredLetter> one) {
        return LetterHeaders.object(one.get(0).letter());
    }

    public List<byte[]> lines(@Variable("letters") List<StoredLetter> some) {
        return some.stream().map(stored -> stored.letter().payload()).toList();
    }

    /** The partition keys of the {@link #lines}. */
    public List<String> keys(@Variable("letters") List<StoredLetter> some) {
        return some.stream().map(stored -> stored.letter().target()).toList();
    }

    /** All letters have arrived. */
    public void arrived(@Variable("letters") List<StoredLetter> some) {
        letters.remove(ids(some));
        LOG.info("dead letters arrived count={}", some.size());
    }

    /**
     * Some or all letters came back. An entity is not tried again by itself, whatever kept it.
     *
     * @throws Exception the failure, when the sink takes nothing at all for now
     */
    public void cameBack(
            @Variable("letters") List<StoredLetter> some,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
            throws Exception {
        var reason = Reasons.of(failure);
        var byItself = some.get(0).letter().stage() != Stage.NORMALIZE;
        if (failure instanceof RecordsRefusedException refusal) {
            Set<Long> hopeless = new HashSet<>();
            Set<Long> others = new HashSet<>();
            refusal.refused()
                    .forEach(record -> (DeadLetterOffice.hopeless(record) ? hopeless : others)
                            .add(some.get(record.index()).id()));
            letters.failedAgain(hopeless, reason, false);
            letters.failedAgain(others, reason, byItself);
            letters.remove(ids(some).stream()
                    .filter(id -> !hopeless.contains(id) && !others.contains(id))
                    .toList());
        } else {
            letters.failedAgain(ids(some), reason, byItself);
        }
        LOG.info("dead letters came back count={} reason={}", some.size(), reason);
        if (!isOfTheseLettersAlone(failure)) {
            throw failure;
        }
    }

    private static boolean isOfTheseLettersAlone(Exception failure) {
        return failure instanceof RejectedException
                || failure instanceof RecordsRefusedException && !(failure instanceof SendingCutShortException);
    }

    private static List<Long> ids(List<StoredLetter> some) {
        return some.stream().map(StoredLetter::id).toList();
    }

    private final class Pages implements Iterator<List<StoredLetter>> {

        private final Stage stage;
        private final int size;
        private List<StoredLetter> page = List.of();
        private long last;

        Pages(Stage stage, int size) {
            this.stage = stage;
            this.size = size;
        }

        @Override
        public boolean hasNext() {
            if (page.isEmpty()) {
                page = letters.passing(stage, last, size);
            }
            return !page.isEmpty();
        }

        @Override
        public List<StoredLetter> next() {
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
