package io.tourbus.source.error;

import static java.nio.charset.StandardCharsets.UTF_8;
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

    @Test
    void replacesSecretsInData() {
        var redaction = new Redaction(List.of("k3y+/value"));
        var text = "k3y+/valuek3y+/value \u00e9 k3y+\\/value, k3y%2B%2Fvalue, k3y+/valu, key+/value";

        assertThat(new String(redaction.apply(text.getBytes(UTF_8)), UTF_8))
                .isEqualTo("****** \u00e9 ***, ***, k3y+/valu, key+/value");
    }

    @Test
    void leavesOtherDataAsItIs() {
        var data = "a short secret, or none".getBytes(UTF_8);

        assertThat(new Redaction(List.of("short", "", "not contained")).apply(data))
                .isSameAs(data);
    }
}
