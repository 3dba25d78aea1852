package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.app.settings.StartException;
import io.tourbus.settings.SettingsOverrides;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message when an option of Camel prevents the start. */
class StartTest {

    @ParameterizedTest
    @CsvSource({
        "camel.component.http.nope,Unknown Camel option: camel.component.http.nope. Correct or remove it.",
        "camel.main.nmae,Unknown Camel option: camel.main.nmae. Correct or remove it.",
        "camel.main.shutdown-timeout,The value of the Camel option camel.main.shutdownTimeout is not valid. Correct it."
    })
    void anInvalidCamelOptionIsReportedWithoutItsValue(String key, String message) {
        var overrides = SettingsOverrides.of(Map.of(), Map.of("API_TICKETMASTER_API_KEY", "k"), Map.of(key, "hush"));

        try (var context = TourbusContext.withoutSinks(Modules.STANDARD, overrides, false, Clock.systemUTC())) {
            assertThatThrownBy(context::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage(message);
        }
    }
}
