package io.tourbus.ticketmaster.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tourbus.model.Entity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParametersTest {

    @ParameterizedTest
    @CsvSource({
        "events, contryCode, Unknown parameter of events: 'contryCode'. Did you mean countryCode?",
        "events, countrycode, Unknown parameter of events: 'countrycode'. Did you mean countryCode?",
        "events, country, Unknown parameter of events: 'country'. Did you mean countryCode?",
        "venues, state, Unknown parameter of venues: 'state'. Did you mean stateCode?",
        "events, size, The parameter 'size' has no effect. Use --limit."
    })
    void anUnknownNameIsReportedWithASimilarOne(String entity, String name, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryParameters.requireKnown(Entity.of(entity), name))
                .withMessage(problem);
    }

    @Test
    void aParameterOfEventsIsUnknownToVenues() {
        assertThatCode(() -> QueryParameters.requireKnown(Entity.EVENTS, "attractionId"))
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryParameters.requireKnown(Entity.VENUES, "attractionId"))
                .withMessageStartingWith("Unknown parameter of venues: 'attractionId'. Use countryCode, domain, ");
    }
}
