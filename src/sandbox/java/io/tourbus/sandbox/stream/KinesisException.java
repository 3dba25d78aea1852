package io.tourbus.sandbox.stream;

/** An error response of the simulated Kinesis. */
final class KinesisException extends RuntimeException {

    private final int status;
    private final String code;

    KinesisException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static KinesisException invalid(String message) {
        return new KinesisException(400, "ValidationException", message);
    }

    static KinesisException noSuchStream(String name) {
        return new KinesisException(
                400, "ResourceNotFoundException", "Stream %s under account 000000000000 not found.".formatted(name));
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
