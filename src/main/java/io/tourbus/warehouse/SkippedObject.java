package io.tourbus.warehouse;

import io.tourbus.lake.LakeException;

/**
 * An object that was not applied.
 *
 * @param reason a part of a sentence, such as {@code missing}
 */
public record SkippedObject(String object, String reason) {

    /** The message of a failure begins with the address of the object. */
    public static SkippedObject of(String object, LakeException failure) {
        var message = failure.getMessage();
        return new SkippedObject(
                object, message.startsWith(object + " ") ? "it" + message.substring(object.length()) : message);
    }
}
