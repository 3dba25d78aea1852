package io.tourbus.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeadLetterRepositoryTest extends StoreTest {

    private final Instant now = clock.instant();

    @Test
    void aDeadLetterIsStoredCompletely() {
        var deadLetter = deadLetter("{\"name\": \"Beyoncé\"}", true);
        state.deadLetters().add(List.of(deadLetter));

        var stored = state.deadLetters().after(0, 10);

        assertThat(stored).hasSize(1);
        assertThat(stored.get(0).letter()).usingRecursiveComparison().isEqualTo(deadLetter);
    }

    @Test
    void aDeadLetterIsStoredOnce() {
        var deadLetters = state.deadLetters();
        var kept = deadLetter("a", true);
        deadLetters.add(List.of(kept));
        deadLetters.failedAgain(List.of(deadLetters.after(0, 1).get(0).id()), "still closed", true);

        assertThat(deadLetters.add(List.of(deadLetter("a", true), deadLetter("b", true), deadLetter("b", true))))
                .extracting(DeadLetter::payload)
                .containsExactly("b".getBytes(UTF_8));
        assertThat(deadLetters.after(0, 10))
                .extracting(DeadLetterRepositoryTest::text)
                .containsExactly("a", "b");
        assertThat(deadLetters.after(0, 1).get(0).letter().reason()).isEqualTo("still closed");
    }

    @Test
    void runSliceStageAndTargetIdentifyADeadLetter() {
        var deadLetters = Stream.of("run1 slice a", "run2 slice a", "run1 other a", "run1 slice b")
                .map(text -> text.split(" "))
                .flatMap(parts -> Stream.of(Stage.of("stream"), Stage.of("lake"))
                        .map(stage -> deadLetter(stage, parts[0], parts[1], parts[2], "payload", true)))
                .toList();

        assertThat(state.deadLetters().add(deadLetters)).hasSize(8);
    }

    @Test
    void deadLettersAreCountedByStage() {
        assertThat(state.deadLetters().byStage()).isEmpty();
        state.deadLetters()
                .add(List.of(
                        deadLetter(Stage.of("stream"), "run1", "slice", "a", "payload", true),
                        deadLetter(Stage.of("stream"), "run1", "slice", "b", "payload", true),
                        deadLetter(Stage.of("lake"), "run1", "slice", "a", "payload", true)));

        assertThat(state.deadLetters().byStage()).isEqualTo(Map.of(Stage.of("stream"), 2L, Stage.of("lake"), 1L));
    }

    @Test
    void concurrentWritersStoreADeadLetterOnce() throws Exception {
        byEightThreads(() -> {
            state.deadLetters().add(List.of(deadLetter("a", true), deadLetter("b", true)));
            return null;
        });

        assertThat(state.deadLetters().count()).isEqualTo(2);
    }

    @Test
    void deadLettersArePagedInInsertionOrder() {
        state.deadLetters().add(List.of(deadLetter("a", true), deadLetter("b", true)));
        state.deadLetters().add(List.of(deadLetter("c", true)));

        var first = state.deadLetters().after(0, 2);
        var rest = state.deadLetters().after(first.get(1).id(), 2);

        assertThat(first).extracting(DeadLetterRepositoryTest::text).containsExactly("a", "b");
        assertThat(rest).extracting(DeadLetterRepositoryTest::text).containsExactly("c");
        assertThat(state.deadLetters().count()).isEqualTo(3);
    }

    @Test
    void onlyRetryableDeadLettersAreRetried() {
        state.deadLetters().add(List.of(deadLetter("a", true), deadLetter("b", false), deadLetter("c", true)));

        assertThat(state.deadLetters().retryable(Stage.of("stream"), 0, 10))
                .extracting(DeadLetterRepositoryTest::text)
                .containsExactly("a", "c");
        assertThat(state.deadLetters().retryable(Stage.of("lake"), 0, 10)).isEmpty();
    }

    @Test
    void deadLettersWithFewestAttemptsComeFirst() {
        state.deadLetters().add(List.of(deadLetter("a", true), deadLetter("b", false), deadLetter("c", true)));
        var ids = state.deadLetters().ids();
        state.deadLetters().failedAgain(List.of(ids.get(0)), "refused", true);

        assertThat(state.deadLetters().leastTried(Stage.of("stream"))).containsExactly(ids.get(2), ids.get(0));
        assertThat(state.deadLetters().leastTried(Stage.of("lake"))).isEmpty();
    }

    @Test
    void deliveredDeadLettersAreRemovedAndFailedAttemptsCounted() {
        state.deadLetters().add(List.of(deadLetter("a", true), deadLetter("b", true)));
        var ids = state.deadLetters().after(0, 10).stream()
                .map(StoredDeadLetter::id)
                .toList();

        assertThat(state.deadLetters().remove(ids.subList(0, 1))).isEqualTo(1);
        state.deadLetters().failedAgain(ids, "still closed", true);

        assertThat(state.deadLetters().present(ids)).containsExactly(ids.get(1));
        assertThat(state.deadLetters().find(ids.get(0))).isEmpty();
        var left = state.deadLetters().find(ids.get(1)).stream().toList();
        assertThat(left).extracting(DeadLetterRepositoryTest::text).containsExactly("b");
        assertThat(left.get(0).letter().attempts()).isEqualTo(4);
        assertThat(left.get(0).letter().reason()).isEqualTo("still closed");
        assertThat(state.deadLetters().remove(List.of())).isZero();
        assertThat(state.deadLetters().release(List.of())).isZero();
    }

    /** Exceeds the maximum number of parameters of PostgreSQL and of array elements of H2. */
    @Test
    void manyDeadLettersAreReleasedReadAndRemovedInOneCall() {
        state.deadLetters().add(List.of(deadLetter("a", false), deadLetter("b", false)));
        var there = state.deadLetters().ids();
        var many = Stream.concat(LongStream.range(1_000, 71_000).boxed(), there.stream())
                .toList();

        assertThat(there).hasSize(2).isSorted();
        assertThat(state.deadLetters().release(many)).isEqualTo(2);
        state.deadLetters().failedAgain(many, "still closed", true);
        assertThat(state.deadLetters().present(many)).isEqualTo(there);
        assertThat(state.deadLetters().after(0, 10))
                .allMatch(
                        stored -> stored.letter().retryable() && stored.letter().attempts() == 4);
        assertThat(state.deadLetters().remove(many)).isEqualTo(2);
    }

    @Test
    void aReleasedDeadLetterIsRetriedUntilItFailsPermanently() {
        state.deadLetters().add(List.of(deadLetter("a", false)));
        var ids = state.deadLetters().after(0, 10).stream()
                .map(StoredDeadLetter::id)
                .toList();

        assertThat(state.deadLetters().release(ids)).isEqualTo(1);
        assertThat(state.deadLetters().retryable(Stage.of("stream"), 0, 10)).hasSize(1);

        state.deadLetters().failedAgain(ids, "RecordTooLarge", false);
        assertThat(state.deadLetters().retryable(Stage.of("stream"), 0, 10)).isEmpty();
    }

    private DeadLetter deadLetter(String payload, boolean retryable) {
        return deadLetter(Stage.of("stream"), "run1", "slice", "ticketmaster_1", payload, retryable);
    }

    private DeadLetter deadLetter(
            Stage stage, String run, String slice, String target, String payload, boolean retryable) {
        return new DeadLetter(
                stage,
                run,
                slice,
                "ticketmaster",
                "events",
                target,
                Map.of("a", "b"),
                payload.getBytes(UTF_8),
                "refused",
                retryable,
                3,
                now);
    }

    private static String text(StoredDeadLetter stored) {
        return new String(stored.letter().payload(), UTF_8);
    }
}
