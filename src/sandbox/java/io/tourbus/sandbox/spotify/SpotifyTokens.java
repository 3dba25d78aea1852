package io.tourbus.sandbox.spotify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.sandbox.server.Reply;
import io.tourbus.sandbox.server.Violations;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The token endpoint of the simulated Spotify, and the validation of tokens. */
final class SpotifyTokens {

    /** How long an expired token is told from one that was never granted. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final SpotifyServer.Options options;
    private final Clock clock;
    private final Violations violations;
    private final Map<String, Instant> good = new ConcurrentHashMap<>();
    private final Map<String, Instant> granted = new ConcurrentHashMap<>();
    private final AtomicInteger grants = new AtomicInteger();

    SpotifyTokens(SpotifyServer.Options options, Clock clock, Violations violations) {
        this.options = options;
        this.clock = clock;
        this.violations = violations;
    }

    int grants() {
        return grants.get();
    }

    void revoke() {
        good.clear();
    }

    /** Answers a token request. The error format differs from that of the Web API. */
    Reply grant(String method, String authorization, String body) {
        var pair = options.clientId() + ":" + options.clientSecret();
        var expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!method.equals("POST") || !authorization.equals(expected)) {
            return Reply.json(400, "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client\"}");
        }
        if (!body.equals("grant_type=client_credentials")) {
            violations.add("a token request without client credentials");
            return Reply.json(400, "{\"error\":\"unsupported_grant_type\"}");
        }
        var token = "token-" + grants.incrementAndGet();
        var now = clock.instant();
        var until = now.plus(options.tokenLifetime());
        granted.values().removeIf(ended -> ended.isBefore(now.minus(REMEMBERED)));
        good.keySet().retainAll(granted.keySet());
        good.put(token, until);
        granted.put(token, until);
        var answer = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", options.tokenLifetime().toSeconds());
        return Reply.json(200, answer.toString());
    }

    /** Validates a token. Only a revoked token is not a violation. @return the error to reply with; {@code null} if it is valid */
    Reply check(String authorization) {
        if (!authorization.startsWith("Bearer ")) {
            violations.add("no bearer token");
            return authorization.equals("null")
                    ? unauthorized("missing_token")
                    : SpotifyException.reply(400, "Only valid bearer authentication supported", null);
        }
        var token = authorization.substring("Bearer ".length());
        var now = clock.instant();
        if (now.isBefore(good.getOrDefault(token, Instant.MIN))) {
            return null;
        }
        if (!now.isBefore(granted.getOrDefault(token, Instant.MIN))) {
            violations.add(granted.containsKey(token) ? "a token that has ended" : "a token that was never granted");
        }
        return unauthorized("invalid_token");
    }

    private static Reply unauthorized(String error) {
        return SpotifyException.reply(401, "Missing/invalid/expired access token", null)
                .with("WWW-Authenticate", "Bearer realm=\"spotify\", error=\"%s\"".formatted(error));
    }
}
