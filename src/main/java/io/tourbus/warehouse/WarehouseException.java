package io.tourbus.warehouse;

/** The warehouse cannot be built or read. The message is one line for the user. */
public final class WarehouseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WarehouseException(String message, Throwable cause) {
        super(message, cause);
    }

    public WarehouseException(String message) {
        super(message);
    }
}
