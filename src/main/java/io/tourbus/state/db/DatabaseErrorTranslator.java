package io.tourbus.state.db;

import io.tourbus.state.db.StateException.Problem;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** Translates failures of JDBC, Flyway and H2 into a {@link StateException} that names cause and remedy, without the password. */
public final class DatabaseErrorTranslator {

    private final DatabaseUrl url;
    private final String user;
    private final String password;

    public DatabaseErrorTranslator(DatabaseUrl url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    boolean isH2() {
        return url.isH2();
    }

    public StateException translate(Throwable failure) {
        if (causes(failure).anyMatch(DatabaseErrorTranslator::isFailedWrite)) {
            return writeFailed(failure);
        }
        var cause = causes(failure)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
        return cause.map(this::translateSql).orElseGet(() -> other(failure));
    }

    StateException inUse(Throwable cause) {
        return exception(
                Problem.IN_USE,
                cause,
                "is in use by another Tourbus process. Try again when it has ended, or add --wait to the command. Beside `tourbus serve`, commands need no wait once it has started.");
    }

    StateException damaged(String reason) {
        return damaged(reason, null);
    }

    StateException damaged(Throwable cause) {
        return damaged(messageOf(causes(cause).reduce(cause, (outer, inner) -> inner)), cause);
    }

    StateException notWritable(String reason) {
        return exception(
                Problem.NOT_WRITABLE,
                null,
                "cannot be written: %s. Correct the permissions, or set another directory.",
                reason);
    }

    /** After a failed write, H2 closes the database; all later errors only report that it is closed. */
    StateException writeFailed(Throwable failure) {
        var reason = causes(failure)
                .filter(IOException.class::isInstance)
                .map(this::messageOf)
                .findFirst();
        return exception(
                Problem.NOT_WRITABLE,
                failure,
                "cannot be written%s. Free disk space, or set another directory (tourbus.state.folder), and restart Tourbus."
                        + " Data written before is not lost.",
                reason.map(": "::concat).orElse(" any more"));
    }

    private static boolean isFailedWrite(Throwable failure) {
        return failure instanceof MVStoreException store
                && (store.getErrorCode() == DataUtils.ERROR_WRITING_FAILED
                        || store.getErrorCode() == DataUtils.ERROR_CLOSED);
    }

    StateException newer(String found, String supported) {
        return exception(
                Problem.NEWER,
                null,
                "has schema version %s, but this Tourbus supports at most %s. Use the newer version of Tourbus that wrote"
                        + " it, or another database.",
                found,
                supported);
    }

    public StateException unknownDatabase() {
        return exception(
                Problem.OTHER,
                null,
                "is neither an H2 nor a PostgreSQL database. Set a URL such as jdbc:h2:file:./data/state or"
                        + " jdbc:postgresql://localhost/tourbus.");
    }

    StateException tooOld(String product, int version, int minimum) {
        return exception(Problem.OTHER, null, "is in %s %d. Use version %d or newer.", product, version, minimum);
    }

    private StateException damaged(String reason, Throwable cause) {
        return exception(
                Problem.DAMAGED,
                cause,
                "is damaged: %s. Tourbus has not changed it. Restore the file from a backup, or move it away to start with"
                        + " an empty state database.",
                reason);
    }

    private StateException translateSql(SQLException cause) {
        var state = Objects.requireNonNullElse(cause.getSQLState(), "");
        if (url.isH2()) {
            switch (cause.getErrorCode()) {
                case ErrorCode.DATABASE_ALREADY_OPEN_1:
                    return inUse(cause);
                case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1:
                    return damaged(cause);
                case ErrorCode.DATABASE_IS_CLOSED:
                    return writeFailed(cause);
                case ErrorCode.FILE_CREATION_FAILED_1:
                    return notWritable(messageOf(cause));
                default:
            }
        }
        if (state.startsWith("28") || state.equals("42501")) {
            return exception(
                    Problem.REFUSED,
                    cause,
                    "rejects the user '%s': %s. Correct the user name, the password, or the permissions of the user.",
                    user,
                    messageOf(cause));
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.equals("3D000") || state.equals("53300")) {
            return exception(
                    Problem.UNREACHABLE,
                    cause,
                    "is unreachable: %s. Start the database, or correct the URL.",
                    messageOf(cause));
        }
        return other(cause);
    }

    private StateException other(Throwable cause) {
        return exception(Problem.OTHER, cause, "failed: %s", messageOf(cause));
    }

    private StateException exception(Problem problem, Throwable cause, String format, Object... arguments) {
        return new StateException(
                problem, "The state database %s ".formatted(url.redacted()) + format.formatted(arguments), cause);
    }

    /** Masks the password, because messages of a driver can contain it. */
    private String messageOf(Throwable cause) {
        var message = DatabaseUrl.redacted(
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()));
        return password == null || password.isEmpty() ? message : message.replace(password, "***");
    }

    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
