package io.tourbus.lake;

import io.tourbus.settings.Settings;

/**
 * What Tourbus reads from an object of the lake.
 *
 * @param objectBytes size of an object, before and after decompression
 * @param lineBytes size of one line
 */
public record LakeLimits(int objectBytes, int lineBytes) {

    private static final String OBJECT = "tourbus.lake.max-object-bytes";
    private static final String LINE = "tourbus.lake.max-line-bytes";

    public static LakeLimits read(Settings settings) {
        return new LakeLimits(settings.number(OBJECT), settings.number(LINE));
    }

    void checkObject(long bytes) {
        if (bytes > objectBytes) {
            throw new LimitException(
                    "the object exceeds %,d bytes. If this is intended, raise %s.".formatted(objectBytes, OBJECT));
        }
    }

    void checkLine(long bytes) {
        if (bytes > lineBytes) {
            throw new LimitException(
                    "a line exceeds %,d bytes. If this is intended, raise %s.".formatted(lineBytes, LINE));
        }
    }

    /** An object exceeds a limit. {@link LakeReader} adds its address. */
    static final class LimitException extends RuntimeException {

        private static final long serialVersionUID = 1;

        LimitException(String message) {
            super(message);
        }
    }
}
