package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.settings.SettingsOverrides;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when settings of Camel do not allow a start. */
class StartTest {

    @ParameterizedTest
    @CsvSource({
        "camel.component.http.nope,camel.component.http.nope is no option of Camel",
        "camel.main.nmae,camel.main.nmae is no option of Camel",
        "camel.main.shutdown-timeout,camel.main.shutdownTimeout does not take its value"
    })
    void anOptionThatCamelDoesNotTakeIsToldInALineWithoutItsValue(String key, String line) {
        var overlay = SettingsOverrides.of(Map.of(), Map.of("API_TICKETMASTER_API_KEY", "k"), Map.of(key, "hush"));

        try (var bus = TourbusContext.withoutSinks(Modules.STANDARD, overlay, false, Clock.systemUTC())) {
            assertThatThrownBy(bus::start).isInstanceOf(StartException.class).hasMessage(line);
        }
    }
}
