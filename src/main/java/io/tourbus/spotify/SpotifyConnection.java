package io.tourbus.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.aws.NetworkFailure;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.AccessToken;
import io.tourbus.source.Source;
import io.tourbus.source.SourceContext;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.source.slice.SliceReader.PageNormalizer;
import io.tourbus.source.slice.SliceReader.Pager;
import io.tourbus.spotify.CapabilityProbe.SpotifyEndpoint;
import io.tourbus.spotify.SpotifySlices.UnlinkedPerformer;
import io.tourbus.state.PerformerMatches.PerformerMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequestInterceptor;

/** Creates the beans for the routes in {@code routes/spotify.camel.yaml}. */
final class SpotifyConnection implements Source.Connection {

    private final SourceContext context;
    private final CapabilityProbe capabilities;
    private final Map<String, SliceReader> readers;
    private final SlicePlan plan;

    SpotifyConnection(SourceContext context, SpotifySettings settings, Supplier<SpotifySettings> latest) {
        this.context = context;
        this.capabilities = new CapabilityProbe(settings, context.state().keyValues(), context.clock());
        this.readers = createReaders(new ArtistNormalizer(context.state().artists()));
        this.plan = SlicePlan.latest(() ->
                new SpotifyPlan(latest.get(), capabilities, context.performers(), context.state(), context.clock()));
        bindCalls(settings.credentials());
    }

    private Map<String, SliceReader> createReaders(ArtistNormalizer artists) {
        UnaryOperator<String> performerName =
                performer -> UnlinkedPerformer.parse(performer).name();
        var named = new ArtistsByName(UnaryOperator.identity(), artists, this::noteUnknownName);
        var performers = new ArtistsByName(performerName, artists, this::storeMatch);
        return Map.of(
                SpotifySlices.SEARCH, reader(new SearchPager(capabilities::pageSize), artists),
                SpotifySlices.BY_ID, reader(IdPager.artists(capabilities::idsPerCall), artists),
                SpotifySlices.BY_NAME, reader(IdPager.names(UnaryOperator.identity()), named),
                SpotifySlices.PERFORMERS, reader(IdPager.names(performerName), performers),
                SpotifySlices.RELATED, reader(ofArtist("related-artists", SpotifyEndpoint.RELATED_ARTISTS), artists),
                SpotifySlices.TOP_TRACKS,
                        reader(ofArtist("top-tracks", SpotifyEndpoint.TOP_TRACKS), new TrackNormalizer()));
    }

    private Pager ofArtist(String resource, SpotifyEndpoint endpoint) {
        return IdPager.ofArtist(resource, () -> capabilities.open(endpoint));
    }

    private SliceReader reader(Pager pager, PageNormalizer normalizer) {
        return new SliceReader(pager, normalizer, new RecordEncoder(), context.clock());
    }

    private void bindCalls(SpotifySettings.Credentials credentials) {
        var camel = context.camel().createProducerTemplate();
        var token = new AccessToken("Spotify", () -> fetchToken(camel), context.clock());
        var redaction = new Redaction(() ->
                Stream.concat(Stream.of(credentials.basic(), credentials.clientSecret()), token.recent().stream()));
        var responses = context.responses(redaction);
        context.bind("Token", token);
        context.bindClient("Bearer", authorization(() -> "Bearer " + token.value()));
        context.bindClient("Basic", authorization(() -> "Basic " + credentials.basic()));
        context.bind(
                "TokenReader",
                new SpotifyResponseReader.TokenResponseReader(
                        context.retryAfterPolicy(), responses, credentials.places()));
        context.bind(
                "ResponseReader",
                new SpotifyResponseReader(
                        capabilities,
                        token,
                        context.retryAfterPolicy(),
                        context.rateLimiter(),
                        responses,
                        credentials.places()));
    }

    private static HttpRequestInterceptor authorization(Supplier<String> value) {
        return (request, entity, context) -> request.setHeader(HttpHeaders.AUTHORIZATION, value.get());
    }

    private static AccessToken.Grant fetchToken(ProducerTemplate camel) {
        try {
            return camel.requestBody("direct:fetch-spotify-token", null, AccessToken.Grant.class);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new SourceException.Unavailable("The Spotify token endpoint did not respond: "
                            + NetworkFailure.describe(e).orElseGet(() -> String.valueOf(e.getCause())));
        }
    }

    private void noteUnknownName(String name, Optional<String> spotifyId) {
        if (spotifyId.isEmpty()) {
            capabilities.note("no artist is named '%s' (tourbus.spotify.artist-names)".formatted(name));
        }
    }

    private void storeMatch(String performer, Optional<String> spotifyId) {
        var match = new PerformerMatch(UnlinkedPerformer.parse(performer).attractionId(), spotifyId, "name");
        context.state().matches().put(match, context.clock().instant());
    }

    @Override
    public SlicePlan plan() {
        return plan;
    }

    @Override
    public Map<String, SliceReader> readers() {
        return readers;
    }

    @Override
    public Map<Entity, SliceReader> normalizers() {
        return Map.of(
                Entity.ARTISTS, readers.get(SpotifySlices.BY_ID), Entity.TRACKS, readers.get(SpotifySlices.TOP_TRACKS));
    }

    /** Artists by search text, ID or URL; tracks by ID or URL of the artist. */
    @Override
    public Slice preview(Entity entity, String query) {
        var id = SpotifySettings.artistId(query).map(List::of).orElse(List.of());
        if (entity == Entity.TRACKS) {
            if (id.isEmpty()) {
                throw new IllegalArgumentException(
                        "'%s' is not an artist. Use the ID or URL of an artist.".formatted(query));
            }
            return slice(entity, SpotifySlices.TOP_TRACKS, Map.of("market", "US"), id);
        }
        if (entity != Entity.ARTISTS) {
            throw new IllegalArgumentException("spotify has no %s. Use artists or tracks.".formatted(entity));
        }
        return id.isEmpty()
                ? slice(entity, SpotifySlices.SEARCH, Map.of("q", query, "type", "artist"), List.of())
                : slice(entity, SpotifySlices.BY_ID, Map.of(), id);
    }

    private static Slice slice(Entity entity, String reader, Map<String, String> parameters, List<String> ids) {
        return Slice.of(new Query(SpotifySource.NAME, entity, "preview"), reader, "preview", parameters, ids);
    }

    @Override
    public Slice probe() {
        return preview(Entity.ARTISTS, "a");
    }

    /** A raw track contains neither the artist whose top track it is, nor its rank, but its record does. */
    @Override
    public Map<String, String> position(Entity entity, JsonNode record) {
        if (!record.has("rank")) {
            return Map.of();
        }
        var artist = record.path("artist_id").asText().replaceFirst("^" + SpotifySource.NAME + "_", "");
        return SliceReader.position(
                "/artists/%s/top-tracks".formatted(artist),
                Map.of("market", record.path("market").asText()),
                record.path("rank").asInt());
    }
}
