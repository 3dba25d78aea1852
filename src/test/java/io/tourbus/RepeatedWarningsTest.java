package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class RepeatedWarningsTest {

    private static final String RETRY = "retry source=%s slice=%s attempt=%d reason=SdkClientException refused";

    private final RepeatedWarnings warnings = new RepeatedWarnings();

    @Test
    void onlyTheFirstOfSimilarWarningsPasses() {
        assertThat(warn("run", RETRY.formatted("spotify", "a-b", 1))).isEqualTo(Result.NEUTRAL);
        assertThat(warn("run", RETRY.formatted("spotify", "a-c", 2))).isEqualTo(Result.DENY);
        assertThat(warn("run", RETRY.formatted("ticketmaster", "venues-us-5f0c", 1)))
                .isEqualTo(Result.DENY);
        assertThat(warn("run", "retry source=spotify reason=SdkClientException unknown host"))
                .isEqualTo(Result.NEUTRAL);
        assertThat(warn("lake", RETRY.formatted("spotify", "a-b", 1))).isEqualTo(Result.NEUTRAL);
    }

    @Test
    void errorsAndInformationAlwaysPass() {
        assertThat(warnings.filter(event(Level.ERROR, "run", "broken"))).isEqualTo(Result.NEUTRAL);
        assertThat(warnings.filter(event(Level.ERROR, "run", "broken"))).isEqualTo(Result.NEUTRAL);
        assertThat(warnings.filter(event(Level.INFO, "run", "started"))).isEqualTo(Result.NEUTRAL);
        assertThat(warnings.filter(event(Level.INFO, "run", "started"))).isEqualTo(Result.NEUTRAL);
    }

    @Test
    void aSummaryCountsTheOthersAndStartsAgain() {
        var logger = "repeated-" + System.nanoTime();
        List<String> printed = new ArrayList<>();
        var appender = new AbstractAppender("test", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                if (event.getLoggerName().equals(logger)) {
                    printed.add(event.getMessage().getFormattedMessage());
                }
            }
        };
        appender.start();
        var root = ((LoggerContext) LogManager.getContext(false)).getRootLogger();
        root.addAppender(appender);
        try {
            for (var attempt = 1; attempt <= 4; attempt++) {
                warn(logger, RETRY.formatted("spotify", "a", attempt));
            }
            warn(logger, "once");
            warnings.summarize();
        } finally {
            root.removeAppender(appender);
        }

        assertThat(printed)
                .containsExactly("similar warnings: 3 more, the first was: " + RETRY.formatted("spotify", "a", 1));
        assertThat(warn(logger, RETRY.formatted("spotify", "a", 5))).isEqualTo(Result.NEUTRAL);
    }

    private Result warn(String logger, String message) {
        return warnings.filter(event(Level.WARN, logger, message));
    }

    private static LogEvent event(Level level, String logger, String message) {
        return Log4jLogEvent.newBuilder()
                .setLevel(level)
                .setLoggerName(logger)
                .setMessage(new SimpleMessage(message))
                .build();
    }
}
