package io.tourbus.warehouse.iceberg;

import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import software.amazon.awssdk.services.s3.S3Client;

/** The catalog with the tables of the warehouse. */
public final class IcebergTables implements AutoCloseable {

    private static final int MAX_ATTEMPTS = 5;

    private static final Namespace DATABASE = Namespace.of(Dialect.DATABASE);
    private static final String GLUE = "org.apache.iceberg.aws.glue.GlueCatalog";

    private final Catalog catalog;

    private IcebergTables(Catalog catalog) {
        this.catalog = catalog;
    }

    /** @param s3 creates the client for tables on S3 */
    public static IcebergTables open(CatalogSettings settings, Supplier<S3Client> s3) {
        return openWith(settings, () -> settings.isOnS3() ? new S3FileIO(s3::get) : new LocalFileIO());
    }

    /** @param files creates what reads and writes files, if the catalog is a database */
    public static IcebergTables openWith(CatalogSettings settings, Supplier<FileIO> files) {
        try {
            return create(settings, files);
        } catch (UncheckedSQLException e) {
            // Two processes can create the tables of a new catalog at the same time: one of them fails.
            return create(settings, files);
        }
    }

    private static IcebergTables create(CatalogSettings settings, Supplier<FileIO> files) {
        var tables = new IcebergTables(
                settings.type() == CatalogSettings.Type.GLUE ? glue(settings) : jdbc(settings, files));
        tables.createDatabase();
        return tables;
    }

    /** Opens the catalog. Repeats this if another process creates its tables at the same time. */
    private static Catalog jdbc(CatalogSettings settings, Supplier<FileIO> files) {
        for (var attempt = 1; ; attempt++) {
            try {
                return openJdbc(settings, files);
            } catch (UncheckedSQLException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Catalog openJdbc(CatalogSettings settings, Supplier<FileIO> files) {
        var catalog = new JdbcCatalog(
                properties -> files.get(),
                settings.isFile() ? properties -> new SharedFilePool(settings.url(), properties) : null,
                true);
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.URI, settings.url());
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, settings.location());
        properties.put("jdbc.schema-version", "V1");
        if (!settings.user().isEmpty()) {
            properties.put("jdbc.user", settings.user());
            properties.put("jdbc.password", settings.password());
        }
        catalog.initialize("tourbus", properties);
        return catalog;
    }

    private static Catalog glue(CatalogSettings settings) {
        return CatalogUtil.loadCatalog(
                GLUE,
                "tourbus",
                Map.of(
                        CatalogProperties.WAREHOUSE_LOCATION,
                        settings.location(),
                        AwsProperties.CLIENT_FACTORY,
                        GlueClients.class.getName(),
                        AwsClientProperties.CLIENT_REGION,
                        settings.url()),
                null);
    }

    private void createDatabase() {
        var namespaces = (SupportsNamespaces) catalog;
        try {
            if (!namespaces.namespaceExists(DATABASE)) {
                namespaces.createNamespace(DATABASE);
            }
        } catch (AlreadyExistsException e) {
            // Another process has just created it.
        }
    }

    private static TableIdentifier name(Table table) {
        return TableIdentifier.of(DATABASE, table.name());
    }

    /** Returns a table as it is now; empty if it does not exist. */
    public Optional<IcebergTable> find(Table table) {
        try {
            return Optional.of(new IcebergTable(table, catalog.loadTable(name(table))));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** Returns a table as it is now. Creates it, or adds columns, if it does not have all columns. */
    public IcebergTable open(Table table) {
        var opened = find(table).orElseGet(() -> create(table));
        opened.addColumns();
        return opened;
    }

    /**
     * Creates a view in DuckDB over a table, with its name and columns.
     *
     * @return whether the table exists; if not, the view is empty
     */
    public boolean createView(DuckDb duck, Table table) {
        var found = find(table);
        found.ifPresentOrElse(
                existing -> existing.createPublicView(duck),
                () -> duck.run("CREATE OR REPLACE VIEW \"%s\" AS SELECT * EXCLUDE (filename) FROM (%s)"
                        .formatted(table.name(), IcebergTable.noRows(table))));
        return found.isPresent();
    }

    /** Loads the table again, because another process can have created it at the same time with another UUID. */
    private IcebergTable create(Table table) {
        try {
            catalog.buildTable(name(table), IcebergSchema.create(table))
                    .withProperties(Dialect.ICEBERG_PROPERTIES)
                    .withProperty("comment", table.description())
                    .create();
        } catch (AlreadyExistsException e) {
            // Another process has just created it.
        }
        return new IcebergTable(table, catalog.loadTable(name(table)));
    }

    @Override
    public void close() {
        try {
            if (catalog instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close the catalog.", e);
        }
    }
}
