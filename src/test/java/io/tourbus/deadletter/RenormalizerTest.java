package io.tourbus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.lake.LakeObjects;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.sink.Sinks;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import io.tourbus.source.slice.SliceReader.PageNormalizer;
import io.tourbus.source.slice.SliceReader.Pager;
import io.tourbus.spotify.SpotifyResponseReader;
import io.tourbus.spotify.TrackNormalizer;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.state.State;
import io.tourbus.testing.Hooks;
import io.tourbus.testing.TestState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A track that is rejected, stored, and normalized again with the data of its page. */
class RenormalizerTest {

    private static final Slice SLICE = Slice.of(
            new Query("spotify", Entity.TRACKS, "top tracks"), "spotify-top-tracks", "top tracks", Map.of(), List.of());

    private static final byte[] PAGE = """
            {"tracks": [{"id": "t1", "name": "One"}, {"id": "t2", "name": "Two"}]}""".getBytes(UTF_8);

    private final State state = TestState.open();
    private boolean corrected;

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aReplayedEntityBecomesTheSameRecordAsInItsPage() {
        var letters = kept();
        corrected = true;

        var batches = renormalizer().batches(letters);
        var batch = batches.get(batches.size() - 1);

        assertThat(batch.runStarted()).isEqualTo("2026-11-22T23:59:59Z");
        assertThat(batch.entity()).isEqualTo(Entity.TRACKS);
        assertThat(new String(batch.lines().get(0), UTF_8))
                .contains(
                        "\"track_id\":\"spotify_t2\"",
                        "\"artist_id\":\"spotify_a1\"",
                        "\"rank\":2",
                        "\"market\":\"US\"")
                .contains("\"run_id\":\"run-1\"");
        assertThat(new LakeObjects("raw", "raw", true, object -> false).records(batch))
                .singleElement()
                .satisfies(object -> assertThat(object.key())
                        .isEqualTo("normalized/tracks/year=2026/month=11/day=22/run-1_%s-letter-1.ndjson.gz"
                                .formatted(SLICE.name())));
    }

    @Test
    void anEntityThatIsStillInvalidIsRejectedAgain() {
        var letters = kept();

        assertThatThrownBy(() -> renormalizer().batches(letters))
                .isInstanceOf(RejectedException.class)
                .hasMessage("not yet");
    }

    private List<StoredDeadLetter> kept() {
        var reader = reader();
        var reading = reader.open(SLICE);
        reader.read(SpotifyResponseReader.parserFor(Entity.TRACKS).read(PAGE), reading, "run-1");
        var batch = new Batch(
                "run-1",
                Instant.parse("2026-11-22T23:59:59Z"),
                "spotify",
                Entity.TRACKS,
                SLICE.name(),
                reading.normalized(),
                reading.rejects(),
                Map.of());
        var noSinks = new Sinks(List.of(), Map.of(), null);
        new DeadLetterQueue(Hooks.none(state.deadLetters()).letters(), noSinks, Clock.systemUTC()).keepRejects(batch);
        return state.deadLetters().after(0, 10);
    }

    private Renormalizer renormalizer() {
        return new Renormalizer(
                (source, entity) -> reader(), Hooks.none(state.deadLetters()).records());
    }

    private SliceReader reader() {
        return new SliceReader(new OnePage(), new Unmended(), new RecordEncoder(), Clock.systemUTC());
    }

    /** Rejects the second track until it is corrected. */
    private final class Unmended implements PageNormalizer {

        private final TrackNormalizer tracks = new TrackNormalizer();

        @Override
        public EntityNormalizer forPage(PageResult page, PageRequest request) {
            return corrected(tracks.forPage(page, request));
        }

        @Override
        public EntityNormalizer forEntity(PageResult page, PageRequest request, int number) {
            assertThat(page.entities()).extracting(RawEntity::json).hasSize(1);
            return corrected(tracks.forEntity(page, request, number));
        }

        private EntityNormalizer corrected(EntityNormalizer normalize) {
            return entity -> {
                var track = normalize.normalize(entity);
                if (!corrected && track.id().equals("spotify_t2")) {
                    throw new RejectedException("not yet");
                }
                return track;
            };
        }
    }

    private static final class OnePage implements Pager {

        @Override
        public PageRequest first(Slice slice) {
            return new PageRequest("/artists/a1/top-tracks", Map.of("market", "US"), 0);
        }

        @Override
        public Optional<PageRequest> next(Slice slice, PageRequest request, PageResult answer) {
            return Optional.empty();
        }

        @Override
        public boolean exact() {
            return false;
        }
    }
}
