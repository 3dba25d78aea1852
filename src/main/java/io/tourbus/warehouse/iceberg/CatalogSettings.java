package io.tourbus.warehouse.iceberg;

/**
 * Where the catalog and the tables are.
 *
 * @param type the kind of catalog
 * @param url JDBC URL of the catalog
 * @param location folder or {@code s3://} address of the tables
 */
public record CatalogSettings(Type type, String url, String user, String password, String location) {

    /** The kinds of catalogs. */
    public enum Type {
        JDBC,
        GLUE
    }

    /** Returns the settings of a catalog in a file. @param file without its ending */
    public static CatalogSettings file(Type type, String file, String location) {
        return new CatalogSettings(type, h2(file), "", "", location);
    }

    /** Iceberg writes the names of tables and columns in lower case. */
    private static String h2(String file) {
        return "jdbc:h2:file:%s;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;MAX_COMPACT_TIME=0"
                .formatted(file);
    }

    boolean isFile() {
        return url.startsWith("jdbc:h2:file:");
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
