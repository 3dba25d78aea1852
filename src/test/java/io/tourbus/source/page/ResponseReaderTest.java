package io.tourbus.source.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.source.error.MalformedResponseException;
import io.tourbus.source.error.Redaction;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static final String SECRET = "s3cr3t-of-20-letters";

    private final ResponseReader responses = new ResponseReader(new Redaction(List.of(SECRET)));
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
}
