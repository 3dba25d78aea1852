package io.tourbus.spotify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.Answer;
import io.tourbus.source.SliceReader;
import io.tourbus.source.SourceKit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;

/** Makes the beans that {@code routes/spotify.camel.yaml} names. */
public final class SpotifyBeans {

    private final SpotifySettings settings;
    private final ProducerTemplate camel;
    private final SourceKit kit;

    public SpotifyBeans(SpotifySettings settings, ProducerTemplate camel, SourceKit kit) {
        this.settings = settings;
        this.camel = camel;
        this.kit = kit;
    }

    public SpotifyPlan plan() {
        return new SpotifyPlan(settings);
    }

    public void bind(Registry registry) {
        var answer = new Answer(new ObjectMapper());
        var clock = kit.clock();
        var patience = kit.patience();
        var token = new SpotifyToken(this::fetchToken, clock);
        registry.bind("spotifyGate", kit.gate());
        registry.bind("spotifyQuota", kit.quota());
        registry.bind("spotifyToken", token);
        registry.bind("spotifyBearer", SpotifyClient.bearer(token));
        registry.bind("spotifyBasic", SpotifyClient.basic(settings.credentials()));
        registry.bind("tokenAnswers", new TokenAnswers(patience, answer));
        registry.bind(
                "spotifyAnswers", new SpotifyAnswers(SpotifyPages.artists(), token, patience, kit.pace(), answer));

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
