package io.tourbus.state.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Maps {@link Instant} to timestamp columns in UTC with millisecond precision. JDBC's {@code Timestamp} uses the local time
 * zone, in which the hour at the end of daylight saving time is ambiguous.
 */
public final class InstantColumns implements ColumnMapper<Instant> {

    @Override
    public Instant map(ResultSet row, int column, StatementContext context) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Binds instants as statement parameters. */
    public static final class Arguments extends AbstractArgumentFactory<Instant> {

        public Arguments() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant instant, ConfigRegistry config) {
            var time = instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
            return (position, statement, context) -> statement.setObject(position, time);
        }
    }
}
