package io.tourbus.spotify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.model.Sha256;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.spotify.SpotifySlices.AnswersOfArtists;
import io.tourbus.state.ArtistRepository;
import io.tourbus.state.ArtistRepository.Answer;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Remembers when top tracks and related artists were read, and finds the artists whose answers are due. Time is divided into periods
 * of the configured number of days, which begin at another time for each artist. An answer is due once a new period has begun, so
 * that renewals are spread evenly, and no answer gets older than the period.
 *
 * @param days the period; 0 if all answers are always due
 */
record FreshAnswers(ArtistRepository artists, int days, Clock clock) {

    /**
     * The requests of a query that are due.
     *
     * @param fresh how many requests are not
     */
    record Due(AnswersOfArtists answers, List<Slice> slices, int fresh) {}

    /**
     * @param full whether all requests are due
     * @param destinations the bits of those that need the records; 0 if they are not known, and not considered
     */
    Due due(AnswersOfArtists answers, Collection<String> followed, boolean full, long destinations) {
        var fresh = full || days == 0 ? Set.<String>of() : fresh(answers.request(), destinations);
        var due = followed.stream().filter(Predicate.not(fresh::contains)).toList();
        var skipped = followed.size() - due.size();
        return new Due(answers, answers.slices(due, skipped == 0), skipped);
    }

    private Set<String> fresh(String request, long destinations) {
        var now = clock.instant();
        return artists.answers(request).stream()
                .filter(answer -> (answer.destinations() & destinations) == destinations)
                .filter(answer -> inOnePeriod(answer.artistId(), answer.readAt(), now))
                .map(Answer::artistId)
                .collect(Collectors.toSet());
    }

    private boolean inOnePeriod(String artistId, Instant readAt, Instant now) {
        var period = Duration.ofDays(days).toSeconds();
        var shift = Math.floorMod(
                ByteBuffer.wrap(Sha256.hash(artistId.getBytes(UTF_8))).getLong(), period);
        return Math.floorDiv(readAt.getEpochSecond() + shift, period)
                == Math.floorDiv(now.getEpochSecond() + shift, period);
    }

    /** Remembers the answers of a slice whose records have been delivered, except those with rejected entities. */
    void remember(SliceReading reading, long destinations) {
        if (days == 0 || reading.cutShort()) {
            return;
        }
        var ids = reading.slice().ids();
        var rejected = reading.rejects().stream()
                .flatMap(reject -> Optional.ofNullable(reject.place().get("path")).stream())
                .toList();
        // A page has the answer for one artist. The last ones are missing if the app may not use the endpoint.
        var answered = ids.subList(0, Math.min(reading.pages(), ids.size())).stream()
                .filter(id -> rejected.stream().noneMatch(path -> path.contains("/" + id + "/")))
                .toList();
        artists.answered(AnswersOfArtists.request(reading.slice()), answered, destinations, clock.instant());
    }

    /** Forgets answers that are due in any case, such as those of artists that are no longer followed. */
    void forgetOld() {
        if (days > 0) {
            artists.forgetAnswers(clock.instant().minus(Duration.ofDays(days)));
        }
    }
}
