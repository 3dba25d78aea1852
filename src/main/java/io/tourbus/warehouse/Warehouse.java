package io.tourbus.warehouse;

import io.tourbus.aws.AwsClients;
import io.tourbus.aws.AwsFailures;
import io.tourbus.lake.LakeLimits;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.settings.Settings;
import io.tourbus.warehouse.iceberg.CatalogSettings;
import io.tourbus.warehouse.iceberg.DuckDb;
import io.tourbus.warehouse.iceberg.IcebergTables;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;

/** The lake and the tables, as the settings define them. */
public final class Warehouse implements AutoCloseable {

    private final WarehouseSettings settings;
    private final Path state;
    private Optional<AwsClients> aws = Optional.empty();
    private Optional<LakeReader> lake = Optional.empty();

    private Warehouse(Settings all, Path home, Path state) {
        this.state = state;
        settings = WarehouseSettings.read(all, home, state);
        if (settings.catalog().isOnS3()) {
            aws = Optional.of(AwsClients.read(all));
        }
    }

    /**
     * Reads the settings.
     *
     * @param home the folder against which relative paths are resolved
     * @param state the folder of the state
     * @throws io.tourbus.settings.ConfigurationException if settings are not valid; it lists all problems
     */
    public static Warehouse read(Settings settings, Path home, Path state) {
        var warehouse = new Warehouse(settings, home, state);
        warehouse.readLake(settings);
        return warehouse;
    }

    /** Like {@link #read}, but needs the settings of the lake only if there are no tables. */
    public static Warehouse readTables(Settings settings, Path home, Path state) {
        var warehouse = new Warehouse(settings, home, state);
        settings.check();
        var tables = warehouse.findTables();
        tables.ifPresent(IcebergTables::close);
        if (tables.isEmpty()) {
            warehouse.readLake(settings);
        }
        return warehouse;
    }

    private void readLake(Settings all) {
        var folder = settings.lakeFolder();
        var bucket = folder.isPresent() ? "" : LakeSettings.read(all).bucket();
        if (folder.isEmpty() && aws.isEmpty()) {
            aws = Optional.of(AwsClients.read(all));
        }
        all.check();
        folder.filter(path -> !Files.isDirectory(path)).ifPresent(path -> {
            throw new WarehouseException(
                    "There is no lake in %s. Check tourbus.warehouse.lake-folder; for --sandbox, run `./tourbus sandbox` first."
                            .formatted(path));
        });
        lake = Optional.of(new LakeReader(
                folder.<S3Client>map(FolderClient::new).orElseGet(this::s3),
                folder.map(Path::toString).orElse(bucket),
                LakeLimits.read(all)));
    }

    private S3Client s3() {
        var clients = aws.orElseThrow();
        return clients.client(clients.lake(), clients.timeouts());
    }

    /** Returns the lake, if its settings were read. */
    public LakeReader lake() {
        return lake.orElseThrow();
    }

    /** Returns where the tables are. */
    public String location() {
        return settings.catalog().location();
    }

    /** Opens the catalog. */
    public IcebergTables openTables() {
        try {
            Files.createDirectories(state.resolve("warehouse"));
            return IcebergTables.open(settings.catalog(), this::s3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new WarehouseException(
                    "The catalog of the warehouse cannot be opened: %s. Check tourbus.warehouse.url, catalog and location."
                            .formatted(AwsFailures.firstLine(deepest(e).getMessage())),
                    e);
        }
    }

    private static Throwable deepest(Throwable failure) {
        return failure.getCause() == null ? failure : deepest(failure.getCause());
    }

    /** Opens the catalog if it has tables, and creates nothing. */
    public Optional<IcebergTables> findTables() {
        var file = settings.catalog().databaseFile();
        if (file.isPresent() && !Files.exists(file.get())) {
            return Optional.empty();
        }
        var tables = openTables();
        if (tables.find(WarehouseTables.RUNS).isPresent()) {
            return Optional.of(tables);
        }
        tables.close();
        return Optional.empty();
    }

    /**
     * Applies all objects of the lake to tables in a folder.
     *
     * @throws io.tourbus.lake.LakeException if no run has a manifest
     */
    public IcebergTables buildTables(Path folder, BuildListener listener) {
        lake().latestRun();
        var tables = IcebergTables.open(
                CatalogSettings.file(
                        CatalogSettings.Type.JDBC,
                        folder.resolve("catalog").toString(),
                        folder.resolve("tables").toString()),
                this::s3);
        try (var duck = openDuckDb()) {
            builder(tables, duck, listener).build(RunSelector.ALL);
        }
        return tables;
    }

    /** Returns the folder of the tables; empty if they are on S3. */
    public Optional<Path> folder() {
        return settings.catalog().isOnS3() ? Optional.empty() : Optional.of(Path.of(location()));
    }

    /** Returns the folder with a copy of the lake; empty if the lake is a bucket. */
    public Optional<Path> lakeFolder() {
        return settings.lakeFolder();
    }

    /** Starts DuckDB for queries. */
    public DuckDb openDuckDbForQueries() {
        return DuckDb.openForQueries(settings.memoryMegabytes());
    }

    /** Starts DuckDB. */
    public DuckDb openDuckDb() {
        return DuckDb.open(settings.memoryMegabytes());
    }

    /** Returns a builder for the tables. */
    public WarehouseBuilder builder(IcebergTables tables, DuckDb duck, BuildListener listener) {
        return new WarehouseBuilder(tables, lake(), duck, Clock.systemUTC(), settings.snapshots(), listener);
    }

    /** Opens the tables, and passes a builder to {@code work}. */
    public <T> T build(BuildListener listener, Function<WarehouseBuilder, T> work) {
        try (var tables = openTables();
                var duck = openDuckDb()) {
            return work.apply(builder(tables, duck, listener));
        }
    }

    @Override
    public void close() {
        aws.ifPresent(AwsClients::close);
    }
}
