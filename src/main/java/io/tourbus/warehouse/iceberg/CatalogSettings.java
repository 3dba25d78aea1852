package io.tourbus.warehouse.iceberg;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the catalog and the tables are.
 *
 * @param type the kind of catalog
 * @param url JDBC URL of the catalog; for AWS Glue, its region
 * @param location folder or {@code s3://} address of the tables
 */
public record CatalogSettings(Type type, String url, String user, String password, String location) {

    private static final String FILE = "jdbc:h2:file:";

    /** The kinds of catalogs. */
    public enum Type {
        JDBC,
        GLUE
    }

    /** Returns the settings of a catalog in a file. @param file without its ending */
    public static CatalogSettings file(Type type, String file, String location) {
        return new CatalogSettings(type, h2(file), "", "", location);
    }

    /** Returns the settings of the catalog of AWS Glue. */
    public static CatalogSettings glue(String region, String location) {
        return new CatalogSettings(Type.GLUE, region, "", "", location);
    }

    /**
     * Iceberg writes the names of tables and columns in lower case. Without a write delay, a process that is killed does not lose
     * what it committed.
     */
    private static String h2(String file) {
        return FILE + file
                + ";DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;MAX_COMPACT_TIME=0;WRITE_DELAY=0";
    }

    /** Returns the file of the catalog; empty if the catalog is a database server or AWS Glue. */
    public Optional<Path> databaseFile() {
        return type == Type.JDBC && isFile()
                ? Optional.of(Path.of(url.substring(FILE.length(), url.indexOf(';')) + ".mv.db"))
                : Optional.empty();
    }

    boolean isFile() {
        return url.startsWith(FILE);
    }

    /** Whether the tables are on S3. */
    public boolean isOnS3() {
        return location.startsWith("s3://");
    }

    @Override
    public String toString() {
        return "CatalogSettings[***]";
    }
}
