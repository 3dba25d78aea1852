package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checksum for comparing outputs. */
class ContentChecksumTest {

    private static final String RECORD =
            "{\"concert_id\":\"%s\",\"source\":\"ticketmaster\",\"ingestion_timestamp\":\"%s\",\"run_id\":\"%s\",\"schema_version\":\"1.1\"}";

    @Test
    void theOrderDoesNotMatter() {
        assertThat(sum("one", "two", "three")).isEqualTo(sum("three", "one", "two"));
    }

    @Test
    void missingChangedAndRepeatedLinesAreDetected() {
        var whole = sum("one", "two");

        assertThat(List.of(sum("one"), sum("one", "twO"), sum("one", "two", "two"), sum("one", "one")))
                .extracting(ContentChecksum.Sum::checksum)
                .doesNotContain(whole.checksum());
    }

    @Test
    void theOriginOfARecordIsIgnored() {
        var one = sum(RECORD.formatted("x", "2026-01-01T00:00:00.1Z", "run-1"));
        var other = sum(RECORD.formatted("x", "2027-12-31T00:00:00Z", "another-run"));

        assertThat(one.checksum()).isEqualTo(other.checksum());
        assertThat(one.checksum())
                .isNotEqualTo(sum(RECORD.formatted("y", "2026-01-01T00:00:00.1Z", "run-1"))
                        .checksum());
    }

    @Test
    void aTruncatedLineIsRejected() {
        assertThatThrownBy(() -> new ContentChecksum().addLines("one\ntw".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("The last line does not end with a line feed.");
    }

    private static ContentChecksum.Sum sum(String... lines) {
        var content = new ContentChecksum();
        content.addLines((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        return content.sum();
    }
}
