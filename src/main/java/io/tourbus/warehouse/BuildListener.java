package io.tourbus.warehouse;

import io.tourbus.warehouse.schema.RecordKind;
import java.util.List;

/** What a build reports while it runs. */
public interface BuildListener {

    /** Reports nothing. */
    BuildListener NONE = new BuildListener() {};

    /** An object is not applied. */
    default void skipped(SkippedObject object) {}

    /**
     * A group of objects is applied.
     *
     * @param kinds what the objects contain
     */
    default void applied(int objects, long records, List<RecordKind> kinds) {}

    /** A table has a new snapshot. */
    default void committed(String table) {}
}
