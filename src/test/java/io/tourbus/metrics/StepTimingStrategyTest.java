package io.tourbus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.metrics.StepTimers.StepTimingStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

class StepTimingStrategyTest extends CamelTestSupport {

    private final List<String> failures = new ArrayList<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var context = super.createCamelContext();
        context.getCamelContextExtension()
                .addInterceptStrategy(new StepTimingStrategy(Map.of(
                        "calling", (exchange, nanos) -> failures.add(String.valueOf(exchange.getException())),
                        "breaking",
                                (exchange, nanos) -> {
                                    throw new IllegalStateException("listener failed");
                                })));
        return context;
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(0)
                        .logExhausted(false));
                from("direct:start").to("direct:call").id("calling");
                from("direct:call")
                        .errorHandler(noErrorHandler())
                        .filter(simple("${body} == 'bad'"))
                        .throwException(IllegalArgumentException.class, "bad");
                from("direct:unmeasured").setBody(constant("done")).id("breaking");
            }
        };
    }

    @Test
    void timesEachAttemptWithItsFailure() {
        template.send("direct:start", exchange -> exchange.getMessage().setBody("good"));
        template.send("direct:start", exchange -> exchange.getMessage().setBody("bad"));

        assertThat(failures)
                .containsExactly(
                        "null", "java.lang.IllegalArgumentException: bad", "java.lang.IllegalArgumentException: bad");
    }

    @Test
    void aFailingListenerDoesNotAffectTheStep() {
        assertThat(template.requestBody("direct:unmeasured", "")).isEqualTo("done");
    }
}
