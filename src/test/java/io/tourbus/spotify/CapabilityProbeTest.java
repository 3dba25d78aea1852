package io.tourbus.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.spotify.CapabilityProbe.SpotifyEndpoint;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapabilityProbeTest {

    private static final PageRequest TOP_TRACKS = new PageRequest("/artists/a/top-tracks", Map.of("market", "US"), 0);
    private static final PageRequest RELATED = new PageRequest("/artists/a/related-artists", Map.of(), 0);
    private static final PageRequest SEVERAL = new PageRequest("/artists", Map.of("ids", "a,b"), 0);

    private final TestClock clock = new TestClock();
    private final State state = TestState.open();
    private final CapabilityProbe capabilities = create("auto");
    private final List<String> notes = capabilities.begin();

    private CapabilityProbe create(String setting) {
        var settings = Settled.with("tourbus.spotify.page-size", setting, "tourbus.spotify.ids-per-call", setting);
        return new CapabilityProbe(SpotifySettings.read(settings, Path.of("")), state.keyValues(), clock);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void aSearchThatIsRefusedForItsLimitIsRepeatedAndNotedOnce() {
        assertThat(refuse(400, search(50))).containsSame(PageResult.RETRY_DIFFERENTLY);
        assertThat(refuse(400, search(50))).containsSame(PageResult.RETRY_DIFFERENTLY);

        assertThat(capabilities.pageSize()).isEqualTo(10);
        capabilities.succeeded(search(10));
        capabilities.succeeded(search(10));
        assertThat(notes).containsExactly("searches have pages of 10 for this app (400 Said)");
    }

    @Test
    void aSearchThatIsRefusedWithAnySizeWasNotRefusedForItsLimit() {
        refuse(400, search("bad", 50));

        assertThat(refuse(400, search("bad", 10))).isEmpty();

        assertThat(capabilities.pageSize()).isEqualTo(50);
        beginAnew();
        assertThat(capabilities.pageSize()).isEqualTo(50);
        assertThat(notes).isEmpty();
    }

    @Test
    void anotherSearchDoesNotShowWhyASearchWasRefused() {
        refuse(400, search("bad", 50));
        capabilities.succeeded(search("good", 10));
        refuse(400, search("good", 10));

        assertThat(capabilities.pageSize()).isEqualTo(10);
        beginAnew();
        assertThat(capabilities.pageSize()).isEqualTo(50);
        assertThat(notes).isEmpty();
    }

    @Test
    void aSearchThatIsRefusedForAnotherReasonFails() {
        assertThat(refuse(400, search(10))).isEmpty();
    }

    @Test
    void aConfiguredSizeDoesNotChange() {
        var set = create("40");
        set.begin();

        assertThat(set.replacement(refusal(400), search(40))).isEmpty();
        assertThat(set.replacement(refusal(404), SEVERAL)).isEmpty();
        assertThat(set.pageSize()).isEqualTo(40);
    }

    @Test
    void theLargeSizeIsTriedAgainAfterADay() {
        refuse(400, search(50));
        capabilities.succeeded(search(10));
        beginAnew();
        assertThat(capabilities.pageSize()).isEqualTo(10);

        clock.advance(Duration.ofHours(24).plusSeconds(1));
        beginAnew();
        assertThat(capabilities.pageSize()).isEqualTo(50);
    }

    @Test
    void batchesAreReplacedBySingleRequests() {
        assertThat(refuse(403, SEVERAL)).isEmpty();
        assertThat(refuse(403, SEVERAL)).containsSame(PageResult.RETRY_DIFFERENTLY);

        assertThat(capabilities.idsPerCall()).isEqualTo(1);
        assertThat(notes).isEmpty();
        capabilities.succeeded(new PageRequest("/artists/a", Map.of(), 0));
        assertThat(notes).singleElement().asString().contains("closed to this app (403 Said)");
    }

    @Test
    void theSecondForbiddenClosesAnEndpointUntilTheNextRun() {
        assertThat(refuse(403, TOP_TRACKS)).isEmpty();
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isTrue();
        assertThat(refuse(403, TOP_TRACKS)).containsSame(PageResult.RETRY_DIFFERENTLY);
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isFalse();
        assertThat(capabilities.open(SpotifyEndpoint.RELATED_ARTISTS)).isTrue();

        assertThat(beginAnew()).isEmpty();
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isTrue();
    }

    @Test
    void runsThatOverlapShareResults() {
        refuse(400, search(50));
        capabilities.succeeded(search(10));
        refuse(403, TOP_TRACKS);
        refuse(403, TOP_TRACKS);
        clock.advance(Duration.ofHours(25));

        var secondNotes = capabilities.begin();
        capabilities.end();

        assertThat(capabilities.pageSize()).isEqualTo(10);
        assertThat(capabilities.open(SpotifyEndpoint.TOP_TRACKS)).isFalse();
        assertThat(secondNotes).hasSize(2).isEqualTo(notes);
    }

    @Test
    void threeConsecutiveNotFoundCloseAnEndpoint() {
        assertThat(refuse(404, RELATED)).containsSame(PageResult.NONE);
        assertThat(refuse(404, RELATED)).containsSame(PageResult.NONE);
        assertThat(refuse(404, RELATED)).containsSame(PageResult.RETRY_DIFFERENTLY);

        assertThat(notes).containsExactly("related artists are closed to this app (404 Said)");
    }

    @Test
    void anEndpointThatSucceededIsNotClosed() {
        capabilities.succeeded(RELATED);
        for (int i = 0; i < 10; i++) {
            assertThat(refuse(404, RELATED)).containsSame(PageResult.NONE);
            assertThat(refuse(403, RELATED)).isEmpty();
        }

        assertThat(capabilities.open(SpotifyEndpoint.RELATED_ARTISTS)).isTrue();
        assertThat(notes).isEmpty();
    }

    @Test
    void concurrentRefusalsAddOneNote() throws Exception {
        var callers = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 200; i++) {
            callers.submit(() -> refuse(403, TOP_TRACKS));
            callers.submit(() -> refuse(400, search(50)));
        }
        callers.shutdown();

        assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        capabilities.succeeded(search(10));
        assertThat(notes).hasSize(2);
    }

    private List<String> beginAnew() {
        capabilities.end();
        return capabilities.begin();
    }

    private Optional<PageResult> refuse(int status, PageRequest request) {
        return capabilities.replacement(refusal(status), request);
    }

    private static Refusal refusal(int status) {
        return new Refusal("Spotify", status, "", "Said", "/x");
    }

    private static PageRequest search(int limit) {
        return search("x", limit);
    }

    private static PageRequest search(String text, int limit) {
        return new PageRequest("/search", Map.of("q", text, "limit", String.valueOf(limit)), 0);
    }
}
