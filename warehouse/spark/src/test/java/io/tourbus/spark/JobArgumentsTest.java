package io.tourbus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobArgumentsTest {

    @Test
    void argumentsAreReadAsGluePassesThem() {
        var arguments = JobArguments.parse(
                "--JOB_NAME",
                "warehouse",
                "--enable-metrics",
                "--lake",
                "s3://lake/",
                "--day",
                "2026-11-23",
                "--since",
                "",
                "--rebuild",
                "false",
                "--catalog-warehouse",
                "s3://lake/warehouse");

        assertThat(arguments.lake()).isEqualTo("s3://lake");
        assertThat(arguments.database()).isEqualTo("concert_lake");
        assertThat(arguments.rebuild()).isFalse();
        assertThat(arguments.catalog()).isEqualTo(Map.of("warehouse", "s3://lake/warehouse"));
        assertThat(arguments.selects("20261123T020000Z-daily-aaaa")).isTrue();
        assertThat(arguments.selects("20261124T020000Z-daily-aaaa")).isFalse();
    }

    @Test
    void runsAreSelectedByIdOrDay() {
        assertThat(JobArguments.parse("--lake", "l").selects("x")).isTrue();
        assertThat(JobArguments.parse("--lake", "l", "--rebuild").rebuild()).isTrue();
        var run = JobArguments.parse("--lake=l", "--run=20261123T020000Z-daily-aaaa");
        assertThat(run.selects("20261123T020000Z-daily-aaaa")).isTrue();
        assertThat(run.selects("20261123T020000Z-daily-aaaab")).isFalse();
        var since = JobArguments.parse("--lake", "l", "--since", "2026-11-24");
        assertThat(since.selects("20261123T235959Z-daily-aaaa")).isFalse();
        assertThat(since.selects("20261124T000000Z-daily-aaaa")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--day 2026-11-23 | --lake is missing. Name the bucket or the folder of the lake: --lake s3://my-concert-data",
                "--lake l --day 2026-13-01 | --day is not a day: 2026-13-01. Use the form 2026-11-23.",
                "--lake l --run r --since 2026-11-23 | --run and --since exclude each other. Use one of them.",
                "--lake l --rebuild yes | --rebuild is neither true nor false: yes.",
                "--lake l --snapshot-days 0 | --snapshot-days is not a number from 1 to 999999999: 0.",
                "--lake l --rebild | --rebild is not an argument of this job. Usage: "
            })
    void anInvalidArgumentIsNamed(String arguments, String message) {
        assertThatThrownBy(() -> JobArguments.parse(arguments.split(" ")))
                .isInstanceOfSatisfying(
                        JobException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(JobException.USAGE))
                .hasMessageStartingWith(message);
    }
}
