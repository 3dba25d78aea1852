package io.tourbus.source.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void replacesASecretInPlainAndEncodedForm() {
        var redaction = new Redaction(List.of("k3y+/value"));

        assertThat(redaction.apply("Identifier : k3y+/value (k3y%2B%2Fvalue)")).isEqualTo("Identifier : *** (***)");
    }

    @Test
    void ignoresBlankSecrets() {
        assertThat(new Redaction(List.of("", " ")).apply("all of it")).isEqualTo("all of it");
    }
}
