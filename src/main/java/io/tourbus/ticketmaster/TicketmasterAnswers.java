package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.source.Answer;
import io.tourbus.source.Pace;
import io.tourbus.source.Page;
import io.tourbus.source.Patience;
import io.tourbus.source.Reading;
import io.tourbus.source.Refusal;
import io.tourbus.source.Request;
import io.tourbus.source.SourceException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Reads what the Discovery API answers: a page, or a refusal of one of two shapes: {@code {"fault": {"faultstring",
 * "detail": {"errorcode"}}}} from its gateway, {@code {"errors": [{"code", "detail"}]}} from the application behind it.
 * The gateway echoes the key when the quota is used up, so all that it says is redacted.
 */
public final class TicketmasterAnswers {

    private static final Duration SPIKE = Duration.ofSeconds(1);
    private static final String TOO_DEEP = "DIS1035";

    private final Patience patience;
    private final TicketmasterAllowance allowance;
    private final Pace pace;
    private final Reach reach;
    private final Answer answer;

    TicketmasterAnswers(Patience patience, TicketmasterAllowance allowance, Pace pace, Reach reach, Answer answer) {
        this.patience = patience;
        this.allowance = allowance;
        this.pace = pace;
        this.reach = reach;
        this.answer = answer;
    }

    /** @throws SourceException when the API refuses */
    public Page read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Header("Rate-Limit") String limit,
            @Header("Rate-Limit-Available") String available,
            @Header("Rate-Limit-Reset") String reset,
            @Variable("reading") Reading reading,
            @Body InputStream body) {
        allowance.told(limit, available, reset);
        if (status >= 200 && status < 300) {
            pace.well();
            return answer.page(TicketmasterPages.of(reading.slice().entity()), body);
        }
        var refusal = refusal(status, answer.json(body), reading.request());
        if (refusal.code().equals(TOO_DEEP) && reading.request().from() > 0) {
            reach.refused();
            return Page.NONE;
        }
        throw meaning(refusal, retryAfter, reset);
    }

    private SourceException meaning(Refusal refusal, String retryAfter, String reset) {
        var status = refusal.status();
        if (refusal.code().endsWith("QuotaViolation")) {
            return patience.usedUp(refusal, retryAfter, allowance.untilReset(reset));
        }
        var spike = refusal.code().endsWith("SpikeArrestViolation");
        if (spike || status == 429) {
            pace.tooFast();
        }
        if (spike && retryAfter == null) {
            return patience.pause(refusal, SPIKE);
        }
        if (status == 429 || status == 408 || status >= 500) {
            return patience.notNow(refusal, retryAfter);
        }
        if (status == 401 || status == 403) {
            return new SourceException.Closed(refusal, "check API_TICKETMASTER_API_KEY");
        }
        return new SourceException.Refused(refusal, remedy(refusal.code()));
    }

    private static String remedy(String code) {
        return switch (code) {
            case "DIS1015" -> "a date of the query is not of the form that Ticketmaster wants";
            case "DIS1035", "DIS1024" -> "the query has more than Ticketmaster hands out: narrow it";
            case "DIS1036" -> "set tourbus.ticketmaster.page-size to 200 or less";
            case "DIS1004" -> "there is no such thing: check countries, states and cities";
            default -> "check the settings tourbus.ticketmaster.*";
        };
    }

    private Refusal refusal(int status, JsonNode json, Request request) {
        var fault = json.at("/fault/detail/errorcode").asText("");
        var error = json.at("/errors/0");
        var code = fault.isEmpty() ? error.path("code").asText("") : fault;
        var detail = fault.isEmpty() ? error.path("detail").asText("") : "";
        return new Refusal(
                "Ticketmaster", status, answer.brief(code), answer.brief(detail), answer.redacted(request.toString()));
    }
}
