package io.tourbus.hook;

import io.tourbus.run.ErrorMessages;
import java.net.URI;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;

/** A hook failed. The message is one line, starts with the name of the hook, and contains no secret. */
public final class HookException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int MAX_LENGTH = 300;

    HookException(Hook hook, String reason) {
        super("%s: %s".formatted(hook.label(), reason), null, false, false);
    }

    /** @param endpoint the URI of the endpoint that failed; may be {@code null} */
    static HookException of(Hook hook, Throwable failure, String endpoint) {
        return new HookException(hook, describe(failure, endpoint));
    }

    /** Addresses can contain secrets in their path and query. */
    static String describe(Throwable failure, String endpoint) {
        var http = ObjectHelper.getException(HttpOperationFailedException.class, failure);
        return http == null
                ? shorten(ErrorMessages.describe(failure, isHook(endpoint) ? null : withoutPath(endpoint)))
                : "HTTP %d from %s".formatted(http.getStatusCode(), host(http.getUri()));
    }

    /** The path of a web address can be a secret. */
    private static String withoutPath(String endpoint) {
        return endpoint == null || !endpoint.startsWith("http")
                ? endpoint
                : endpoint.replaceFirst("(://[^/?]*).*", "$1");
    }

    private static boolean isHook(String endpoint) {
        return endpoint != null && Hook.nameIn(endpoint).isPresent();
    }

    /** Reasons are counted, so they have no details of one record, such as those that Camel adds to failures of expressions. */
    private static String shorten(String reason) {
        var text = reason.replaceFirst(" due to: .*", "").replaceAll("@[0-9a-f]{5,8}\\b", "");
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    }

    private static String host(String uri) {
        try {
            return String.valueOf(URI.create(uri).getHost());
        } catch (IllegalArgumentException e) {
            return "the server";
        }
    }
}
