package io.tourbus.warehouse;

import io.tourbus.settings.Settings;
import io.tourbus.warehouse.iceberg.CatalogSettings;
import io.tourbus.warehouse.iceberg.CatalogSettings.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings {@code tourbus.warehouse.*}.
 *
 * @param lakeFolder a folder with a copy of the lake, to be read instead of the bucket
 * @param snapshots how long earlier snapshots are kept
 */
public record WarehouseSettings(
        CatalogSettings catalog, Optional<Path> lakeFolder, int memoryMegabytes, Duration snapshots) {

    private static final String LOCATION = "tourbus.warehouse.location";
    private static final String CATALOG = "tourbus.warehouse.catalog";
    private static final String S3 = "s3://";

    /**
     * Reads the settings.
     *
     * @param home the folder against which relative paths are resolved
     * @param state the folder of the state
     */
    static WarehouseSettings read(Settings settings, Path home, Path state) {
        settings.validate("tourbus.warehouse.");
        var folder = state.resolve("warehouse");
        var location = settings.text(LOCATION)
                .map(value -> value.startsWith(S3)
                        ? value
                        : home.resolve(value).toAbsolutePath().toString())
                .orElse(folder.toString());
        var type = settings.choice(CATALOG, Type.class);
        if (type == Type.GLUE && !location.startsWith(S3)) {
            settings.problem(
                    CATALOG,
                    "is glue, but the tables are in a folder",
                    "Set tourbus.warehouse.location to s3://bucket/prefix, or the catalog to jdbc.");
        }
        var url = settings.text("tourbus.warehouse.url");
        url.filter(value -> !value.startsWith("jdbc:postgresql:"))
                .ifPresent(value -> settings.problem(
                        "tourbus.warehouse.url",
                        "is not the URL of a PostgreSQL database",
                        "Use jdbc:postgresql://host/name, or leave it blank."));
        var catalog = type == Type.GLUE
                ? CatalogSettings.glue(settings.required("tourbus.aws.region"), location)
                : url.map(value -> new CatalogSettings(
                                type,
                                value,
                                settings.text("tourbus.warehouse.user").orElse(""),
                                settings.text("tourbus.warehouse.password").orElse(""),
                                location))
                        .orElseGet(() -> CatalogSettings.file(
                                type, folder.resolve("catalog").toString(), location));
        return new WarehouseSettings(
                catalog,
                settings.text("tourbus.warehouse.lake-folder")
                        .map(home::resolve)
                        .map(Path::toAbsolutePath),
                settings.number("tourbus.warehouse.memory-megabytes"),
                Duration.ofDays(settings.number("tourbus.warehouse.snapshot-days")));
    }
}
