package io.tourbus.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of the log in the text format. */
class LogLayoutTest {

    private static final String FORGED = "a\n2026-11-28T11:05:43.324Z INFO [main] run forged\r\u2028b\u0085\u001b[1Ac";
    private static final String HARMLESS = "a\\n2026-11-28T11:05:43.324Z INFO [main] run forged\\r?b??[1Ac";

    @Test
    void aMessageCannotAddALine() throws IOException {
        assertThat(line(FORGED, null)).endsWith(" Log " + HARMLESS + "\n").hasLineCount(1);
    }

    @Test
    void anExceptionAddsOneLine() throws IOException {
        assertThat(line("failed", new IllegalStateException(FORGED)))
                .contains(" Log failed\n")
                .endsWith(HARMLESS + "\n")
                .hasLineCount(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.camel.component.properties.PropertiesComponent",
                "org.apache.hc.client5.http.wire",
                "org.apache.hc.client5.http.headers"
            })
    void whatWritesSecretsIsNotLoggedAtAnyLevelOfTheLibraries(String logger) throws IOException {
        System.setProperty("tourbus.library-log-level", "trace");
        try (var file = LogLayoutTest.class.getResourceAsStream("/log4j2.properties");
                var context = new LoggerContext("levels")) {
            var configuration =
                    new PropertiesConfigurationFactory().getConfiguration(context, new ConfigurationSource(file));
            configuration.initialize();

            assertThat(configuration.getLoggerConfig("org.apache.camel").getLevel())
                    .isEqualTo(Level.TRACE);
            assertThat(configuration.getLoggerConfig(logger).getLevel()).isEqualTo(Level.WARN);
        } finally {
            System.clearProperty("tourbus.library-log-level");
        }
    }

    private static String line(String message, Throwable failure) throws IOException {
        var properties = new Properties();
        try (var file = LogLayoutTest.class.getResourceAsStream("/log4j2.properties")) {
            properties.load(file);
        }
        return PatternLayout.newBuilder()
                .withPattern(properties.getProperty("appender.console.layout.pattern"))
                .build()
                .toSerializable(Log4jLogEvent.newBuilder()
                        .setLoggerName("io.tourbus.Log")
                        .setLevel(Level.INFO)
                        .setMessage(new SimpleMessage(message))
                        .setThrown(failure)
                        .build());
    }
}
