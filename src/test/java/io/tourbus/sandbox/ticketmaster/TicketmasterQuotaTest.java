package io.tourbus.sandbox.ticketmaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.server.ApiResponse;
import io.tourbus.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rate limit and quota of the simulated Ticketmaster. */
class TicketmasterQuotaTest {

    private final TestClock clock = new TestClock();
    private TicketmasterServer ticketmaster;

    @BeforeEach
    void start() throws IOException {
        var catalogue = new Catalogue(new Catalogue.Size(5, 10, 10, 10, LocalDate.of(2026, 11, 23)));
        ticketmaster = new TicketmasterServer(catalogue, new TicketmasterServer.Options("k", 5, 50), 0, clock);
    }

    @AfterEach
    void stop() {
        ticketmaster.close();
    }

    @Test
    void fiveRequestsASecondAreAllowedAndFiftyADay() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(again().status()).isEqualTo(200);
        }
        assertThat(again().text("/fault/detail/errorcode")).endsWith("SpikeArrestViolation");
        assertThat(ticketmaster.violations()).containsExactly("more than 5 requests a second");

        clock.advance(Duration.ofSeconds(1));
        ticketmaster.quota().usedByOthers(44);
        assertThat(again().header("Rate-Limit-Available")).isEqualTo("0");
        var spent = again();
        assertThat(spent.text("/fault/detail/errorcode")).endsWith("QuotaViolation");
        assertThat(spent.text("/fault/faultstring")).endsWith("Identifier : k");
        assertThat(spent.header("Rate-Limit-Reset")).isNull();

        clock.advance(Duration.ofHours(1));
        again();
        assertThat(ticketmaster.violations()).contains("a request after the quota of the day was used up");

        clock.advance(Duration.ofHours(23));
        assertThat(again().header("Rate-Limit-Available")).isEqualTo("49");
    }

    @Test
    void refusedRequestsCountAndTheQuotaCanBeReduced() throws Exception {
        get("/events?size=500");
        var first = clock.instant();
        clock.advance(Duration.ofHours(2));
        var second = again();

        assertThat(second.header("Rate-Limit-Available")).isEqualTo("48");
        assertThat(second.header("Rate-Limit-Reset"))
                .isEqualTo(String.valueOf(first.plus(Duration.ofHours(24)).toEpochMilli()));
        assertThat(ticketmaster.quota().used()).isEqualTo(2);

        ticketmaster.quota().allow(2);
        assertThat(again().status()).isEqualTo(429);
    }

    @Test
    void arrivalsShowTheRequestRate() throws Exception {
        for (int i = 0; i < 9; i++) {
            again();
            clock.advance(Duration.ofMillis(250));
        }

        assertThat(ticketmaster.arrivals().requests()).isEqualTo(9);
        assertThat(ticketmaster.arrivals().perSecond()).isEqualTo(4.0);
        assertThat(ticketmaster.arrivals().busiestSecond()).isEqualTo(4);
        assertThat(ticketmaster.seen()).allMatch(request -> request.status() == 200);
        assertThat(ticketmaster.violations()).isEmpty();
    }

    private ApiResponse again() throws Exception {
        return get("/events?size=1");
    }

    private ApiResponse get(String path) throws IOException, InterruptedException {
        return ApiResponse.to(HttpRequest.newBuilder(URI.create(ticketmaster.baseUrl() + path + "&apikey=k")));
    }
}
