package io.tourbus.described;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.described.Description.EntityDescription;
import io.tourbus.described.Description.Pagination;
import io.tourbus.described.Description.Responses;
import io.tourbus.model.Entity;
import io.tourbus.source.AccessToken;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.error.SourceException.Refusal;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.ResponseReader;
import io.tourbus.source.slice.SliceReading;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Converts responses of a described source to pages or exceptions.
 *
 * @param statuses the current version of the description
 * @param credentials where the credentials are set that the source may not accept
 * @param token that requests contain
 */
public record DescribedResponseReader(
        String title,
        Supplier<Responses> statuses,
        String credentials,
        Optional<AccessToken> token,
        RetryAfterPolicy retryAfterPolicy,
        AdaptiveRateLimiter rateLimiter,
        ResponseReader responses) {

    private static final Pattern NEXT = Pattern.compile("\\s*<([^>]*)>.*;\\s*rel=\"?next\"?.*");

    /**
     * @param tokenSerial number of the token that was sent, from {@link AccessToken#renew()}
     * @throws SourceException if the API refused the request
     */
    public PageResult read(
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Header("Link") Object link,
            @Variable("tokenSerial") long tokenSerial,
            @Variable("reading") SliceReading reading,
            @Body InputStream body) {
        if (status >= 200 && status < 300) {
            rateLimiter.onSuccess();
            return page(
                    ((DescribedPager) reading.pager()).entity(), reading.slice().entity(), link, body);
        }
        var json = responses.json(body);
        if (statuses.get().empty().contains(status)) {
            return PageResult.NONE;
        }
        var refusal = refusal(status, json, reading);
        if (status == 401 && token.isPresent()) {
            token.get().drop(tokenSerial);
            throw new SourceException.TokenRefused(refusal, "check " + credentials);
        }
        throw exception(refusal, retryAfter);
    }

    private PageResult page(EntityDescription entity, Entity kind, Object link, InputStream body) {
        var pagination = entity.pagination();
        var next = pagination.more() == null ? pagination.next() : pagination.more();
        var parser = new PointerParser("a page of " + kind, entity.items(), pagination.total(), next);
        var page = responses.page(parser, body);
        return switch (pagination.kind()) {
            case "link-header" -> page.linkedTo(next(link));
            case "last-id" -> page.linkedTo(lastId(page, pagination));
            default -> page;
        };
    }

    /**
     * The ID of the last result; {@code null} if the page is the last one.
     *
     * @throws SourceException if the result has none
     */
    private static String lastId(PageResult page, Pagination pagination) {
        if (page.entities().isEmpty() || pagination.more() != null && !"true".equals(page.link())) {
            return null;
        }
        var last = page.entities().get(page.entities().size() - 1).tree().at(pagination.id());
        if (!last.isValueNode() || last.isNull()) {
            throw new SourceException.Refused(
                    "The last result of a page has no ID at %s. The next page needs it: correct pagination.id."
                            .formatted(pagination.id()));
        }
        return last.asText();
    }

    /**
     * The address of the next page in the header {@code Link}; {@code null} if there is none.
     *
     * @param header a list if the response has several of them; may be {@code null}
     */
    static String next(Object header) {
        var lines = header instanceof List<?> several
                ? several
                : Stream.ofNullable(header).toList();
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.toString().split(",(?=\\s*<)")))
                .map(NEXT::matcher)
                .filter(Matcher::matches)
                .map(link -> link.group(1))
                .findFirst()
                .orElse(null);
    }

    private SourceException exception(Refusal refusal, String retryAfter) {
        var status = refusal.status();
        if (statuses.get().throttled().contains(status)) {
            rateLimiter.onThrottled();
            return retryAfterPolicy.onThrottled(refusal, retryAfter);
        }
        if (statuses.get().isRetried(status)) {
            return retryAfterPolicy.onThrottled(refusal, retryAfter);
        }
        return statuses.get().closed().contains(status)
                ? new SourceException.Closed(refusal, credentials.isEmpty() ? "" : "check " + credentials)
                : new SourceException.Refused(refusal, "");
    }

    private Refusal refusal(int status, JsonNode json, SliceReading reading) {
        var error = json.at(statuses.get().error());
        return new Refusal(
                title,
                status,
                "",
                error.isValueNode() ? responses.brief(error.asText()) : "",
                responses.redacted(reading.request().toString()));
    }
}
