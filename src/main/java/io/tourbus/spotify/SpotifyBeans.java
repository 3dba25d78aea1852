package io.tourbus.spotify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.Answer;
import io.tourbus.source.Gate;
import io.tourbus.source.Patience;
import io.tourbus.source.RetryAfter;
import io.tourbus.source.SliceReader;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;

/** Makes the beans that {@code routes/spotify.camel.yaml} names. */
public final class SpotifyBeans {

    private final SpotifySettings settings;
    private final ProducerTemplate camel;
    private final Duration longestWait;
    private final Clock clock;

    public SpotifyBeans(SpotifySettings settings, ProducerTemplate camel, Duration longestWait, Clock clock) {
        this.settings = settings;
        this.camel = camel;
        this.longestWait = longestWait;
        this.clock = clock;
    }

    public void bind(Registry registry) {
        var answer = new Answer(new ObjectMapper());
        var gate = new Gate(clock);
        var patience = new Patience(gate, new RetryAfter(clock), longestWait);
        var token = new SpotifyToken(this::fetchToken, clock);
        registry.bind("spotifyGate", gate);
        registry.bind("spotifyToken", token);
        registry.bind("spotifyBearer", SpotifyClient.bearer(token));
        registry.bind("spotifyBasic", SpotifyClient.basic(settings.credentials()));
        registry.bind("tokenAnswers", new TokenAnswers(patience, answer));
        registry.bind("spotifyAnswers", new SpotifyAnswers(SpotifyPages.artists(), token, patience, answer));

        var encoder = new RecordEncoder();
        var normalizer = new ArtistNormalizer();
        registry.bind(
                "spotifySearch",
                new SliceReader(new SearchPager(settings.pageSize()), normalizer::normalize, encoder, clock));
        registry.bind(
                "spotifyArtists",
                new SliceReader(new ArtistIdPager(settings.idsPerCall()), normalizer::normalize, encoder, clock));
    }

    private SpotifyToken.Grant fetchToken() {
        try {
            return camel.requestBody("direct:fetch-spotify-token", null, SpotifyToken.Grant.class);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
