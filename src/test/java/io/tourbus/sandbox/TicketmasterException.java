package io.tourbus.sandbox;

/** A refusal of the application behind Ticketmaster's gateway. */
final class TicketmasterException extends RuntimeException {

    private final int status;
    private final String code;

    TicketmasterException(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String body() {
        return """
                {"errors":[{"code":"%s","detail":"%s","status":"%d","_links":{"about":{"href":"/discovery/v2/errors.html#%s"}}}]}""".formatted(code, getMessage(), status, code);
    }
}
