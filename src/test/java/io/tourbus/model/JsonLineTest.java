package io.tourbus.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":\"Mot\u00f6rhead \u20ac \u00a0 \\\\n \\u00e9\"}", "\"\\\\ud83c\""})
    void keepsWhatIsALineAlready(String json) {
        var bytes = json.getBytes(UTF_8);

        assertThat(JsonLine.format(bytes)).isSameAs(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0085", "2028", "2029"})
    void escapesSeparatorsWithoutChangingTheValue(String separator) throws IOException {
        var json = "\"a%sb\"".formatted((char) Integer.parseInt(separator, 16));

        var line = JsonLine.format(json.getBytes(UTF_8));

        assertThat(new String(line, UTF_8)).isEqualTo("\"a\\u%sb\"".formatted(separator));
        assertThat(new ObjectMapper().readTree(line)).isEqualTo(new ObjectMapper().readTree(json));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\\ud83c, \\ufffd",
                "\\uD83C x, \\ufffd x",
                "\\udfb8, \\ufffd",
                "\\ud83c\\udfb8, \\ud83c\\udfb8",
                "\\ud83c\\ud83c\\udfb8, \\ufffd\\ud83c\\udfb8",
                "\\udfb8\\ud83c, \\ufffd\\ufffd",
                "\\\\ud83c \\ud83c, \\\\ud83c \\ufffd"
            })
    void replacesHalvesOfSurrogatePairs(String escaped, String expected) {
        var line = JsonLine.format("\"%s\"".formatted(escaped).getBytes(UTF_8));

        assertThat(new String(line, UTF_8)).isEqualTo("\"%s\"".formatted(expected));
    }

    @Test
    void removesLineBreaksAndCopiesOnlyTheRange() {
        var page = "[{\n \"a\": 1,\r\n \"b\": \"\u2028\" }, {}]".getBytes(UTF_8);

        var line = JsonLine.format(page, 1, page.length - 5);

        assertThat(new String(line, UTF_8)).isEqualTo("{ \"a\": 1, \"b\": \"\\u2028\" }");
        assertThat(new String(JsonLine.format(page, page.length - 3, page.length - 1), UTF_8))
                .isEqualTo("{}");
    }
}
