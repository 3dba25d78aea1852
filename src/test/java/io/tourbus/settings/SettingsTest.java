package io.tourbus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void readsWhatFits() {
        var settings =
                settings(Map.of("t", " a ", "l", "a, b ,,a", "n", "7", "s", "1.5", "f", "true", "u", "http://h/p"));
        settings.httpAddress("u");

        assertThat(settings.text("t")).contains("a");
        assertThat(settings.list("l")).containsExactly("a", "b");
        assertThat(settings.number("n", 1, 7)).isEqualTo(7);
        assertThat(settings.seconds("s")).isEqualTo(Duration.ofMillis(1_500));
        assertThat(settings.flag("f")).isTrue();
        assertThat(settings.hasProblems()).isFalse();
    }

    @Test
    void autoIsWhatFitsTheCircumstances() {
        assertThat(settings(Map.of("f", "auto")).flag("f", true)).isTrue();
        assertThat(settings(Map.of("f", "auto")).flag("f", false)).isFalse();
        assertThat(settings(Map.of("f", "false")).flag("f", true)).isFalse();
    }

    @Test
    void whatIsBlankOrUnknownIsEmpty() {
        assertThat(settings(Map.of("t", "  ")).text("t")).isEmpty();
        assertThat(settings(Map.of()).text("t")).isEmpty();
        assertThat(settings(Map.of()).list("l")).isEmpty();
    }

    @Test
    void aBlankSettingThatHasADefaultIsAProblem() {
        var settings = settings(Map.of("t", " "));
        settings.required("t");

        assertThatThrownBy(settings::check).hasMessageContaining("t is blank");
    }

    @Test
    void aProblemNamesWhoHasSetTheValue() {
        var settings = new Settings(Map.of("n", "x", "t", " ")::get, key -> Optional.of("my.properties line 3"));
        settings.number("n", 1, 2);
        settings.required("t");

        assertThat(settings.problems())
                .containsExactly(
                        "n is 'x' (my.properties line 3): set a whole number from 1 to 2",
                        "t is blank (my.properties line 3): set it, or leave it out");
    }

    @Test
    void whatCannotBeHadIsToldOnceWhateverItIsReadAs() {
        var settings = new Settings(key -> {
            throw new IllegalArgumentException("cannot be had");
        });
        settings.number("n", 1, 2);
        settings.seconds("n");
        settings.required("n");

        assertThat(settings.problems()).containsExactly("n cannot be had");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "11", "1.5", "99999999999"})
    void aNumberThatDoesNotFitIsAProblemThatNamesKeyValueAndRange(String value) {
        var settings = settings(Map.of("tourbus.n", value));
        settings.number("tourbus.n", 1, 10);

        assertThatThrownBy(settings::check)
                .hasMessage("tourbus.n is '%s': set a whole number from 1 to 10".formatted(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "86401"})
    void aTimeThatDoesNotFitIsAProblem(String value) {
        var settings = settings(Map.of("tourbus.s", value));
        settings.seconds("tourbus.s");

        assertThatThrownBy(settings::check).hasMessageContaining("tourbus.s is '%s'".formatted(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api.example.com", "ftp://h/p", "http:// h"})
    void anAddressThatIsNoneIsAProblem(String value) {
        var settings = settings(Map.of("tourbus.u", value));
        settings.httpAddress("tourbus.u");

        assertThatThrownBy(settings::check).hasMessageContaining("tourbus.u is '%s'".formatted(value));
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        var settings = settings(Map.of());
        settings.number("a", 1, 2);
        settings.flag("b");

        assertThatThrownBy(settings::check)
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        problems -> assertThat(problems.problems()).hasSize(2));
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(values::get);
    }
}
