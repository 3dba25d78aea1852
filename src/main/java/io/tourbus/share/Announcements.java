package io.tourbus.share;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.run.ErrorMessages;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages in a queue outside of the database, which say that a slice can be read. A message is only a hint: the database decides which
 * process reads the slice, and processes also look there for slices whose message was lost.
 */
public final class Announcements {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Optional<ProducerTemplate> routes;
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param enabled whether there is such a queue; otherwise nothing is sent */
    public Announcements(CamelContext camel, boolean enabled) {
        this.routes = enabled ? Optional.of(camel.createProducerTemplate()) : Optional.empty();
    }

    /** The content of a message. */
    record Announcement(String source, long sliceId) {

        String json() {
            return MAPPER.createObjectNode()
                    .put("source", source)
                    .put("slice_id", sliceId)
                    .toString();
        }

        /** Empty if the message is of another kind. */
        static Optional<Announcement> parse(String message) {
            try {
                var json = MAPPER.readTree(message);
                return json.path("source").isTextual() && json.path("slice_id").isIntegralNumber()
                        ? Optional.of(new Announcement(
                                json.path("source").asText(),
                                json.path("slice_id").asLong()))
                        : Optional.empty();
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        }
    }

    boolean enabled() {
        return routes.isPresent();
    }

    /** Sends a message, without waiting for the queue. */
    void announce(String source, long sliceId) {
        routes.ifPresent(template -> {
            try {
                template.asyncSend(
                                "direct:announce-slice",
                                exchange -> exchange.getMessage().setBody(new Announcement(source, sliceId).json()))
                        .thenAccept(exchange -> sent(exchange.getException()));
            } catch (RejectedExecutionException e) {
                LOG.debug("slice not announced, because this process ends", e);
            }
        });
    }

    private void sent(Exception failure) {
        if (failure == null) {
            failing.set(false);
        } else if (!failing.getAndSet(true)) {
            LOG.warn(
                    "slices not announced, processes find them in the database reason={}",
                    ErrorMessages.describe(failure));
        }
    }
}
