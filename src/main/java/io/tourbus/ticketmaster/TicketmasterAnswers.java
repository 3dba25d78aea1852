package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Entity;
import io.tourbus.source.Answer;
import io.tourbus.source.MalformedResponseException;
import io.tourbus.source.Page;
import io.tourbus.source.Patience;
import io.tourbus.source.Reading;
import io.tourbus.source.Redaction;
import io.tourbus.source.SourceException;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Reads what the Discovery API answers: a page, or a refusal of one of two shapes: {@code {"fault": {"faultstring",
 * "detail": {"errorcode"}}}} from its gateway, {@code {"errors": [{"code", "detail"}]}} from the application behind it.
 * The gateway echoes the key when the quota is used up, so all that it says is redacted.
 */
public final class TicketmasterAnswers {

    private static final Duration SPIKE = Duration.ofSeconds(1);

    private final Patience patience;
    private final Answer answer;
    private final Redaction redaction;

    public TicketmasterAnswers(Patience patience, Answer answer, Redaction redaction) {
        this.patience = patience;
        this.answer = answer;
        this.redaction = redaction;
    }

    /** @throws SourceException when the API refuses */
    public Page read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @ExchangeProperty("reading") Reading reading,
            @Body byte[] body) {
        if (status == 200) {
            return page(reading.slice().entity(), body);
        }
        throw refusal(status, answer.json(body), retryAfter);
    }

    private Page page(Entity entity, byte[] body) {
        try {
            return TicketmasterPages.of(entity).read(body);
        } catch (MalformedResponseException e) {
            throw e.redacted(redaction);
        }
    }

    private SourceException refusal(int status, JsonNode json, String retryAfter) {
        var code = json.at("/fault/detail/errorcode").asText("");
        var said = said(status, json, code);
        if (code.endsWith("QuotaViolation")) {
            return new SourceException.Closed(said + ": the daily quota is used up, try again after its reset");
        }
        if (code.endsWith("SpikeArrestViolation") && retryAfter == null) {
            return patience.pause(said, SPIKE);
        }
        if (status == 429 || status == 408 || status >= 500) {
            return patience.notNow(said, retryAfter);
        }
        return status == 401 || status == 403
                ? new SourceException.Closed(said + ": check API_TICKETMASTER_API_KEY")
                : new SourceException.Refused(said);
    }

    private String said(int status, JsonNode json, String code) {
        var error = json.at("/errors/0");
        var reason = code.isEmpty()
                ? error.path("code").asText("") + " " + error.path("detail").asText("")
                : code;
        return redaction.apply(answer.brief("Ticketmaster answered %d %s".formatted(status, reason)));
    }
}
