package io.tourbus.sandbox.ticketmaster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** An error response of the simulated Discovery API, as opposed to one of its gateway. */
final class TicketmasterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

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

    String code() {
        return code;
    }

    /** Renders the error. Like the real API, it uses two formats for the status and two names for the link. */
    String body() {
        var errors = JsonNodeFactory.instance.objectNode();
        var error = errors.putArray("errors").addObject();
        error.putObject("_links")
                .putObject(code.equals("DIS1015") ? "self" : "about")
                .put("href", "/discovery/v2/errors.html#" + code);
        error.put("code", code)
                .put("detail", getMessage())
                .put("status", status == 400 && !code.equals("DIS1024") ? "400 BAD_REQUEST" : String.valueOf(status));
        return errors.toString();
    }
}
