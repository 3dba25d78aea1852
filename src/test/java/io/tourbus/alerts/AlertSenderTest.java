package io.tourbus.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertSenderTest {

    @ParameterizedTest
    @CsvSource({
        "https://hooks.slack.com/services/T0/hush?httpMethod=POST, POST https://hooks.slack.com/services/T0/hush refused",
        "smtps://me:hush@smtp.example.com:465?to=you@example.com, smtps me:hush refused",
        "smtps://smtp.example.com?username=me&password=RAW(hush), 535 hush refused",
        "https://example.com/x?token=hu%20sh, no such token: hu sh",
        "https:example.com/hush, POST https://example.com/hush refused"
    })
    void redactsEverythingButTheHost(String uri, String text) {
        assertThat(new AlertSender.Address(uri).redacted(text))
                .doesNotContain("hush", "hu sh")
                .contains("***");
    }

    @Test
    void keepsTheNameOfAnUnknownHost() {
        assertThat(new AlertSender.Address("https://hooks.example.com/services/hush")
                        .redacted("UnknownHost hooks.example.com"))
                .isEqualTo("UnknownHost hooks.example.com");
    }
}
