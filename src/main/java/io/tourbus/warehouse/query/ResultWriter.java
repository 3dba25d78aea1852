package io.tourbus.warehouse.query;

import java.util.List;

/** Writes a result in one format. */
interface ResultWriter {

    /** After how many rows a writer flushes its output, to see whether it is closed. */
    int ROWS_UNTIL_FLUSH = 1_000;

    void begin(List<ResultColumn> columns);

    /**
     * Writes a row.
     *
     * @param values as texts; null is SQL's {@code NULL}
     * @return whether more rows are needed
     */
    boolean row(List<String> values);

    void end();
}
