package io.tourbus.state.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Maps Java types to columns of H2 and PostgreSQL. Instants become timestamps in UTC with millisecond precision. Lists and maps become
 * JSON text, and records become rows.
 */
final class ColumnTypes implements JdbiPlugin {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.registerArgument(new InstantArguments())
                .registerColumnMapper(Instant.class, ColumnTypes::instant)
                .registerArgument((ArgumentFactory.Preparable) ColumnTypes::jsonArgument)
                .registerColumnMapper(ColumnTypes::jsonMapper)
                .registerRowMapper(ColumnTypes::recordMapper)
                .registerArrayType(String.class, "varchar")
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(UUID.class, "uuid");
    }

    /** JDBC's {@code Timestamp} uses the local time zone, in which the hour at the end of daylight saving time is ambiguous. */
    private static final class InstantArguments extends AbstractArgumentFactory<Instant> {

        InstantArguments() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant instant, ConfigRegistry config) {
            var time = instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
            return (position, statement, context) -> statement.setObject(position, time);
        }
    }

    private static Instant instant(ResultSet row, int column, StatementContext context) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Optional<Function<Object, Argument>> jsonArgument(Type type, ConfigRegistry config) {
        return isJson(type)
                ? Optional.of(value -> (position, statement, context) -> statement.setString(position, write(value)))
                : Optional.empty();
    }

    private static Optional<ColumnMapper<?>> jsonMapper(Type type, ConfigRegistry config) {
        return isJson(type)
                ? Optional.of((row, column, context) -> read(row.getString(column), type))
                : Optional.empty();
    }

    private static boolean isJson(Type type) {
        var erased = GenericTypes.getErasedType(type);
        return erased == List.class || erased == Map.class;
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a list or map of texts and numbers: " + value, e);
        }
    }

    private static Object read(String json, Type type) {
        try {
            return JSON.readValue(json, JSON.constructType(type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Unexpected JSON in a column of the state database: " + json, e);
        }
    }

    private static Optional<RowMapper<?>> recordMapper(Type type, ConfigRegistry config) {
        var erased = GenericTypes.getErasedType(type);
        return erased.isRecord() ? ConstructorMapper.factory(erased).build(type, config) : Optional.empty();
    }
}
