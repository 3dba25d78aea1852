package io.tourbus.ticketmaster.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.RequestPacer;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import io.tourbus.ticketmaster.EventNormalizer;
import io.tourbus.ticketmaster.window.EventArea;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketmasterResponseReaderTest {

    private static final String FAULT = "{\"fault\":{\"faultstring\":\"x\",\"detail\":{\"errorcode\":\"%s\"}}}";

    private final TestClock clock = new TestClock();
    private final RequestPacer pacer = TestState.pacer();
    private final AtomicLong millis = new AtomicLong(200);
    private final PageDepthLimit depth = new PageDepthLimit(200);
    private final TicketmasterResponseReader responses = responses();

    private TicketmasterResponseReader responses() {
        var quota = TestState.quota("ticketmaster", clock);
        return new TicketmasterResponseReader(
                new RetryAfterPolicy(pacer, clock, () -> Duration.ofSeconds(60), quota),
                new AdaptiveRateLimiter("ticketmaster", millis::get, millis::set),
                depth,
                new ResponseReader(new Redaction(List.of("key")), StreamReadConstraints.defaults()),
                "--set");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500})
    void aSpikeArrestPausesAndSlowsDown(int status) {
        var refusal = refusal(status, FAULT.formatted("policies.ratelimit.SpikeArrestViolation"));

        assertThat(refusal).isInstanceOf(SourceException.Unavailable.class);
        assertThat(pacer.pauseMillis()).isBetween(1L, 1_001L);
        assertThat(millis).hasValue(250);
    }

    @Test
    void aSpikeArrestWithAnUnreadableRetryAfterPausesAsOneWithout() {
        assertThat(refusal(429, "soon", FAULT.formatted("policies.ratelimit.SpikeArrestViolation")))
                .isInstanceOf(SourceException.Unavailable.class);

        assertThat(pacer.pauseMillis()).isBetween(1L, 1_001L);
    }

    @Test
    void anotherServerErrorDoesNotSlowDown() {
        assertThat(refusal(500, "{}")).isInstanceOf(SourceException.Unavailable.class);

        assertThat(pacer.pauseMillis()).isZero();
        assertThat(millis).hasValue(200);
    }

    private Throwable refusal(int status, String body) {
        return refusal(status, null, body);
    }

    private Throwable refusal(int status, String retryAfter, String body) {
        var pager = new TicketmasterPager(depth);
        var reader = new SliceReader(pager, new EventNormalizer()::normalize, new RecordEncoder(), clock);
        var reading = reader.open(new EventArea("events US", Map.of("countryCode", "US")).undated("TBA"));
        return catchThrowable(() -> responses.read(
                status, retryAfter, null, null, null, reading, new ByteArrayInputStream(body.getBytes(UTF_8))));
    }
}
