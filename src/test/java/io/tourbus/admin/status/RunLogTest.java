package io.tourbus.admin.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class RunLogTest {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final RunLog log = new RunLog(null).open();

    @AfterEach
    void close() {
        log.close();
        MDC.clear();
    }

    @Test
    void linesBelongToTheRunThatTheyNameOrThatTheirThreadWorksFor() {
        LOG.info("run started run={} job=daily", "first");
        MDC.put("run", "second");
        LOG.warn("retry source=spotify");
        MDC.clear();
        LOG.warn("another warning");
        LoggerFactory.getLogger("io.tourbus.report").info("a report run=first");
        assertThat(log.latest("first").lines())
                .extracting(RunLog.Line::text)
                .containsExactly("run started run=first job=daily");
        assertThat(log.latest("second").lines()).extracting(RunLog.Line::level).containsExactly("WARN");
        assertThat(log.latest("third").lines()).isEmpty();
    }

    @Test
    void theNumberAndTheLengthOfLinesAreLimited() {
        LOG.info("first run=long");
        IntStream.range(0, 200).forEach(number -> LOG.info("{} run=long {}", number, "x".repeat(1_000)));
        var latest = log.latest("long");
        assertThat(latest.more()).isTrue();
        assertThat(latest.lines()).hasSize(200).allMatch(line -> line.text().length() <= 501);
        IntStream.range(0, 20).forEach(number -> LOG.info("run={}", number));
        assertThat(log.latest("long").lines()).isEmpty();
        assertThat(log.latest("19").lines()).hasSize(1);
    }
}
