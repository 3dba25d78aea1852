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
    void aLetterIsKeptWhole() {
        var letter = letter("{\"name\": \"Beyoncé\"}", true);
        state.deadLetters().add(List.of(letter));

        var stored = state.deadLetters().after(0, 10);

        assertThat(stored).hasSize(1);
        assertThat(stored.get(0).letter()).usingRecursiveComparison().isEqualTo(letter);
    }

    @Test
    void whatIsKeptAgainIsThereOnce() {
        var letters = state.deadLetters();
        var kept = letter("a", true);
        letters.add(List.of(kept));
        letters.failedAgain(List.of(letters.after(0, 1).get(0).id()), "still closed", true);

        assertThat(letters.add(List.of(letter("a", true), letter("b", true), letter("b", true))))
                .extracting(DeadLetter::payload)
                .containsExactly("b".getBytes(UTF_8));
        assertThat(letters.after(0, 10))
                .extracting(DeadLetterRepositoryTest::text)
                .containsExactly("a", "b");
        assertThat(letters.after(0, 1).get(0).letter().reason()).isEqualTo("still closed");
    }

    @Test
    void theSameOfAnotherRunSliceStageOrTargetIsAnotherLetter() {
        var letters = Stream.of("run1 slice a", "run2 slice a", "run1 other a", "run1 slice b")
                .map(text -> text.split(" "))
                .flatMap(parts -> Stream.of(Stage.STREAM, Stage.LAKE)
                        .map(stage -> letter(stage, parts[0], parts[1], parts[2], "payload", true)))
                .toList();

        assertThat(state.deadLetters().add(letters)).hasSize(8);
    }

    @Test
    void theyAreCountedByWhatTheyCouldNotPass() {
        assertThat(state.deadLetters().byStage()).isEmpty();
        state.deadLetters()
                .add(List.of(
                        letter(Stage.STREAM, "run1", "slice", "a", "payload", true),
                        letter(Stage.STREAM, "run1", "slice", "b", "payload", true),
                        letter(Stage.LAKE, "run1", "slice", "a", "payload", true)));

        assertThat(state.deadLetters().byStage()).isEqualTo(Map.of(Stage.STREAM, 2L, Stage.LAKE, 1L));
    }

    @Test
    void eightThatKeepTheSameKeepItOnce() throws Exception {
        byEightThreads(() -> {
            state.deadLetters().add(List.of(letter("a", true), letter("b", true)));
            return null;
        });

        assertThat(state.deadLetters().count()).isEqualTo(2);
    }

    @Test
    void lettersAreReadSomeAtATimeInTheOrderOfTheirArrival() {
        state.deadLetters().add(List.of(letter("a", true), letter("b", true)));
        state.deadLetters().add(List.of(letter("c", true)));

        var first = state.deadLetters().after(0, 2);
        var rest = state.deadLetters().after(first.get(1).id(), 2);

        assertThat(first).extracting(DeadLetterRepositoryTest::text).containsExactly("a", "b");
        assertThat(rest).extracting(DeadLetterRepositoryTest::text).containsExactly("c");
        assertThat(state.deadLetters().count()).isEqualTo(3);
    }

    @Test
    void onlyWhatMayPassIsTriedAgainByItself() {
        state.deadLetters().add(List.of(letter("a", true), letter("b", false), letter("c", true)));

        assertThat(state.deadLetters().retryable(Stage.STREAM, 0, 10))
                .extracting(DeadLetterRepositoryTest::text)
                .containsExactly("a", "c");
        assertThat(state.deadLetters().retryable(Stage.LAKE, 0, 10)).isEmpty();
    }

    @Test
    void whatWasTriedLeastComesFirst() {
        state.deadLetters().add(List.of(letter("a", true), letter("b", false), letter("c", true)));
        var ids = state.deadLetters().ids();
        state.deadLetters().failedAgain(List.of(ids.get(0)), "refused", true);

        assertThat(state.deadLetters().leastTried(Stage.STREAM)).containsExactly(ids.get(2), ids.get(0));
        assertThat(state.deadLetters().leastTried(Stage.LAKE)).isEmpty();
    }

    @Test
    void whatArrivedIsRemovedAndWhatCameBackIsCounted() {
        state.deadLetters().add(List.of(letter("a", true), letter("b", true)));
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

    /** More than the parameters of a statement of PostgreSQL, or the values of an array of H2. */
    @Test
    void asManyLettersAsThereAreAreReleasedReadAndRemovedAtOnce() {
        state.deadLetters().add(List.of(letter("a", false), letter("b", false)));
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
    void whatIsReleasedIsTriedAgainUntilItTurnsOutToBeHopeless() {
        state.deadLetters().add(List.of(letter("a", false)));
        var ids = state.deadLetters().after(0, 10).stream()
                .map(StoredDeadLetter::id)
                .toList();

        assertThat(state.deadLetters().release(ids)).isEqualTo(1);
        assertThat(state.deadLetters().retryable(Stage.STREAM, 0, 10)).hasSize(1);

        state.deadLetters().failedAgain(ids, "RecordTooLarge", false);
        assertThat(state.deadLetters().retryable(Stage.STREAM, 0, 10)).isEmpty();
    }

    private DeadLetter letter(String payload, boolean passing) {
        return letter(Stage.STREAM, "run1", "slice", "ticketmaster_1", payload, passing);
    }

    private DeadLetter letter(Stage stage, String run, String slice, String target, String payload, boolean passing) {
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
                passing,
                3,
                now);
    }

    private static String text(StoredDeadLetter stored) {
        return new String(stored.letter().payload(), UTF_8);
    }
}
