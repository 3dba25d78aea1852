package io.tourbus.admin;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.lake.LakeBrowser;
import io.tourbus.lake.LakeException;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.operations.NotFoundException;
import io.tourbus.run.ErrorMessages;
import io.tourbus.run.RunEndedException;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.state.db.StateException;
import java.io.CharConversionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP status and the message for a failed request. The message tells the caller what to do. It contains no text of a library,
 * because that may name classes, paths or AWS resources; such a text is logged instead.
 */
record RequestFailure(int status, String message) {

    private static final Logger LOG = LoggerFactory.getLogger(RequestFailure.class);

    /** The failures whose message is for the caller. */
    private static final Map<Class<? extends Exception>, Integer> STATUSES = Map.of(
            InvalidOptionException.class, 400,
            ConfigurationException.class, 400,
            LakeBrowser.MissingKeyException.class, 400,
            NotFoundException.class, 404,
            LakeBrowser.UnknownKeyException.class, 404,
            UnknownJobException.class, 404,
            JobRunningException.class, 409,
            RunEndedException.class, 409,
            EssentialRoutes.RefusedException.class, 409);

    /** The failures of Jackson when it reads JSON. */
    private static final List<Class<? extends Exception>> UNREADABLE = List.of(
            StreamReadException.class,
            StreamConstraintsException.class,
            MismatchedInputException.class,
            CharConversionException.class);

    static RequestFailure of(Exception failure) {
        return STATUSES.entrySet().stream()
                .filter(status -> isCausedBy(status.getKey(), failure))
                .map(status -> new RequestFailure(
                        status.getValue(),
                        ObjectHelper.getException(status.getKey(), failure).getMessage()))
                .findFirst()
                .orElseGet(() -> internal(failure));
    }

    private static RequestFailure internal(Exception failure) {
        if (UNREADABLE.stream().anyMatch(type -> isCausedBy(type, failure))) {
            return new RequestFailure(
                    400, "The request body is not valid JSON. Send an object with the options, or no body.");
        }
        var stopped = ErrorMessages.stoppedRoute(failure);
        if (stopped.isPresent()) {
            return new RequestFailure(
                    503, "This request needs a route that does not run: %s.".formatted(stopped.get()));
        }
        if (isCausedBy(RejectedExecutionException.class, failure)) {
            return new RequestFailure(503, "Tourbus is stopping. Try again later.");
        }
        if (isCausedBy(LakeException.class, failure)) {
            return new RequestFailure(502, "The lake cannot be read. The reason is in the log of Tourbus.");
        }
        if (isCausedBy(StateException.class, failure)) {
            return new RequestFailure(503, "The state database does not respond. The reason is in the log of Tourbus.");
        }
        return new RequestFailure(500, "Tourbus could not process the request. The reason is in its log.");
    }

    /** Logs the reason if the message does not contain it. */
    RequestFailure log(Exception failure) {
        if (status == 500) {
            LOG.error("request failed", failure);
        } else if (status > 500) {
            LOG.warn("request failed status={} reason={}", status, failure.getMessage());
        }
        return this;
    }

    private static boolean isCausedBy(Class<? extends Exception> type, Exception failure) {
        return ObjectHelper.getException(type, failure) != null;
    }
}
