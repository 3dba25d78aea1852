package io.tourbus.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.DeadLetterRepository;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores dead letters, and calls the hook {@code on-dead-letter} for each new one. */
public final class HookDeadLetters {

    /** The header of dead letters with the start of their run. */
    public static final String RUN_STARTED = "run-started";

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.hooks");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final DeadLetterRepository repository;
    private final HookCalls calls;
    private final Consumer<List<DeadLetter>> copies;
    private final Clock clock;

    /** @param copies receives the new dead letters of hooks and of the sinks that hooks use, for other tools */
    public HookDeadLetters(
            DeadLetterRepository repository, HookCalls calls, Consumer<List<DeadLetter>> copies, Clock clock) {
        this.repository = repository;
        this.calls = calls;
        this.copies = copies;
        this.clock = clock;
    }

    /** Stores dead letters. @return those that were not stored before */
    public List<DeadLetter> add(List<DeadLetter> letters) {
        var added = repository.add(letters);
        if (!added.isEmpty() && calls.isPresent(Hook.ON_DEAD_LETTER)) {
            added.stream().filter(letter -> isAnnounced(letter.stage().label())).forEach(this::announce);
        }
        return added;
    }

    /** The hook itself can send to a sink that fails. */
    private static boolean isAnnounced(String stage) {
        return !stage.equals(Hook.ON_DEAD_LETTER.label()) && !stage.startsWith(OptionalSinks.PREFIX);
    }

    private void announce(DeadLetter letter) {
        var body = HookRecords.map(json(letter));
        var context = HookContext.of(letter, letter.at());
        try {
            calls.call(Hook.ON_DEAD_LETTER, body, context);
        } catch (HookException | FailedSliceException e) {
            keep(List.of(letter(Hook.ON_DEAD_LETTER.label(), context, HookRecords.bytes(body), e.getMessage(), false)));
        }
    }

    /** Stores dead letters of hooks or of their sinks. */
    void keep(List<DeadLetter> letters) {
        var added = add(letters);
        copies.accept(added);
        added.stream()
                .findFirst()
                .ifPresent(first -> LOG.warn(
                        "dead letters stored stage={} count={} reason={}",
                        first.stage().label(),
                        added.size(),
                        first.reason()));
    }

    DeadLetter letter(String stage, HookContext context, byte[] payload, String reason, boolean retryable) {
        return new DeadLetter(
                Stage.of(stage),
                context.runId(),
                context.slice(),
                context.source(),
                context.entity(),
                context.id(),
                Map.of(RUN_STARTED, context.runStarted().toString()),
                payload,
                reason,
                retryable,
                1,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** The JSON of a dead letter for hooks and other tools. The payload is embedded JSON; that of an object is Base64. */
    public static ObjectNode json(DeadLetter letter) {
        var json = MAPPER.createObjectNode()
                .put("stage", letter.stage().label())
                .put("run_id", letter.runId())
                .put("slice", letter.slice())
                .put("source", letter.source())
                .put("entity", letter.entity())
                .put("target", letter.target())
                .put("reason", letter.reason())
                .put("attempts", letter.attempts())
                .put("at", letter.at().toString());
        if (!letter.isJson()) {
            return json.put("payload", letter.payload());
        }
        return json.putRawValue("payload", new RawValue(new String(letter.payload(), UTF_8)));
    }
}
