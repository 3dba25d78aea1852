package io.tourbus.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Requests that Tourbus cannot process now. */
class RequestFailureTest {

    private final DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void aSuspendedRouteIsNamedWithHowToStartIt() {
        var failure = RequestFailure.of(new CamelExecutionException(
                "failed",
                exchange,
                new DirectConsumerNotAvailableException(
                        "No consumers available on endpoint: direct://put-lake", exchange)));

        assertThat(failure)
                .isEqualTo(new RequestFailure(
                        503,
                        "This request needs a route that does not run: route put-lake is stopped or suspended; start it on the"
                                + " page or with POST /api/routes/put-lake/resume."));
    }

    @Test
    void aStoppingProcessAsksForPatience() {
        assertThat(RequestFailure.of(new RejectedExecutionException("executor io.tourbus")))
                .isEqualTo(new RequestFailure(503, "Tourbus is stopping. Try again later."));
    }
}
