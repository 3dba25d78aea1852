package io.tourbus.source.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tourbus.source.error.MalformedResponseException;
import io.tourbus.source.error.Redaction;
import io.tourbus.source.error.SourceException;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static final String SECRET = "s3cr3t-of-20-letters";

    private final ResponseReader responses =
            new ResponseReader(new Redaction(List.of(SECRET)), StreamReadConstraints.defaults());
    private final PageParser things = new PageParser("a page of things", "thing", Set.of("things"), "total", "next");

    @ParameterizedTest
    @ValueSource(ints = {0, 60, 62, 79, 80, 141, 159, 160, 300, 310})
    void aTruncatedTextContainsNoPartOfASecret(int before) {
        var text = "x".repeat(before) + SECRET + "y".repeat(300);

        assertThat(responses.brief(text)).doesNotContain("s3");
        assertThatThrownBy(() -> responses.page(things, new ByteArrayInputStream(text.getBytes(UTF_8))))
                .isInstanceOf(MalformedResponseException.class)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 230, 310, 319})
    void redactsBeforeWhiteSpaceIsReduced(int blanks) {
        var text = "x" + " ".repeat(blanks) + SECRET;

        assertThatThrownBy(() -> responses.page(things, new ByteArrayInputStream(text.getBytes(UTF_8))))
                .hasMessage("the response is not a page of things: x%s***", blanks == 0 ? "" : " ");
    }

    @Test
    void aPageContainsNoSecret() {
        var page = "{\"things\":[{\"id\":\"1\",\"link\":\"https://api/?apikey=%s\"}],\"total\":1}".formatted(SECRET);

        var entity = responses
                .page(things, new ByteArrayInputStream(page.getBytes(UTF_8)))
                .entities()
                .get(0);

        assertThat(entity.json()).asString(UTF_8).contains("apikey=***").doesNotContain(SECRET);
        assertThat(entity.tree().path("link").asText()).isEqualTo("https://api/?apikey=***");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "tourbus.http.max-json-depth; [[[[[[1]]]]]]",
                "tourbus.http.max-json-string; \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
                "tourbus.http.max-json-values; [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]"
            },
            delimiter = ';')
    void jsonBeyondALimitIsNotAccepted(String setting, String value) {
        var limits = StreamReadConstraints.builder()
                .maxNestingDepth(6)
                .maxStringLength(20)
                .maxTokenCount(20)
                .build();
        var limited = new ResponseReader(new Redaction(List.of()), limits);
        var page = "{\"things\":[{\"id\":\"1\",\"x\":%s}],\"total\":1}".formatted(value);

        assertThatThrownBy(() -> limited.page(things, new ByteArrayInputStream(page.getBytes(UTF_8))))
                .isInstanceOf(SourceException.Refused.class)
                .hasMessageContaining(setting);
    }
}
