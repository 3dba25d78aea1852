package io.tourbus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;

/** What holds for the report of each run, however it ended. */
public final class ReportRules {

    private ReportRules() {}

    /** Checks that the columns of a report add up, and that its status agrees with them. @return the report */
    public static RunReport check(RunReport report) {
        assertThat(report.lines())
                .allSatisfy(line -> assertThat(line.count("fetched"))
                        .as("fetched = delivered + unchanged + repeated + rejected + dropped + lost in %s", line)
                        .isEqualTo(line.count("delivered")
                                + line.count("unchanged")
                                + line.count("repeated")
                                + line.count("rejected")
                                + line.count("dropped")
                                + line.count("lost")));
        assertThat(report.lines())
                .allSatisfy(line -> assertThat(line.count("missing")).isGreaterThanOrEqualTo(line.count("lost")));
        if (report.status() == RunReport.Status.COMPLETE) {
            assertThat(report.sum("missing") + report.sum("lost")).as("missing").isZero();
            assertThat(report.queries()).allMatch(QueryLine::complete);
        }
        return report;
    }
}
