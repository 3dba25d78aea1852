package io.tourbus.warehouse.query;

import java.io.PrintWriter;
import java.util.Locale;

/** The formats of results. */
public enum OutputFormat {
    TABLE,
    CSV,
    JSON,
    PARQUET;

    /** @param rows how many rows a table shows */
    ResultWriter writer(PrintWriter out, int rows) {
        return switch (this) {
            case TABLE -> new TableWriter(out, rows);
            case CSV -> new CsvWriter(out);
            case JSON -> new JsonWriter(out);
            case PARQUET -> throw new IllegalArgumentException("Parquet is written to a file.");
        };
    }

    /** Returns the name as on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
