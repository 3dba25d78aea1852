package io.tourbus.described;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PointerParserTest {

    private static OptionalLong total(String json) {
        var parser =
                new PointerParser("a page", JsonPointer.compile("/items"), JsonPointer.compile("/meta/total"), null);
        return parser.read(
                        "{\"meta\": {\"total\": %s}, \"items\": [{}]}"
                                .formatted(json)
                                .getBytes(UTF_8),
                        new ObjectMapper().reader())
                .total();
    }

    @Test
    void theTotalIsANumberOrText() {
        assertThat(total("7")).hasValue(7);
        assertThat(total("\"7\"")).hasValue(7);
        assertThat(total("\"many\"")).isEmpty();
        assertThat(total("null")).isEmpty();
        assertThat(total("-1")).isEmpty();
    }
}
