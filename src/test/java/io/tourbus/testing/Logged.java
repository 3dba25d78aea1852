package io.tourbus.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Captures log lines until it is closed. */
public final class Logged extends AbstractAppender implements AutoCloseable {

    private record Line(Level level, String text) {}

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

    public Logged() {
        super("logged", null, null, true, Property.EMPTY_ARRAY);
        start();
        root().addAppender(this);
    }

    /** The captured lines, with stack traces. */
    public List<String> lines() {
        return lines.stream().map(Line::text).toList();
    }

    /** The captured warnings and errors. */
    public List<String> warnings() {
        return lines.stream()
                .filter(line -> line.level().isMoreSpecificThan(Level.WARN))
                .map(Line::text)
                .toList();
    }

    @Override
    public void append(LogEvent event) {
        var text = new StringWriter();
        text.append(event.getMessage().getFormattedMessage());
        if (event.getThrown() != null) {
            event.getThrown().printStackTrace(new PrintWriter(text));
        }
        lines.add(new Line(event.getLevel(), text.toString()));
    }

    @Override
    public void close() {
        root().removeAppender(this);
    }

    private static Logger root() {
        return ((LoggerContext) LogManager.getContext(false)).getRootLogger();
    }
}
