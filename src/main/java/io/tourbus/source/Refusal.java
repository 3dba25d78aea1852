package io.tourbus.source;

/**
 * What a source said when it refused, cleared of credentials.
 *
 * @param source as people write it: {@code Ticketmaster}
 * @param status of HTTP
 * @param code the API's own: {@code DIS1035}, {@code policies.ratelimit.QuotaViolation}, {@code QUOTA_EXCEEDED}; empty where
 *     it gave none
 * @param detail what it said beside that; may be empty
 * @param request what it was asked for: path and query, without credentials
 */
public record Refusal(String source, int status, String code, String detail, String request) {

    /** One line: {@code Ticketmaster answered 400 DIS1035 Max paging depth exceeded to /events?page=5&size=200}. */
    @Override
    public String toString() {
        var said = (code + " " + detail).strip();
        return "%s answered %d%s to %s".formatted(source, status, said.isEmpty() ? "" : " " + said, request);
    }
}
