package io.tourbus.admin.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.operations.NotFoundException;
import io.tourbus.state.RunRepository;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Header;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;

/**
 * The latest log lines of the latest runs of this process, for the page and the API. A line belongs to a run if its thread works for
 * the run, or if its text contains {@code run=} with the ID.
 */
public final class RunLog extends AbstractAppender {

    private static final int MAX_RUNS = 20;
    private static final int MAX_LINES = 200;
    private static final int MAX_LENGTH = 500;
    private static final String REPORT = "io.tourbus.report";
    private static final Pattern RUN = Pattern.compile("\\brun=(\\S+)");

    /** A log line. @param at in UTC */
    public record Line(
            @JsonProperty("at") String at,
            @JsonProperty("level") String level,
            @JsonProperty("text") String text) {}

    /** The log lines of a run, the latest last. @param more whether there were earlier lines */
    public record Lines(
            @JsonProperty("run_id") String runId,
            @JsonProperty("lines") List<Line> lines,
            @JsonProperty("more") boolean more) {}

    private final Map<String, Deque<Line>> linesByRun = new LinkedHashMap<>();
    private final RunRepository runs;

    public RunLog(RunRepository runs) {
        super("run-log", null, null, true, Property.EMPTY_ARRAY);
        this.runs = runs;
    }

    private static Configuration configuration() {
        return LoggerContext.getContext(false).getConfiguration();
    }

    /** Starts to receive log lines. */
    public RunLog open() {
        start();
        configuration().getRootLogger().addAppender(this, Level.INFO, null);
        return this;
    }

    public void close() {
        configuration().getRootLogger().removeAppender(getName());
        stop();
    }

    @Override
    public void append(LogEvent event) {
        if (!event.getLoggerName().equals(REPORT)) {
            var text = event.getMessage().getFormattedMessage();
            runOf(event, text).ifPresent(run -> add(run, line(event, text)));
        }
    }

    private static Optional<String> runOf(LogEvent event, String text) {
        return Optional.ofNullable(event.getContextData().<String>getValue("run"))
                .or(() -> Optional.of(RUN.matcher(text))
                        .filter(matcher -> matcher.find())
                        .map(matcher -> matcher.group(1)));
    }

    private static Line line(LogEvent event, String text) {
        return new Line(
                Instant.ofEpochMilli(event.getInstant().getEpochMillisecond()).toString(),
                event.getLevel().name(),
                text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…");
    }

    private synchronized void add(String run, Line line) {
        var lines = linesByRun.computeIfAbsent(run, id -> new ArrayDeque<>());
        lines.addLast(line);
        if (lines.size() > MAX_LINES + 1) {
            lines.removeFirst();
        }
        if (linesByRun.size() > MAX_RUNS) {
            linesByRun.remove(linesByRun.keySet().iterator().next());
        }
    }

    /**
     * The latest lines of a run, at most 200; none if another process executed the run.
     *
     * @throws NotFoundException if there is no such run
     */
    public Lines lines(@Header("run") String runId) {
        runs.find(runId).orElseThrow(NotFoundException::noRun);
        return latest(runId);
    }

    synchronized Lines latest(String runId) {
        var lines = List.copyOf(linesByRun.getOrDefault(runId, new ArrayDeque<>()));
        var earlier = Math.max(0, lines.size() - MAX_LINES);
        return new Lines(runId, lines.subList(earlier, lines.size()), earlier > 0);
    }
}
