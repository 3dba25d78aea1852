package io.tourbus.redshift;

import java.util.List;

/** Runs SQL in Redshift. Methods throw {@link RedshiftException} if a statement fails. */
interface RedshiftDatabase extends AutoCloseable {

    /** Runs statements in one transaction. @param name appears in the history of queries */
    void run(String name, List<String> statements);

    /** Runs a query. @return the rows, with {@code null} for null */
    List<List<String>> query(String sql);

    @Override
    void close();
}
