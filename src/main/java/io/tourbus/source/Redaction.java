package io.tourbus.source;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Takes secrets out of a text, also where they stand percent-encoded: APIs echo keys in what they answer. */
public final class Redaction implements UnaryOperator<String> {

    private final List<String> secrets;

    public Redaction(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> !secret.isBlank())
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .distinct()
                .toList();
    }

    @Override
    public String apply(String text) {
        var redacted = text;
        for (var secret : secrets) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }
}
