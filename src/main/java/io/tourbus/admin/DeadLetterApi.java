package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.operations.DeadLetterView;
import io.tourbus.operations.DeadLetters;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.operations.NotFoundException;
import io.tourbus.operations.Operations;
import io.tourbus.operations.RequestBody;
import io.tourbus.state.DeadLetterRepository;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** The dead letters of the HTTP API. {@link AdminApi#replay} redelivers them in the background. */
public final class DeadLetterApi {

    /** The number of deleted dead letters. */
    public record Dropped(@JsonProperty("dropped") int dropped) {}

    /**
     * Dead letters with the same reason.
     *
     * @param oldest when the first of them was stored
     */
    public record DeadLetterGroup(
            @JsonProperty("stage") String stage,
            @JsonProperty("source") String source,
            @JsonProperty("entity") String entity,
            @JsonProperty("reason") String reason,
            @JsonProperty("count") long count,
            @JsonProperty("oldest") String oldest) {}

    private final DeadLetterRepository repository;
    private final Supplier<Operations> operations;

    public DeadLetterApi(DeadLetterRepository repository, Supplier<Operations> operations) {
        this.repository = repository;
        this.operations = operations;
    }

    /** @throws InvalidOptionException if a parameter is not a number */
    public DeadLetters list(@Header("after") String after, @Header("limit") String limit) {
        return operations
                .get()
                .deadLetters(
                        after == null ? 0 : RequestParameters.number("after", after), RequestParameters.limit(limit));
    }

    /**
     * The dead letters by reason, the largest groups first; at most 500.
     *
     * @param run only the dead letters of this run; {@code null} for those of all runs
     */
    public List<DeadLetterGroup> groups(@Header("run") String run) {
        return repository.groups(run, RequestParameters.MAX_LIMIT).stream()
                .map(group -> new DeadLetterGroup(
                        group.stage(),
                        group.source(),
                        group.entity(),
                        group.reason(),
                        group.count(),
                        group.oldest().toString()))
                .toList();
    }

    /** @throws NotFoundException if there is no such dead letter */
    public DeadLetterView show(@Header("id") String id) {
        return operations
                .get()
                .deadLetter(RequestParameters.number("id", id))
                .orElseThrow(() ->
                        new NotFoundException("There is no such dead letter. List them with GET /api/dead-letters."));
    }

    /** Deletes dead letters. */
    public Dropped drop(Exchange exchange) {
        return new Dropped(operations
                .get()
                .drop(RequestBody.of(exchange).only("ids", "all").selection()));
    }
}
