package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What a report says about an exception. */
class ErrorMessagesTest {

    private final DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void anErrorOfAStepIsNamedAndNotTheExceptionAroundIt() {
        exchange.setException(new NoClassDefFoundError("io/tourbus/Missing"));

        assertThat(ErrorMessages.describe(exchange.getException(), "http://api.example/v1?apikey=secret"))
                .isEqualTo("http://api.example/v1: NoClassDefFoundError io/tourbus/Missing");
    }

    @Test
    void theFailureOfAParallelBranchIsNamed() {
        exchange.setException(new StackOverflowError());
        var branch = new CamelExchangeException("Parallel processing failed", exchange, exchange.getException());

        assertThat(ErrorMessages.describe(branch)).isEqualTo("StackOverflowError");
    }
}
