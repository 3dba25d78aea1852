package io.tourbus.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.TestClock;
import io.tourbus.TestState;
import io.tourbus.lake.LakeObjects;
import io.tourbus.model.Entity;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.RejectedException;
import io.tourbus.source.SliceReader;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.State;
import io.tourbus.state.StoredLetter;
import io.tourbus.ticketmaster.VenueNormalizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenormalizerTest {

    private static final String RUN = "20261123T235959Z-daily-1f0c";

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final Renormalizer renormalizer = new Renormalizer(
            state.deadLetters(),
            Map.of(Entity.VENUES, new SliceReader(null, RenormalizerTest::venue, new RecordEncoder(), clock)),
            new LakeObjects("raw", "processed", true),
            clock);

    /** A normaliser that has learnt of late to do without a name. */
    private static Record venue(JsonNode entity) {
        if (entity.has("hopeless")) {
            throw new RejectedException("is hopeless");
        }
        return new VenueNormalizer().normalize(entity);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void whatNowBecomesARecordWaitsForBothSinks() {
        var id = keep("venues", "{\"id\":\"KovZ1\",\"name\":\"Paradiso\"}");
        state.deadLetters().release(List.of(id));

        renormalizer.renormalize();

        var letters = state.deadLetters().after(0, 10);
        assertThat(letters).extracting(stored -> stored.letter().stage()).containsExactly(Stage.LAKE, Stage.STREAM);
        assertThat(letters).allMatch(stored -> stored.letter().passing());
        assertThat(letters.get(0).letter().target())
                .as("a key of its own, in the day of its run")
                .isEqualTo("processed/normalized/venues/year=2026/month=11/day=23/%s_venues-us-letter-%d.ndjson.gz"
                        .formatted(RUN, id));
        assertThat(letters.get(1).letter().target()).isEqualTo("ticketmaster_KovZ1");
        assertThat(new String(letters.get(1).letter().payload(), UTF_8)).contains("Paradiso", RUN);
    }

    @Test
    void whatStillIsRejectedComesBackWithTheNewReason() {
        var id = keep("venues", "{\"id\":\"KovZ1\",\"hopeless\":true}");
        state.deadLetters().release(List.of(id));

        renormalizer.renormalize();

        assertThat(state.deadLetters().after(0, 10))
                .singleElement()
                .extracting(StoredLetter::letter)
                .extracting(DeadLetter::reason, DeadLetter::attempts, DeadLetter::passing)
                .containsExactly("is hopeless", 2, false);
    }

    @Test
    void anEntityThatDoesNotSayAllOfItsRecordStays() {
        var id = keep("tracks", "{\"id\":\"1\"}");
        state.deadLetters().release(List.of(id));

        renormalizer.renormalize();

        assertThat(state.deadLetters().ids()).containsExactly(id);
    }

    @Test
    void whatNobodyReleasedIsLeftAlone() {
        var id = keep("venues", "{\"id\":\"KovZ1\",\"name\":\"Paradiso\"}");

        renormalizer.renormalize();

        assertThat(state.deadLetters().ids()).containsExactly(id);
    }

    private long keep(String entity, String json) {
        state.deadLetters()
                .add(List.of(new DeadLetter(
                        Stage.NORMALIZE,
                        RUN,
                        "venues-us",
                        "ticketmaster",
                        entity,
                        "",
                        Map.of(),
                        json.getBytes(UTF_8),
                        "has no name",
                        false,
                        1,
                        clock.instant())));
        return state.deadLetters().ids().get(0);
    }
}
