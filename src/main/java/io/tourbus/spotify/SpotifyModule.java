package io.tourbus.spotify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.SourceKit;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.PageNormalizer;
import io.tourbus.source.slice.Pager;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.spotify.CapabilityProbe.RunNotes;
import io.tourbus.spotify.SpotifySlices.UnlinkedPerformer;
import io.tourbus.state.PerformerMatches.PerformerMatch;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;

/** Makes the beans that {@code routes/spotify.camel.yaml} names. */
public final class SpotifyModule {

    private final SpotifySettings settings;
    private final ProducerTemplate camel;
    private final SourceKit kit;
    private final RunNotes remarks = new RunNotes();
    private final CapabilityProbe access;
    private final ArtistPages artists;
    private final Map<Entity, SliceReader> readers;

    public SpotifyModule(SpotifySettings settings, ProducerTemplate camel, SourceKit kit) {
        this.settings = settings;
        this.camel = camel;
        this.kit = kit;
        this.access = new CapabilityProbe(settings, remarks, kit.state().facts(), kit.clock());
        this.artists = new ArtistPages(kit.state().artists());
        this.readers = Map.of(
                Entity.ARTISTS, reader(IdPager.artists(access::idsPerCall), artists),
                Entity.TRACKS,
                        reader(
                                IdPager.following("top-tracks", () -> access.open(SpotifyEndpoint.TOP_TRACKS)),
                                new TrackNormalizer()));
    }

    /** @param wanted may be others than those that the rest was made with, as far as what to ask for goes */
    public SpotifyPlan plan(SpotifySettings wanted) {
        return new SpotifyPlan(wanted, access, kit.encounters(), kit.state(), kit.clock());
    }

    public void bind(Registry registry) {
        var clock = kit.clock();
        var patience = kit.patience();
        var token = new SpotifyToken(this::fetchToken, clock);
        var answer = new ResponseReader(new ObjectMapper(), redaction(token));
        registry.bind("spotifyPauseGate", kit.gate());
        registry.bind("spotifyQuota", kit.quota());
        registry.bind("spotifyToken", token);
        registry.bind("spotifyBearer", SpotifyClient.bearer(token));
        registry.bind("spotifyBasic", SpotifyClient.basic(settings.credentials()));
        registry.bind("spotifyTokenReader", new TokenResponseReader(patience, answer));
        registry.bind("spotifyResponseReader", new SpotifyResponseReader(access, token, patience, kit.pace(), answer));
    }

    private Redaction redaction(SpotifyToken token) {
        var credentials = settings.credentials();
        return new Redaction(() ->
                Stream.concat(Stream.of(credentials.basic(), credentials.clientSecret()), token.latest().stream()));
    }

    /** The readers of this source's slices, by {@code via}. */
    public Map<String, SliceReader> sliceReaders() {
        var named = new ArtistsByName(UnaryOperator.identity(), artists, this::named);
        var performers = new ArtistsByName(text -> UnlinkedPerformer.parse(text).name(), artists, this::matched);
        return Map.of(
                SpotifySlices.SEARCH,
                reader(new SearchPager(access::pageSize), artists),
                SpotifySlices.BY_ID,
                readers.get(Entity.ARTISTS),
                SpotifySlices.BY_NAME,
                reader(IdPager.names(UnaryOperator.identity()), named),
                SpotifySlices.PERFORMERS,
                reader(IdPager.names(text -> UnlinkedPerformer.parse(text).name()), performers),
                SpotifySlices.RELATED,
                reader(
                        IdPager.following("related-artists", () -> access.open(SpotifyEndpoint.RELATED_ARTISTS)),
                        artists),
                SpotifySlices.TOP_TRACKS,
                readers.get(Entity.TRACKS));
    }

    /** Who makes records of the entities of this source. */
    public Map<Entity, SliceReader> readers() {
        return readers;
    }

    private SliceReader reader(Pager pager, PageNormalizer normalizer) {
        return new SliceReader(pager, normalizer, new RecordEncoder(), kit.clock());
    }

    private void named(String name, Optional<String> spotifyId) {
        if (spotifyId.isEmpty()) {
            remarks.add("no artist is named '%s' (tourbus.spotify.artist-names)".formatted(name));
        }
    }

    private void matched(String performer, Optional<String> spotifyId) {
        var match = new PerformerMatch(UnlinkedPerformer.parse(performer).attractionId(), spotifyId, "name");
        kit.state().matches().put(match, kit.clock().instant());
    }

    private SpotifyToken.Grant fetchToken() {
        try {
            return camel.requestBody("direct:fetch-spotify-token", null, SpotifyToken.Grant.class);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new SourceException.Unavailable("Spotify's token endpoint does not answer: " + e.getCause());
        }
    }
}
