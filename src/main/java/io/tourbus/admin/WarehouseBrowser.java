package io.tourbus.admin;

import io.tourbus.warehouse.quality.WarehouseSummary;
import java.nio.file.Path;

/**
 * What the last {@code tourbus warehouse} found, for the page and the API. Reads only its summary, not the tables.
 *
 * @param file see {@link WarehouseSummary#file}
 */
public record WarehouseBrowser(Path file) {

    public WarehouseSummary summary() {
        return WarehouseSummary.read(file);
    }
}
