package io.tourbus.warehouse;

import java.util.List;

/**
 * What a build has done.
 *
 * @param runs the number of runs with new objects
 * @param objects the number of applied objects
 * @param records the number of records in them
 * @param skipped the objects that were not applied
 * @param tables the tables after the build
 */
public record BuildResult(int runs, int objects, long records, List<SkippedObject> skipped, List<TableSize> tables) {

    /**
     * The size of a table.
     *
     * @param added the number of rows that the build added; negative if it removed rows
     */
    public record TableSize(String table, long rows, long added, int files) {}
}
