package io.tourbus;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.filter.AbstractFilterable;

/**
 * Lets the first of similar warnings pass, and counts the others for a summary. Warnings are similar if they differ only in
 * fields other than {@code reason}, and in words with digits.
 */
final class RepeatedWarnings extends AbstractFilter {

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Marker SUMMARY = MarkerManager.getMarker("summary");
    private static final int MAX_LENGTH = 160;

    private record Warning(String logger, String text) {

        static Warning of(LogEvent event) {
            var message = event.getMessage().getFormattedMessage();
            return new Warning(
                    event.getLoggerName(), shorten(message.replaceAll("(?!reason=)\\b\\w+=\\S*|\\S*\\d\\S*", "")));
        }
    }

    private static final class Repeated {

        private final String first;
        private int more;

        Repeated(String first) {
            this.first = first;
        }
    }

    private Map<Warning, Repeated> warnings = new LinkedHashMap<>();

    /** Filters the log of this process, and prints a summary each minute. */
    static RepeatedWarnings install() {
        var filter = new RepeatedWarnings();
        filter.start();
        ((AbstractFilterable) LoggerContext.getContext(false).getConfiguration().getAppender("console"))
                .addFilter(filter);
        var timer = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "repeated-warnings");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleAtFixedRate(filter::summarize, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
        return filter;
    }

    @Override
    public Result filter(LogEvent event) {
        return event.getLevel() == Level.WARN && event.getMarker() != SUMMARY && repeats(event)
                ? Result.DENY
                : Result.NEUTRAL;
    }

    private synchronized boolean repeats(LogEvent event) {
        var known = warnings.putIfAbsent(
                Warning.of(event), new Repeated(event.getMessage().getFormattedMessage()));
        if (known != null) {
            known.more++;
        }
        return known != null;
    }

    /** Prints how many warnings were left out, and starts again. */
    void summarize() {
        ended().forEach((warning, repeated) -> LogManager.getLogger(warning.logger())
                .warn(SUMMARY, "similar warnings: {} more, the first was: {}", repeated.more, shorten(repeated.first)));
    }

    private synchronized Map<Warning, Repeated> ended() {
        var ended = warnings;
        warnings = new LinkedHashMap<>();
        ended.values().removeIf(repeated -> repeated.more == 0);
        return ended;
    }

    private static String shorten(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    }
}
