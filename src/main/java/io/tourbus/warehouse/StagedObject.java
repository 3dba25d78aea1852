package io.tourbus.warehouse;

import java.nio.file.Path;

/**
 * An object whose content was read.
 *
 * @param number its number in the group; it is part of the name of the file
 * @param file the copy that DuckDB reads
 * @param sha256 the SHA-256 of the content
 */
record StagedObject(PendingObject object, int number, Path file, String sha256) {

    /** Whether the tables contain another version of the object. */
    boolean replaces() {
        return object.loaded() != null && !object.loaded().equals(sha256);
    }
}
