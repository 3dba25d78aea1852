package io.tourbus.warehouse.query;

import java.util.List;

/** Writes a result in one format. */
interface ResultWriter {

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
