package io.tourbus.gigs;

import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.PageParser;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.SliceReading;
import java.io.InputStream;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Converts responses of the Gigs API to pages or exceptions. */
public record GigsResponseReader(RetryAfterPolicy retryAfterPolicy, ResponseReader responses) {

    /** @throws SourceException if the API refused the request */
    public PageResult read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Variable("reading") SliceReading reading,
            @Body InputStream body) {
        if (status == 200) {
            var expected = "a page of " + reading.slice().entity();
            return responses.page(new PageParser(expected, "gig", Set.of("items"), "total", "next"), body);
        }
        var error = responses.brief(responses.json(body).path("error").asText(""));
        var request = responses.redacted(reading.request().toString());
        var refusal = new Refusal(GigsSource.TITLE, status, "", error, request);
        if (status == 401) {
            throw new SourceException.Closed(refusal, "check GIGS_API_KEY");
        }
        if (status == 429 || status >= 500) {
            throw retryAfterPolicy.onThrottled(refusal, retryAfter);
        }
        throw new SourceException.Refused(refusal, "");
    }
}
