package io.tourbus.source.error;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Replaces secrets in a text by {@code ***}, also in percent-encoded form. APIs echo keys in error messages. */
public final class Redaction implements UnaryOperator<String> {

    private final Supplier<Stream<String>> secrets;

    public Redaction(Collection<String> secrets) {
        this(List.copyOf(secrets)::stream);
    }

    /** @param secrets evaluated for each text, because tokens change */
    public Redaction(Supplier<Stream<String>> secrets) {
        this.secrets = secrets;
    }

    @Override
    public String apply(String text) {
        return secrets.get()
                .filter(secret -> !secret.isBlank())
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .reduce(text, (redacted, secret) -> redacted.replace(secret, "***"));
    }
}
